"""Why a file could not be read or written, in words that a person can act upon."""

import errno
from pathlib import Path

from sessionlens.domain.errors import SessionLensError

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
}


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


def _writing(error: OSError, path: Path) -> tuple[str, str]:
    known = _WRITING.get(error.errno or 0)
    if known in (None, _NOT_HERE) and path.is_dir():
        return "There is a folder of this name", "Choose another name"
    if known:
        return known
    if isinstance(error, FileNotFoundError):
        return f"The folder '{path.parent}' does not exist", "Create it or choose another"
    return f"This could not be saved ({_reason(error)})", "Check the disk and save again"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).rstrip(".").lower()
