"""The formats of recordings that can be decoded: how their names end and their files begin.

No decoder is loaded here: most recordings need no more before the screen.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

SUFFIXES = frozenset(
    [
        *(".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".m4b", ".mp4", ".mov"),
        *(".m4v", ".webm", ".mkv", ".mka", ".aac", ".aif", ".aiff", ".aifc", ".caf"),
        *(".amr", ".awb", ".3gp", ".3ga", ".3g2", ".qta", ".wma", ".wmv", ".asf", ".spx", ".ts"),
        *(".mts", ".m2ts", ".mpg", ".mpeg", ".avi", ".mp2", ".ac3", ".au", ".snd", ".w64", ".wv"),
        *(".ogv", ".weba", ".voc", ".ape", ".tta", ".f4v", ".flv"),
    ]
)
"""Endings of names, in lower case, by which a recording is found in a folder."""

NAMED = "wav, flac, ogg, opus, mp3, m4a, mp4, mov, webm, mkv, aac, aiff, caf, amr, 3gp or wma"
"""The formats as a message names them."""

EXACT_BEGINNINGS = (b"RIFF", b"RIFX", b"RF64", b"FORM", b"caff", b".snd", b"riff", b"OggS")
"""First bytes of the containers that libsndfile reads exactly; the rest is FFmpeg's."""

_BEGINNING = re.compile(
    rb"(?:RIFF|RF64).{4}WAVE|FORM.{4}AIF[FC]|fLaC|OggS|ID3|caff|\x1aE\xdf\xa3|.{4}ftyp"
    rb"|\xff[\xe2-\xe5\xf0-\xf5\xf8-\xfd]",  # a frame of MPEG audio; UTF-16 begins with ff fe
    re.DOTALL,
)

RATES = range(1000, 768_001)
"""Samples per second that sound can have; others are damage."""

MOST_CHANNELS = 8
"""Channels that are mixed down to two."""

_FIRST_LOOK = 65_536
_MOST_INDEX = 64 * 1024 * 1024
_MATROSKA_SOUND = re.compile(rb"\x86[\x80-\xff]A_[A-Z]")  # the CodecID of an audio track


def begins_as_recording(head: bytes) -> bool:
    """Whether the first bytes of a file, a dozen at least, are those of a known recording."""
    return _BEGINNING.match(head) is not None


def looks_well(path: Path) -> bool:
    """Whether the file begins as a recording with sound does; False means: ask a decoder.

    It reads headers only, never more than an mp4's index. Raises OSError if it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_FIRST_LOOK)
        if len(head) < _FIRST_LOOK:
            return False  # so short that a decoder is quick, and that little of it may be there
        return any(begins(head, file) for begins in _HEADERS)


def mp4_length(path: Path) -> float | None:
    """Seconds that an mp4 or m4a says it lasts (`mvhd` of ISO 14496-12); None if it does not."""
    try:
        with path.open("rb") as file:
            for kind, size in _boxes(file):
                if kind == b"moov" and size <= _MOST_INDEX:
                    return _movie_length(file.read(size))
    except OSError:
        return None
    return None


def _movie_length(moov: bytes) -> float | None:
    at = moov.find(b"mvhd") + 4
    if at < 4 or at + 32 > len(moov):
        return None
    wide = moov[at] == 1  # 64-bit times
    scale_at = at + (20 if wide else 12)
    scale = int.from_bytes(moov[scale_at : scale_at + 4], "big")
    length = int.from_bytes(moov[scale_at + 4 : scale_at + (12 if wide else 8)], "big")
    return length / scale if scale and length else None


def _riff(head: bytes, _file: BinaryIO) -> bool:
    kinds = (head[:4], head[8:12])
    if kinds in ((b"RIFF", b"WAVE"), (b"RF64", b"WAVE")):
        return b"fmt " in head and b"data" in head
    return kinds in ((b"FORM", b"AIFF"), (b"FORM", b"AIFC")) and b"SSND" in head


def _free_formats(head: bytes, _file: BinaryIO) -> bool:
    if head.startswith(b"OggS"):
        return b"OpusHead" in head[:512] or b"\x01vorbis" in head[:512]
    return head.startswith(b"fLaC") and head[4] & 0x7F == 0


def _mpeg_audio(head: bytes, file: BinaryIO) -> bool:
    if head.startswith(b"ID3"):
        size = 0
        for seven_bits in head[6:10]:
            size = size << 7 | seven_bits & 0x7F
        file.seek(10 + size)
        head = file.read(4)
    # Eleven set bits, then two of version and two of layer: 0b01 is Layer III (ISO 11172-3).
    return len(head) >= 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _mp4(head: bytes, file: BinaryIO) -> bool:
    if head[4:8] != b"ftyp":
        return False
    present: set[bytes] = set()
    for kind, size in _boxes(file):
        present.add(kind)
        if kind == b"moov" and (size > _MOST_INDEX or b"soun" not in file.read(size)):
            return False
    return {b"moov", b"mdat"} <= present


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Kind and length of each top-level box (ISO 14496-12), the file placed at its content."""
    file.seek(0, 2)
    end = file.tell()
    position = 0
    while position + 8 <= end:
        file.seek(position)
        size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        header = 8
        if size == 1:
            size, header = int.from_bytes(file.read(8), "big"), 16
        if size == 0:
            size = end - position
        if size < header or position + size > end:
            return
        yield kind, size - header
        position += size


def _matroska(head: bytes, _file: BinaryIO) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and bool(_MATROSKA_SOUND.search(head))


_HEADERS: tuple[Callable[[bytes, BinaryIO], bool], ...] = (
    _riff,
    _free_formats,
    _mpeg_audio,
    _mp4,
    _matroska,
)
