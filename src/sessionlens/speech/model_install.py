"""Adds a model from a zip or a folder: the way that needs no network."""

import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import make_private_folder, not_read, not_written, read_head, real
from sessionlens.speech.download import OnBytes
from sessionlens.speech.models import (
    NOTE,
    Model,
    Note,
    describe,
    kind_of,
    models_folder,
)
from sessionlens.speech.probe import try_model
from sessionlens.speech.unpack import check_space, unpack

_UNWANTED = re.compile(r"[^A-Za-z0-9._-]+")
_ARRIVING = ".arriving-"
_GIVEN_UP = 24 * 3600  # seconds; no run is at work that long


def add_model(
    source: Path,
    folder: Path | None = None,
    *,
    name: str = "",
    language: str = "",
    force: bool = False,
    on_bytes: OnBytes = lambda _done, _all: None,
) -> Model:
    """Add the model in a zip or folder to `folder` (default: the user's); returns it.

    It is tried in a child process first. `name` replaces the model's own; `language` is a code,
    for a name that does not tell it.
    Raises SessionLensError; then nothing has changed.
    """
    folder = folder or models_folder()
    if not source.exists():
        raise SessionLensError("There is no such file or folder", "Check the name", where=source)
    with arriving(folder) as place:
        if source.is_dir():
            model = source if kind_of(source) else _model_in(source, source)
            new = place / _name(name or real(model).name)
            _copy(model, new, on_bytes)
        else:
            read_head(source, 0)  # a pipe or a device would never end
            unpack(source, place / "zip", on_bytes)
            model = _model_in(place / "zip", source)
            own = source.stem if model == place / "zip" else model.name
            new = place / _name(name or own)
            if model != new:
                model.rename(new)
        if language:
            (new / NOTE).write_bytes(msgspec.json.encode(Note(language=language.lower())))
        try_model(describe(new))
        return _settle(new, folder / new.name, force=force)


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


def _model_in(folder: Path, source: Path) -> Path:
    """The one model in a folder, or in its only subfolder, or in that one's."""
    candidates = [folder]
    for _ in range(3):
        models = [path for path in candidates if kind_of(path)]
        if len(models) == 1:
            return models[0]
        if len(models) > 1:
            raise SessionLensError(
                f"There are {len(models)} models in it", "Add one of them", where=source
            )
        candidates = [
            path
            for parent in candidates
            for path in sorted(parent.iterdir())
            if path.is_dir() and not path.is_symlink()
        ][:100]
    raise SessionLensError(
        "There is no Vosk model in it",
        "A model holds am/final.mdl, or final.ext.raw if it tells voices apart",
        where=source,
    )


def _copy(source: Path, target: Path, on_bytes: OnBytes) -> None:
    files = sorted(source.rglob("*"))
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
