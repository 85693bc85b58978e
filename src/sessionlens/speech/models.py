"""The offline models: which are installed, and what they are."""

import hashlib
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.files import LARGEST_DOCUMENT, read_whole
from sessionlens.speech.engines.interface import DEFAULT, Kind, Model
from sessionlens.speech.engines.table import ENGINES, engine_name

NOTE = "sessionlens.json"
"""What we write into a model that was added: facts its name does not tell."""

_ANY_NAME = ("utf-8", "surrogateescape")


class Note(Struct, omit_defaults=True):
    """The content of NOTE."""

    language: str = ""


def models_folder() -> Path:
    """Where models are added."""
    return resources.data_folder() / "models"


def demo_folder() -> Path:
    """The shipped model."""
    return resources.sample_folder() / "tiny-model"


def places() -> list[Path]:
    """Every folder in which models are looked for: our own first, then those of the engines."""
    return [models_folder(), *(path for engine in ENGINES.values() for path in engine.places())]


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
    engine = engine_name(path) or DEFAULT
    kind = ENGINES[engine].kind_of(path) or "speech"
    size = sum(facts.st_size for _, facts in _files(path))
    demo = path == demo_folder()
    languages: tuple[str, ...] = ()
    if kind == "speech":
        noted = "en-us" if demo else _note(path).language
        languages = (noted,) if noted else ENGINES[engine].languages(path)
    return Model(
        path.name,
        path,
        kind,
        language=languages[0] if len(languages) == 1 else "",
        size=size,
        demo=demo,
        engine=engine,
        languages=languages if len(languages) > 1 else (),
    )


def kind_of(path: Path) -> Kind | None:
    """Whether a folder looks like a model of one of the engines."""
    name = engine_name(path)
    return ENGINES[name].kind_of(path) if name else None


def damage(path: Path) -> str:
    """Which file of what looks like a model is missing or damaged: words; empty for none."""
    if name := engine_name(path):
        return ENGINES[name].damage(path)
    like = (engine for engine in ENGINES.values() if engine.looks_like_one(path))
    return next((engine.damage(path) for engine in like), "")


def looks_like_one(folder: Path) -> bool:
    """Whether a folder holds files of a model, complete or not."""
    return any(engine.looks_like_one(folder) for engine in ENGINES.values())


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
