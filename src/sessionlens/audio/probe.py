"""Which library reads a file, told by its content; refuses what is no recording, saying why."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sessionlens.audio.formats import EXACT_BEGINNINGS, MOST_CHANNELS, NAMED
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head, refuse_odd_name

Decoder = Literal["soundfile", "pyav"]

_HEAD = 4096
_WAYS_OUT = (
    (
        (b"\x03ds2", b"\x01ds2", b"\x07ds2", b"\x03enc"),
        "This is a dictation in Olympus DS2, which only its makers' programs decode",
        "Export it as wav with ODMS or Olympus Dictation Management",
    ),
    (
        (b"\x02dss", b"\x03dss", b"\x06dss"),
        "This is a dictation in DSS, which is not decoded here",
        "Export it as wav or mp3 with the program of the dictation device",
    ),
    (
        (b"zoom",),
        "This is a Zoom recording that has not been converted yet",
        "Open it with a double click in Zoom: it becomes audio….m4a and video….mp4",
    ),
)
"""First bytes of recordings that nobody but their makers decodes, and what to do with them."""

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}


def recognise(path: Path) -> Decoder:
    """Choose the library for a recording from its first bytes.

    Raises SessionLensError for what is missing, unreadable, empty, a folder or a text, and for a
    name that the libraries do not take.
    """
    refuse_odd_name(path)
    head = read_head(path, _HEAD)
    if not head:
        raise SessionLensError("The file is empty", "Copy the recording again", where=path)
    if _is_text(head):
        raise SessionLensError(
            "This is text, not a recording",
            f"Give the recording ({NAMED}); a transcript is named beside it, with --transcript",
            where=path,
        )
    # libsndfile gives up in the middle of many Opus files, and is twice as slow as FFmpeg there.
    exact = head.startswith(EXACT_BEGINNINGS) and b"OpusHead" not in head[:64]
    return "soundfile" if exact else "pyav"


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Within it, whatever the libraries raise over a damaged file is one SessionLensError.

    They raise all kinds of exceptions, from Python's own to those of numpy.
    """
    try:
        yield
    except SessionLensError:
        raise
    except Exception as error:
        raise SessionLensError(
            f"The recording is damaged and cannot be decoded any further ({type(error).__name__})",
            "Copy it again from where it was recorded, or convert it with another program",
            where=path,
        ) from error


def unreadable(path: Path, cause: str = "") -> SessionLensError:
    """The error for a file that no decoder understands, with the likeliest way out."""
    head = read_head(path, _HEAD)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
        return SessionLensError(
            "The recording is incomplete: the part that says where its sound lies is missing",
            "Copy it again from where it was recorded, or export it there once more",
            where=path,
        )
    for beginnings, what, hint in _WAYS_OUT:
        if head.startswith(beginnings):
            return SessionLensError(what, hint, where=path)
    if not head.strip(b"\0"):
        return SessionLensError(
            "The file holds nothing but zeros", "Copy the recording again", where=path
        )
    detail = f" ({cause})" if cause else ""
    return SessionLensError(
        f"This is not a recording that can be decoded{detail}",
        f"It has to be {NAMED}; a file that was cut off may need to be copied again",
        where=path,
    )


def too_many_channels(path: Path, channels: int) -> SessionLensError:
    """The error for a recording with more channels than can be mixed."""
    return SessionLensError(
        f"The recording has {channels} channels, and at most {MOST_CHANNELS} can be mixed down",
        "Export it again in mono or stereo",
        where=path,
    )


def soundless(path: Path) -> SessionLensError:
    """The error for a film without sound."""
    return SessionLensError(
        "There is no sound in this file",
        "Export it again with its audio track, or give the separate audio file",
        where=path,
    )


def _is_text(head: bytes) -> bool:
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "utf-8")
    if encoding == "utf-16":
        # An MPEG frame header may begin with the same two bytes.
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        readable = sum(character.isascii() and _is_written(character) for character in text)
        return readable > len(text) * 0.8
    if b"\0" in head:
        return False
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut in two by the length of the head.
        if error.start < len(head) - 3 or len(head) < _HEAD:
            return _is_legacy_text(head)
        text = head[: error.start].decode("utf-8")
    return all(_is_written(character) for character in text)


def _is_legacy_text(head: bytes) -> bool:
    """Text in one of the old one-byte encodings: mostly ASCII, and lines."""
    printable = sum(byte in b"\t\n\r" or 0x20 <= byte < 0x7F for byte in head)
    return b"\n" in head and printable > len(head) * 0.85


def _is_written(character: str) -> bool:
    return character >= " " or character in "\t\n\r\f\x1b"
