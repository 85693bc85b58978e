"""The offline models: which are installed, and what they are."""

import hashlib
import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.files import LARGEST_DOCUMENT, expanded, is_file, read_whole

Kind = Literal["speech", "speaker"]

NOTE = "sessionlens.json"
"""What we write into a model that was added: facts its name does not tell."""

_LANGUAGE = re.compile(r"vosk-model-(?:small-)?([a-z]{2,3}(?:-[a-z]{2})?)(?=-|$)")
_VOSK_CODES = {"cn": "zh", "kz": "kk", "vn": "vi", "ua": "uk"}  # theirs to ISO 639-1
_RATE = re.compile(r"^\s*--sample-frequency=(\S+)", re.MULTILINE)
_ANY_NAME = ("utf-8", "surrogateescape")
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
    home = expanded("~")
    folders = [models_folder()]
    if given := os.environ.get("VOSK_MODEL_PATH"):
        folders.append(Path(given))
    return [*folders, Path("/usr/share/vosk"), home / "AppData/Local/vosk", home / ".cache/vosk"]


def installed(folders: Sequence[Path] | None = None) -> list[Model]:
    """Every model in `folders` (default: `places()`), and last the shipped one."""
    by_name: dict[str, Model] = {}
    for folder in places() if folders is None else folders:
        for path in _subfolders(folder):
            if path.name not in by_name and kind_of(path):
                by_name[path.name] = describe(path)
    models = sorted(by_name.values(), key=lambda model: (model.kind, model.language, model.name))
    if kind_of(demo_folder()):
        models.append(describe(demo_folder()))
    return models


def describe(path: Path) -> Model:
    """The model in a folder that is one."""
    kind = kind_of(path) or "speech"
    demo = path == demo_folder()
    size = sum(facts.st_size for _, facts in _files(path))
    language = "en-us" if demo else _note(path).language or language_of(path.name)
    return Model(path.name, path, kind, language if kind == "speech" else "", size, demo)


def kind_of(path: Path) -> Kind | None:
    """Whether a folder looks like a model, by the files that Vosk opens first."""
    if is_file(path / "final.ext.raw"):
        return "speaker"
    speech = is_file(path / "am/final.mdl") or is_file(path / "final.mdl")
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
            conf = read_whole(path / name, LARGEST_DOCUMENT, "a model's configuration")
        except SessionLensError:
            continue
        match = _RATE.search(conf.decode("utf-8", "replace"))
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
    for file, facts in _files(path):
        name = file.relative_to(path).as_posix()
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode(*_ANY_NAME))
    return digest.hexdigest()


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """All files in a folder and below, in their order; those that cannot be looked at are none."""
    files = []
    for above, _, names in os.walk(folder):
        for name in names:
            file = Path(above, name)
            with suppress(OSError):
                facts = file.stat()
                if stat.S_ISREG(facts.st_mode):
                    files.append((file, facts))
    return sorted(files)


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")
    except OSError:
        return []  # not there, or not ours to look at: nothing is installed there


def _note(path: Path) -> Note:
    try:
        note = msgspec.json.decode(read_whole(path / NOTE, LARGEST_DOCUMENT, "a note"), type=Note)
    except (SessionLensError, msgspec.DecodeError, UnicodeError):
        return Note()  # most models have none
    return Note(language=clean(note.language))
