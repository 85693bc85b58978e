"""Writes a file whole or not at all: beside, fsync, replace."""

import os
import time
import zlib
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_read_only, not_written, sync_folder

READ_ONLY = "This file is read-only, so it was not replaced"
_WINDOWS = os.name == "nt"


def write_bytes(path: Path, data: bytes, *, mode: int = 0o600, follow: bool = True) -> None:
    """Replace the content of `path` durably; at any moment the old or the new file is whole.

    A symbolic link stays one, unless told not to `follow` it: the file it points to is replaced.
    Raises SessionLensError when it cannot be written, also because its owner made it read-only;
    the old content is then unharmed and nothing else is left behind.
    """
    try:
        target = _target(path) if follow else path
        if is_read_only(target):
            raise SessionLensError(READ_ONLY, "Let it be written to, or choose another", where=path)
        _write(target, data, mode)
    except OSError as error:
        raise not_written(error, path) from error


def sweep(path: Path) -> None:
    """Remove what a killed process may have left beside `path` while writing it.

    Only for the one process that writes the file: it would take away another's work.
    """
    try:
        for leftover in leftovers(path):
            leftover.unlink(missing_ok=True)
    except OSError:
        return  # litter in a folder that we cannot change harms nobody


def leftovers(path: Path) -> list[Path]:
    """What killed processes have left beside `path` while writing it; raises OSError."""
    target = _target(path)
    return sorted(target.parent.glob(f"{_prefix(target)}*.tmp"))


def is_leftover(name: str, path: Path) -> bool:
    """Whether a file of this name was left beside `path` so; `path` is no link."""
    return name.startswith(_prefix(path)) and name.endswith(".tmp")


def _target(path: Path) -> Path:
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _prefix(path: Path) -> str:
    # Made from a sum, because a long name would grow too long with anything added to it.
    return f".sessionlens-{zlib.crc32(os.fsencode(path.name)):08x}-"


def _write(target: Path, data: bytes, mode: int) -> None:
    temporary = target.with_name(f"{_prefix(target)}{os.urandom(6).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            _write_all(file.fileno(), data)
            os.fsync(file.fileno())
        _replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _replace(source: Path, target: Path) -> None:
    if _WINDOWS:
        # Virus scanners and indexers hold a file for a moment after it was written.
        for _ in range(20):
            try:
                source.replace(target)
                return
            except PermissionError:
                time.sleep(0.025)
    source.replace(target)
