"""Sound that a file holds and its header does not tell of: wavs of four gigabytes, chained Ogg."""

import io
import os
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

_LEAST = 1.0  # seconds; less is padding
_MOST_CHUNKS = 1000
_PCM = {8: "PCM_U8", 16: "PCM_16", 24: "PCM_24", 32: "PCM_32"}
_FLOAT = {32: "FLOAT", 64: "DOUBLE"}
_OGG_MARK = b"OggS\0"
_OGG_TAIL = 128 * 1024  # bytes: two of the largest pages
_OGG_SERIAL = slice(14, 18)


class WholeWav(Struct, frozen=True):
    """A wav with more sound than its header says: where it begins (bytes), and what it is.

    `declared` is the number of bytes that the header gives it; `subtype` is libsndfile's name.
    """

    offset: int
    declared: int
    sample_rate: int
    channels: int
    subtype: str

    def opened(self, path: Path) -> io.RawIOBase:
        """The file from the beginning of its sound, as libsndfile reads raw samples."""
        return _From(path, self.offset)


class _From(io.RawIOBase):
    """A file whose beginning is left out."""

    def __init__(self, path: Path, offset: int) -> None:
        self._file = path.open("rb", buffering=0)
        self._offset = offset
        self._file.seek(offset)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._file.readinto(buffer) or 0

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_SET:
            position += self._offset
        return self._file.seek(position, whence) - self._offset

    def tell(self) -> int:
        return self._file.tell() - self._offset

    def close(self) -> None:
        self._file.close()
        super().close()


def whole_wav(path: Path) -> WholeWav | None:
    """What is to be played of a wav whose header declares less than there is; else None.

    The size has 32 bits, so it wraps at four gigabytes; recorders that were stopped hard have
    written none, or that of minutes ago. What follows the declared sound may also be other chunks:
    then the header is right. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        end = file.seek(0, os.SEEK_END)
        shape = b""
        position = 12
        for _ in range(_MOST_CHUNKS):
            file.seek(position)
            kind, size = file.read(4), int.from_bytes(file.read(4), "little")
            if kind == b"fmt ":
                shape = file.read(min(size, 40))
            if kind == b"data":
                break
            position += 8 + size + size % 2
            if len(kind) < 4 or position >= end:
                return None
        else:
            return None
        offset = position + 8
        if _is_chunk(file, offset + size + size % 2, end):
            return None
    return _undeclared(shape, offset, size, end)


def _undeclared(shape: bytes, offset: int, size: int, end: int) -> WholeWav | None:
    if len(shape) < 16:
        return None
    tag, channels, rate, per_second = (
        int.from_bytes(shape[start:stop], "little")
        for start, stop in ((0, 2), (2, 4), (4, 8), (8, 12))
    )
    bits = int.from_bytes(shape[14:16], "little")
    if tag == 0xFFFE and len(shape) >= 26:
        tag = int.from_bytes(shape[24:26], "little")
    subtype = {1: _PCM.get(bits), 3: _FLOAT.get(bits), 6: "ALAW", 7: "ULAW"}.get(tag)
    frame = channels * bits // 8
    if subtype is None or not frame or not rate or per_second != rate * frame:
        return None
    if end - offset - size < _LEAST * per_second:
        return None
    return WholeWav(offset, size, rate, channels, subtype)


def _is_chunk(file: BinaryIO, position: int, end: int) -> bool:
    """Whether another chunk begins there, or the file ends."""
    if position >= end:
        return True
    file.seek(position)
    kind, size = file.read(4), int.from_bytes(file.read(4), "little")
    named = len(kind) == 4 and all(0x20 <= letter < 0x7F for letter in kind)
    return named and position + 8 + size <= end + 1


def is_chained(path: Path) -> bool:
    """Whether an Ogg file is several, one after another; its last page is of another stream.

    Reads its beginning and its last 128 KB. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        if not head.startswith(_OGG_MARK):
            return False
        file.seek(max(file.seek(0, os.SEEK_END) - _OGG_TAIL, 0))
        tail = file.read(_OGG_TAIL)
    first = {head[at:][_OGG_SERIAL] for at in _pages(head)}
    last = tail.rfind(_OGG_MARK)
    return last >= 0 and tail[last:][_OGG_SERIAL] not in first


def _pages(data: bytes) -> list[int]:
    places, place = [], data.find(_OGG_MARK)
    while place >= 0:
        places.append(place)
        place = data.find(_OGG_MARK, place + 1)
    return places
