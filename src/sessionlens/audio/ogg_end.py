"""Whether an Ogg file is there to its end: its last page says so."""

import os
from pathlib import Path

from sessionlens.files import not_read

_MARK = b"OggS\0"  # with the only version there is
_HEADER = 27  # bytes of a page before the sizes of its segments
_END_OF_STREAM = 4
_TAIL = 128 * 1024  # bytes: two of the largest pages


def end_is_missing(path: Path) -> bool:
    """Whether this is an Ogg file whose last page is cut off or not marked as the last.

    Reads a few bytes at the beginning and the last 128 KB. Raises SessionLensError.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MARK)) != _MARK:
                return False
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _TAIL, 0))
            tail = file.read(_TAIL)
    except OSError as error:
        raise not_read(error, path) from error
    start = tail.rfind(_MARK)
    return start < 0 or not _ends_stream(tail[start:])


def _ends_stream(page: bytes) -> bool:
    """Whether a page is whole and the last of its stream; something else may follow it."""
    if len(page) < _HEADER:
        return False
    kind, segments = page[5], page[26]
    sizes = page[_HEADER : _HEADER + segments]
    whole = len(sizes) == segments and len(page) >= _HEADER + segments + sum(sizes)
    return whole and bool(kind & _END_OF_STREAM)
