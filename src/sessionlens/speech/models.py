"""The offline models: which are installed, and which one to use."""

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.speech.catalogue import known_for

Kind = Literal["speech", "speaker"]

NOTE = "sessionlens.json"
"""What we write into a model that was added: facts its name does not tell."""

_LANGUAGE = re.compile(r"vosk-model-(?:small-)?([a-z]{2,3}(?:-[a-z]{2})?)(?=-|$)")
_VOSK_CODES = {"cn": "zh", "kz": "kk", "vn": "vi", "ua": "uk"}  # theirs to ISO 639-1
_RATE = re.compile(r"^\s*--sample-frequency=(\S+)", re.MULTILINE)
_RATES = range(4000, 96001)
_KALDI_RATE = 16000  # where a model's configuration does not say


class Note(Struct, omit_defaults=True):
    """The content of NOTE."""

    language: str = ""


class Model(Struct, frozen=True):
    """An installed model; `size` is in bytes, `language` a code such as `en-us` or empty.

    `demo` marks the shipped one, which knows only the words of the sample conversation.
    """

    name: str
    path: Path
    kind: Kind = "speech"
    language: str = ""
    size: int = 0
    demo: bool = False


def models_folder() -> Path:
    """Where models are added."""
    return resources.data_folder() / "models"


def demo_folder() -> Path:
    """The shipped model."""
    return resources.sample_folder() / "tiny-model"


def places() -> list[Path]:
    """Every folder in which models are looked for: our own first, then Vosk's."""
    home = Path.home()
    found = [models_folder()]
    if given := os.environ.get("VOSK_MODEL_PATH"):
        found.append(Path(given))
    return [*found, Path("/usr/share/vosk"), home / "AppData/Local/vosk", home / ".cache/vosk"]


def installed(folders: Sequence[Path] | None = None) -> list[Model]:
    """Every model in `folders` (default: `places()`), and last the shipped one."""
    found: dict[str, Model] = {}
    for folder in places() if folders is None else folders:
        for path in _subfolders(folder):
            if path.name not in found and kind_of(path):
                found[path.name] = describe(path)
    models = sorted(found.values(), key=lambda model: (model.kind, model.language, model.name))
    if kind_of(demo_folder()):
        models.append(describe(demo_folder()))
    return models


def describe(path: Path) -> Model:
    """The model in a folder that is one."""
    kind = kind_of(path) or "speech"
    demo = path == demo_folder()
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    language = "en-us" if demo else _note(path).language or language_of(path.name)
    return Model(path.name, path, kind, language if kind == "speech" else "", size, demo)


def kind_of(path: Path) -> Kind | None:
    """Whether a folder looks like a model, by the files that Vosk opens first."""
    if (path / "final.ext.raw").is_file():
        return "speaker"
    speech = (path / "am/final.mdl").is_file() or (path / "final.mdl").is_file()
    return "speech" if speech else None


def language_of(name: str) -> str:
    """The language in a model's name, such as `en-us` of `vosk-model-small-en-us-0.15`."""
    match = _LANGUAGE.match(name)
    code = match[1] if match else ""
    return "" if code == "spk" else _VOSK_CODES.get(code, code)


def sample_rate(path: Path) -> int:
    """Frames per second that a speech model wants to hear.

    Raises SessionLensError for a rate that no sound has: the engine would hang on it.
    """
    for name in ("conf/mfcc.conf", "mfcc.conf", "conf/fbank.conf"):
        try:
            match = _RATE.search((path / name).read_text("utf-8", errors="replace"))
        except OSError:
            continue
        if match:
            try:
                rate = float(match[1])
            except ValueError:
                rate = 0.0
            if rate not in _RATES:
                raise SessionLensError(
                    f"The model wants sound of {clean(match[1])} samples per second",
                    "It is damaged: add or fetch it again",
                    where=path / name,
                )
            return int(rate)
    return _KALDI_RATE


def fingerprint(path: Path) -> str:
    """A hash over names, sizes and dates of a model's files: another one when it was changed."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            facts = file.stat()
            name = file.relative_to(path).as_posix()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def choose(
    models: Sequence[Model], asked: str = "", setting: str = "", language: str = ""
) -> Model:
    """The model to use: the one asked for, then the user's setting, then the language's.

    `asked` and `setting` are names of installed models or paths of folders. `language` is a code
    such as `de`; without one, an only installed model is taken. The shipped demo model is never
    taken unless asked for. Raises SessionLensError that says how to get a model.
    """
    named = asked or setting
    if named:
        model = _named(models, named, "" if asked else " of your settings")
        if language and model.language and not speaks(model, language):
            raise SessionLensError(
                f"The model {model.name} is for '{model.language}', not for '{language}'",
                "Choose another model or leave one of the two out",
            )
        return model
    speech = [model for model in models if model.kind == "speech" and not model.demo]
    fitting = [model for model in speech if not language or speaks(model, language)]
    if not fitting:
        raise no_model(language)
    languages = {model.language.split("-")[0] for model in fitting}
    if len(languages) > 1:
        names = ", ".join(sorted(languages))
        raise SessionLensError(
            f"Models of several languages are installed ({names})",
            "Say which with --language or --model",
        )
    exact = [model for model in fitting if model.language == language.lower()]
    # Of two models of a language the larger one hears better.
    return max(exact or fitting, key=lambda model: model.size)


def speaker_model(models: Sequence[Model]) -> Model | None:
    """The installed model that tells voices apart, if there is one."""
    return next((model for model in models if model.kind == "speaker"), None)


def speaks(model: Model, language: str) -> bool:
    """Whether a model is for a language; `en` is spoken by `en-us`, and `en-us` by `en`."""
    one, other = model.language.lower(), language.lower().replace("_", "-")
    return one == other or (one.split("-")[0] == other.split("-")[0] and "-" not in (one and other))


def no_model(language: str = "") -> SessionLensError:
    """The error to raise when nothing can be recognised; it names both ways to get a model."""
    known = known_for(language or "en-us")
    name = known.name if known else "NAME"
    what = (
        f"No model for '{clean(language)}' is installed"
        if language
        else ("No speech model is installed")
    )
    return SessionLensError(
        what,
        f"Fetch one with 'sessionlens models fetch {name}', or without network add one that you "
        "have as a zip or folder with 'sessionlens models add FILE'",
    )


def _named(models: Sequence[Model], name: str, origin: str) -> Model:
    for model in models:
        if model.name == name and model.kind == "speech":
            return model
    path = Path(name).expanduser()
    kind = kind_of(path)
    if kind == "speech":
        return describe(path.resolve())
    if kind == "speaker" or any(model.name == name for model in models):
        raise SessionLensError(
            f"The model '{name}'{origin} tells voices apart, but hears no words",
            "Name a speech model: 'sessionlens models' lists them",
        )
    if path.is_dir():
        raise SessionLensError(
            "There is no Vosk model in this folder", "Name the folder that holds am/", where=path
        )
    raise SessionLensError(
        f"There is no model '{name}'{origin}", "'sessionlens models' lists what there is"
    )


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")
    except OSError:
        return []  # not there, or not ours to look at: nothing is installed there


def _note(path: Path) -> Note:
    try:
        note = msgspec.json.decode((path / NOTE).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return Note()  # most models have none
    return Note(language=clean(note.language))
