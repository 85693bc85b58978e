"""What is wrong with the files of a model, as far as it is the same for every engine."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head

_HEAD = 64  # bytes
_WEB = (b"<html", b"<!doctype", b"version https://git-lfs")


def missing(names: Iterable[str]) -> str:
    """That these files are missing, in words; empty for none."""
    listed = list(names)
    verb = "is" if len(listed) == 1 else "are"
    return f"{' and '.join(listed[:3])} {verb} missing" if listed else ""


def first_fault(model: Path, fault: Callable[[Path, bytes], str]) -> str:
    """The first file that is damaged, and how; empty for none.

    `fault` says what is wrong with a file, of which it is given the first bytes.
    """
    for path in sorted(path for path in model.rglob("*") if path.is_file()):
        if words := _general(path) or fault(path, read_head(path, _HEAD)):
            return f"{path.relative_to(model).as_posix()} {words}"
    return ""


def _general(path: Path) -> str:
    try:
        head = read_head(path, _HEAD)
    except SessionLensError:
        return "cannot be read"
    if head.lstrip().lower().startswith(_WEB):
        return "is a web page, or only refers to the real file"
    return ""
