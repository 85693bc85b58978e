"""Adds a model from an archive or a folder: the way that needs no network."""

import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.files import make_private_folder, not_read, not_written, read_head, real
from sessionlens.speech.download import OnBytes
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.table import what_models_hold
from sessionlens.speech.models import (
    NOTE,
    Note,
    damage,
    describe,
    kind_of,
    looks_like_one,
    models_folder,
)
from sessionlens.speech.probe import ensure_usable
from sessionlens.speech.unpack import check_space, is_of_macos, unpack

_UNWANTED = re.compile(r"[^A-Za-z0-9._-]+")
_ARRIVING = ".arriving-"
_DEEPEST = 8  # folders in folders
_MOST_NAMED = 10
_GIVEN_UP = 24 * 3600  # seconds; no run is at work that long


class SeveralModelsError(SessionLensError):
    """There are several models in what was to be added; `names` are theirs."""

    def __init__(self, names: Sequence[str], where: Path) -> None:
        listed = ", ".join(names[:_MOST_NAMED])
        super().__init__(
            f"There are {len(names)} models in it: {listed}",
            "Choose one of them: --model NAME",
            where=where,
        )
        self.names = tuple(names)


def add_model(
    source: Path,
    folder: Path | None = None,
    *,
    pick: str = "",
    name: str = "",
    language: str = "",
    force: bool = False,
    on_bytes: OnBytes = lambda _done, _all: None,
) -> Model:
    """Add the model in an archive or folder to `folder` (default: the user's); returns it.

    It is tried in a child process first. Of several models in it `pick` names one; `name` replaces
    the model's own; `language` is a code, for a name that does not tell it.
    Raises SessionLensError; then nothing has changed.
    """
    folder = folder or models_folder()
    if not source.exists():
        raise SessionLensError("There is no such file or folder", "Check the name", where=source)
    with arriving(folder) as place:
        if source.is_dir():
            model = _model_in(source, source, pick)
            new = place / _name(name or real(model).name)
            _copy(model, new, on_bytes)
        else:
            read_head(source, 0)  # a pipe or a device would never end
            unpack(source, place / "archive", on_bytes)
            model = _model_in(place / "archive", source, pick)
            own = _stem(source) if model == place / "archive" else model.name
            new = place / _name(name or own)
            if model != new:
                model.rename(new)
        if language:
            (new / NOTE).write_bytes(msgspec.json.encode(Note(language=language.lower())))
        try:
            ensure_usable(describe(new))
        except SessionLensError as error:
            error.where = source  # where it was tried is gone in a moment
            raise
        return _settle(new, folder / new.name, force=force)


def _stem(archive: Path) -> str:
    return re.sub(r"(?i)(\.tar)?\.[a-z0-9]{2,3}$", "", archive.name)


@contextmanager
def arriving(folder: Path) -> Iterator[Path]:
    """A folder beside the models, removed again: a model is there whole or not at all.

    Raises SessionLensError, also for what goes wrong with the disk meanwhile.
    """
    try:
        make_private_folder(folder)
        _remove_leftovers(folder)
        place = Path(tempfile.mkdtemp(prefix=_ARRIVING, dir=folder))
    except OSError as error:
        raise not_written(error, folder) from error
    try:
        yield place
    except OSError as error:
        raise not_written(error, Path(error.filename or folder)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed runs have left behind, but nothing that another may be at work on."""
    for path in folder.glob(f"{_ARRIVING}*"):
        if time.time() - path.stat().st_mtime > _GIVEN_UP:
            shutil.rmtree(path, ignore_errors=True)


def _model_in(folder: Path, source: Path, pick: str) -> Path:
    """The one model in a folder and all below it, or the one of the name `pick`."""
    folders = list(_folders(folder))
    models = [path for path in folders if kind_of(path)]
    # In what is a model already there are parts that look like one.
    models = [path for path in models if not any(above in models for above in path.parents)]
    names = [path.name for path in models]
    if pick:
        if names.count(pick) == 1:
            return models[names.index(pick)]
        listed = ", ".join(names[:_MOST_NAMED]) or "none"
        raise SessionLensError(
            f"There is no model '{shorten(clean(pick), 60)}' in it",
            f"It has {listed}",
            where=source,
        )
    if len(models) > 1:
        raise SeveralModelsError(names, source)
    if models:
        return models[0]
    for path in folders:
        if looks_like_one(path):
            raise SessionLensError(
                f"The model in it is damaged: {damage(path)}", "Get it again, whole", where=source
            )
    raise SessionLensError(
        "There is no speech model in it",
        f"A model's folder holds its files ({what_models_hold()})",
        where=source,
    )


def _folders(folder: Path, depth: int = _DEEPEST) -> Iterator[Path]:
    """A folder, and those in it as deep as archives are nested."""
    yield folder
    if depth:
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not path.is_symlink() and not is_of_macos(path.name):
                yield from _folders(path, depth - 1)


def _copy(source: Path, target: Path, on_bytes: OnBytes) -> None:
    files = [
        path
        for path in sorted(source.rglob("*"))
        if not any(map(is_of_macos, path.relative_to(source).parts))
    ]
    for path in files:
        kind = path.lstat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise SessionLensError(
                f"'{path.name}' in this folder is a link or a device",
                "Copy the model's files themselves into a folder",
                where=source,
            )
    total = sum(path.stat().st_size for path in files if path.is_file())
    check_space(target.parent, total)
    done = 0
    target.mkdir()
    for path in files:
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir()
            continue
        try:
            shutil.copyfile(path, copy)
        except PermissionError as error:
            raise not_read(error, path) from error
        done += path.stat().st_size
        on_bytes(done, total)


def _name(name: str) -> str:
    """A folder's name that is harmless everywhere."""
    plain = _UNWANTED.sub("-", name).strip("-.")[:100]
    return plain or "model"


def _settle(new: Path, target: Path, *, force: bool) -> Model:
    if target.exists():
        if not force:
            raise SessionLensError(
                "This model is installed already", "Use --force to replace it", where=target
            )
        old = new.with_name("old")
        target.rename(old)
    new.rename(target)
    return describe(target)
