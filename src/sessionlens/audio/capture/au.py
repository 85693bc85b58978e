"""Sun AU: sound of a length that nobody knows yet, whole wherever it is cut.

The header (NeXT/Sun `sndfile.h`, 1989) names offset, size, encoding, rate and channels, each a
big-endian number of 32 bits; a size of all ones is one that is not known. 16-bit samples follow,
big-endian as well. libsndfile and FFmpeg read such a file while it grows.
"""

import struct
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head

if TYPE_CHECKING:
    from sessionlens.audio.frames import Frames

ENDING = ".au"

_MAGIC, _UNKNOWN, _LINEAR_16 = b".snd", 0xFFFFFFFF, 3
_NOTE = b"SessionLens live"
_HEADER = struct.Struct(">4s5I16s")


class AuFormat(Struct, frozen=True):
    """Rate and channels of the file; positions in it, in bytes."""

    rate: int
    channels: int

    @property
    def header(self) -> bytes:
        """The first bytes of the file."""
        return _HEADER.pack(
            _MAGIC, _HEADER.size, _UNKNOWN, _LINEAR_16, self.rate, self.channels, _NOTE
        )

    def place(self, frame: int) -> int:
        """Where that frame begins."""
        return _HEADER.size + 2 * self.channels * frame

    def frames_in(self, size: int) -> int:
        """How many whole frames a file of that many bytes holds."""
        return max(size - _HEADER.size, 0) // (2 * self.channels)

    def encoded(self, frames: "Frames") -> bytes:
        """Frames as they are in the file."""
        return frames.astype(">i2").tobytes()

    def read(self, file: BinaryIO, first: int, count: int) -> "Frames":
        """Whole frames from number `first` on, fewer at the end; raises OSError."""
        import numpy as np

        file.seek(self.place(first))
        data = file.read(2 * self.channels * count)
        whole = len(data) // (2 * self.channels) * 2 * self.channels
        samples = np.frombuffer(data[:whole], ">i2").astype(np.int16)
        return samples.reshape(-1, self.channels)


def format_of(path: Path) -> AuFormat | None:
    """The format of a file that a live recording has left; None for any other file."""
    try:
        head = read_head(path, _HEADER.size)
    except SessionLensError:
        return None
    if len(head) < _HEADER.size:
        return None
    magic, offset, size, encoding, rate, channels, note = _HEADER.unpack(head)
    ours = (magic, offset, size, encoding, note) == (
        _MAGIC,
        _HEADER.size,
        _UNKNOWN,
        _LINEAR_16,
        _NOTE,
    )
    return AuFormat(rate, channels) if ours and rate and 0 < channels <= 8 else None
