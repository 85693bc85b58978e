"""Spoken comments: the files that documents name, and the words that become part of a text."""

import re

from sessionlens.domain.answer import Answer
from sessionlens.domain.feedback import file_name
from sessionlens.domain.marker import Marker
from sessionlens.domain.ranges import LONGEST_TEXT
from sessionlens.domain.text_sound import KINDS, Sounds, file_part

LONGEST = 600.0
"""Seconds of one spoken comment."""

ENDING = ".note.ogg"
BEGUN = ".note.unfinished"
"""What a comment's file ends with while it is spoken, and until its words are in the text."""

_MARKER = r"m\d{1,9}"
_NAME = (
    rf"(?P<stem>.+?)\.(?P<part>m\d{{1,9}}|(?:{'|'.join(KINDS)})-[a-z0-9-]{{1,80}})"
    r"(?:\.\d{1,4})?\.note\.(?:ogg|unfinished)"
)


def note_name(stem: str, text: str, number: int = 1) -> str:
    """The name of the file of what is spoken to a text, and of a second one to the same.

    `talk.m7.note.ogg` for the comment of a marker or the answer to it, `talk.m7.2.note.ogg`, and
    `talk.verdict-strengths-a.note.ogg` for a text that has a name of its own.
    """
    count = f".{number}" if number > 1 else ""
    return f"{stem}.{part_of(text)}{count}{ENDING}"


def part_of(text: str) -> str:
    """What stands for a text in the name of its file: a marker's id as it is."""
    if re.fullmatch(_MARKER, text):
        return text
    return file_part(text) if text.partition(".")[0] in KINDS else "m0"


def begun_name(name: str) -> str:
    """What the file of a comment is called while it is spoken."""
    return name.removesuffix(ENDING) + BEGUN


def name_begun(begun: str) -> str:
    """What a file will be called that is called so while it is spoken."""
    return begun.removesuffix(BEGUN) + ENDING


def spoken_of(name: str) -> tuple[str, str]:
    """The stem and what stands for the text (`part_of`); both empty for another file."""
    match = re.fullmatch(_NAME, name)
    return (match["stem"], match["part"]) if match else ("", "")


def recording_stem(stem: str) -> str:
    """What the recording is called that a comment of that stem is about: `talk.self` is `talk`."""
    return stem.removesuffix(".self").removesuffix(".reply")


def is_plain(name: str) -> bool:
    """Whether a name is one of a file beside a document, and leads nowhere else."""
    return bool(name) and name == file_name(name) and bool(name.strip("."))


def files_named(
    markers: tuple[Marker, ...] = (), answers: tuple[Answer, ...] = (), sounds: Sounds = ()
) -> list[str]:
    """The files of the spoken comments of markers and answers, and of other texts."""
    names = (
        *(marker.note for marker in markers),
        *(answer.spoken for answer in answers),
        *(sound.file for sound in sounds),
    )
    return [name for name in dict.fromkeys(names) if name]


def files_in(state: object) -> list[str]:
    """The files of what was spoken that a document names."""
    content = getattr(state, "review", state)
    content = state if isinstance(content, str) else content
    return files_named(
        getattr(content, "markers", ()),
        getattr(content, "answers", ()),
        getattr(content, "sounds", ()),
    )


def with_words(text: str, words: str) -> str:
    """A text with words that were spoken to it, on a line of their own; as much as a text holds."""
    return (f"{text.rstrip()}\n{words}" if text.strip() else words)[:LONGEST_TEXT]
