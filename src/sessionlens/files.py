"""Files as people name them: read if they are what they should be, or refused with a reason."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sessionlens.domain.errors import SessionLensError

LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes of one of our TOML files: a review of thousands of markers takes half of it."""

LARGEST_TRANSCRIPT = 20 * 1024 * 1024
"""Bytes of a transcript: ten hours of speech with word times take half of it."""

_FORBIDDEN = {errno.EACCES, errno.EPERM}
_FULL = ("The disk is full, so this could not be saved", "Free some space and save again")
_NO_FOLDER = ("A part of this path is not a folder", "Choose another folder")
_NOT_HERE = (
    "You may not write here, so this could not be saved",
    "Close other programs that use the file, or choose another folder",
)
_WRITING = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EFBIG: ("The file would be larger than this disk allows", "Save it on another disk"),
    errno.EROFS: ("The disk is read-only, so this could not be saved", "Choose another folder"),
    errno.EACCES: _NOT_HERE,
    errno.EPERM: _NOT_HERE,
    errno.ENAMETOOLONG: ("The name is too long for a file", "Choose a shorter name"),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: ("A file of this name is in the way", "Choose another folder"),
}


def read_whole(
    path: Path, largest: int, what: str, *, instead: str = "Choose another file"
) -> bytes:
    """The content of a file of at most `largest` bytes; `what` says what it should be.

    `instead` is what a person can do where it is too large. Raises SessionLensError for what is
    missing, not to be read, no ordinary file or too large: nothing else is ever waited for or read.
    """
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        # It may grow while it is read, and some files do not know their size.
        data = b"" if size > largest else file.read(largest + 1)
        size = max(size, len(data))
        if size > largest:
            raise SessionLensError(
                f"The file is too large to be {what} ({size / 1e6:.0f} MB)", instead, where=path
            )
        return data


def read_head(path: Path, length: int) -> bytes:
    """The first `length` bytes of a file, or all there are; raises like `read_whole`."""
    with _opened(path) as file:
        return file.read(length)


def open_private(path: Path, flags: int) -> int:
    """A descriptor of a file that only the program itself uses, such as a journal or a cache.

    It is made with mode 0600. What lies there may be somebody's link to another file, or a pipe
    that nobody writes to: neither is followed or waited for. Raises OSError.
    """
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags, 0o600)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "Not an ordinary file", str(path))


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, for its owner alone; raises OSError.

    One that is there already stays as it is.
    """
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Have a new name in a folder survive a loss of power; raises OSError."""
    if os.name == "nt":
        return  # a folder cannot be opened there, and NTFS keeps the rename in its journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives
            raise
    finally:
        os.close(descriptor)


def is_read_only(path: Path) -> bool:
    """Whether there is a file that its owner has protected from being written, or we may not."""
    try:
        protected = not path.stat().st_mode & 0o222
        # Where nothing at all can be written, it is not the file that is protected.
        return protected or (not os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file; what no file can be called, or may not be looked at, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether something is there; what may not even be looked at counts as not there."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def real(path: Path) -> Path:
    """Where a path leads, through all links, as far as that can be told; raises nothing."""
    return Path(os.path.realpath(path))


def expanded(name: str | Path) -> Path:
    """A path with `~` and `~name` replaced by folders; where there is no such person, as it is."""
    return Path(os.path.expanduser(name))  # noqa: PTH111 - Path's own raises RuntimeError


def refuse_odd_name(path: Path) -> None:
    """Raise SessionLensError for a name that is no Unicode: no file of ours could name it."""
    absolute = path.absolute()
    for part, what in ((absolute.name, "this file"), (str(absolute.parent), "its folder")):
        try:
            part.encode()
        except UnicodeEncodeError as error:
            raise SessionLensError(
                f"The name of {what} is not valid UTF-8", "Rename it", where=path
            ) from error


def not_written(error: OSError, path: Path) -> SessionLensError:
    """The error to raise when `path` could not be written; what was there before is unharmed."""
    what, hint = _writing(error, path)
    return SessionLensError(what, hint, where=path)


def not_read(error: OSError, path: Path) -> SessionLensError:
    """The error to raise when `path` could not be read."""
    if isinstance(error, FileNotFoundError):
        return SessionLensError("There is no such file", "Check the name", where=path)
    if isinstance(error, NotADirectoryError):
        return SessionLensError("A part of this path is not a folder", "Check it", where=path)
    if error.errno in _FORBIDDEN:
        what, hint = "You may not read this file", "Change its permissions or copy it"
        return SessionLensError(what, hint, where=path)
    if error.errno == errno.ENAMETOOLONG:
        return SessionLensError("The name is too long for a file", "Check the name", where=path)
    return SessionLensError(
        f"The file cannot be read ({_reason(error)})", "Check the disk or copy it", where=path
    )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        # Looked at before it is opened, too: opening a device may already do something.
        _refuse_no_file(path.stat().st_mode, path)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _refuse_no_file(os.fstat(file.fileno()).st_mode, path)
            yield file
    except OSError as error:
        raise not_read(error, path) from error
    except ValueError as error:  # a NUL in the name
        raise SessionLensError("This is no name of a file", "Check it", where=path) from error


def _refuse_no_file(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise SessionLensError("This is a folder", "Name a file in it", where=path)
    if not stat.S_ISREG(mode):  # a pipe or a device may never end
        raise SessionLensError("This is not an ordinary file", "Name a file", where=path)


def _writing(error: OSError, path: Path) -> tuple[str, str]:
    reason = _WRITING.get(error.errno or 0)
    if reason in (None, _NOT_HERE) and os.path.isdir(path):  # noqa: PTH112 - which never raises
        return "There is a folder of this name", "Choose another name"
    if reason:
        return reason
    if isinstance(error, FileNotFoundError):
        return f"The folder '{path.parent}' does not exist", "Create it or choose another"
    return f"This could not be saved ({_reason(error)})", "Check the disk and save again"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).rstrip(".").lower()
