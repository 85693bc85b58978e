"""Spoken comments: the files that documents name, and the words that become part of a text."""

import re

from sessionlens.domain.answer import Answer
from sessionlens.domain.feedback import file_name
from sessionlens.domain.marker import Marker
from sessionlens.domain.ranges import LONGEST_TEXT

LONGEST = 600.0
"""Seconds of one spoken comment."""

ENDING = ".note.ogg"
BEGUN = ".note.unfinished"
"""What a comment's file ends with while it is spoken, and until its words are in the text."""

WORDS = ".words"
"""What the stem ends with where only the words are wanted: of a response, or an own note."""

_NAME = re.compile(r"(?P<stem>.+?)(?:-\d{1,4})?\.(?P<marker>m\d{1,9})\.note\.(?:ogg|unfinished)")


def note_name(stem: str, marker_id: str, number: int = 1) -> str:
    """The name of the file of a comment: `talk.m7.note.ogg`, or `talk-2.m7.note.ogg`."""
    marker = marker_id if re.fullmatch(r"m\d{1,9}", marker_id) else "m0"
    return f"{stem}{f'-{number}' if number > 1 else ''}.{marker}{ENDING}"


def begun_name(name: str) -> str:
    """What the file of a comment is called while it is spoken."""
    return name.removesuffix(ENDING) + BEGUN


def name_begun(begun: str) -> str:
    """What a file will be called that is called so while it is spoken."""
    return begun.removesuffix(BEGUN) + ENDING


def spoken_of(name: str) -> tuple[str, str]:
    """The stem and the marker's id in the name of such a file; both empty for another file."""
    match = _NAME.fullmatch(name)
    return (match["stem"], match["marker"]) if match else ("", "")


def recording_stem(stem: str) -> str:
    """What the recording is called that a comment of that stem is about: `talk.self` is `talk`."""
    stem = stem.removesuffix(WORDS)
    return stem.removesuffix(".self").removesuffix(".reply")


def is_plain(name: str) -> bool:
    """Whether a name is one of a file beside a document, and leads nowhere else."""
    return bool(name) and name == file_name(name) and bool(name.strip("."))


def files_named(markers: tuple[Marker, ...] = (), answers: tuple[Answer, ...] = ()) -> list[str]:
    """The files of the spoken comments of markers and answers."""
    names = (*(marker.note for marker in markers), *(answer.spoken for answer in answers))
    return [name for name in dict.fromkeys(names) if name]


def files_in(state: object) -> list[str]:
    """The files of the spoken comments that a document names: its markers and its answers."""
    content = getattr(state, "review", state)
    content = state if isinstance(content, str) else content
    return files_named(getattr(content, "markers", ()), getattr(content, "answers", ()))


def with_words(text: str, words: str) -> str:
    """A text with words that were spoken to it, on a line of their own; as much as a text holds."""
    return (f"{text.rstrip()}\n{words}" if text.strip() else words)[:LONGEST_TEXT]
