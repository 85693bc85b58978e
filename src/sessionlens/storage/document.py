"""One of our TOML files as read: its header, its cleaned content, and where each value stands."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import MOST_ENTRIES, fault_of
from sessionlens.domain.text import clean, shorten
from sessionlens.files import LARGEST_DOCUMENT, read_whole
from sessionlens.storage import places
from sessionlens.storage.by_hand import habit_in, minutes_taken_for_hours
from sessionlens.storage.kinds import BY_FORMAT, KINDS, MULTILINE

VERSION = 1
ANOTHER_FILE = "Choose another file"

_MOST_SIGNS = 250_000
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class Document:
    """A TOML file with its header taken off; `table` holds cleaned texts only."""

    def __init__(
        self, path: Path, text: str, table: dict[str, Any], instead: str = ANOTHER_FILE
    ) -> None:
        self.path = path
        self._instead = instead
        self.text = text
        self.table = table
        self.format = table.pop("format", None)
        self.version = table.pop("version", None)

    @cached_property
    def lines(self) -> dict[places.Path, int]:
        """The line of every key."""
        return places.lines_of(self.text)

    def error(self, what: str, hint: str, *path: str | int) -> SessionLensError:
        """The error to raise about the value at `path`, such as `"markers", 3, "rating"`."""
        return SessionLensError(what, hint, where=self.path, line=self.line(*path))

    def line(self, *path: str | int) -> int | None:
        """The line of the value at `path`, or of what it is part of."""
        return places.line_of(self.lines, path)

    def require(self, format: str) -> "Document":
        """Refuse anything but a file of this format, in a version that we know."""
        expected = _title(format)
        if self.format is None:
            raise self.error(
                f"The line 'format = \"{format}\"' is missing, so this is not {expected}",
                f"Add it as the first line, or {_continued(self._instead)}",
            )
        if self.format != format:
            present = _title(str(self.format))
            raise self.error(f"This is {present}, not {expected}", self._instead, "format")
        if self.version is None:
            raise self.error("The line 'version = 1' is missing", "Add it below the format")
        if type(self.version) is not int or self.version < 1:
            raise self.error("The version is not a whole number", "Write 'version = 1'", "version")
        if self.version > VERSION:
            raise self.error(
                f"This file was written by a newer SessionLens (version {self.version}, known here"
                f" up to {VERSION})",
                "Update SessionLens to open it",
                "version",
            )
        return self


def _title(format: str) -> str:
    name = BY_FORMAT.get(format)
    return KINDS[name].title if name else f"of the format '{shorten(format, 40)}'"


def read(path: Path) -> Document:
    """Read a TOML file of ours, whatever its format.

    Raises SessionLensError for what cannot be read, is no UTF-8 text or is no valid TOML.
    """
    return parse(read_bytes(path), path)


def read_bytes(path: Path, *, instead: str = ANOTHER_FILE) -> bytes:
    """The content of a file that is not larger than any of ours; raises SessionLensError."""
    return read_whole(path, LARGEST_DOCUMENT, "one of ours", instead=instead)


def may_hold(path: Path, text: str) -> bool:
    """Whether a text may be in a file, told without parsing it: for folders with many files.

    A file that cannot be read may hold anything.
    """
    if not text or any(character in text for character in '\\"\n'):
        return True  # it may be written in another way
    try:
        return text.encode() in read_bytes(path)
    except (SessionLensError, UnicodeEncodeError):
        return True


def parse(data: bytes, path: Path, *, instead: str = ANOTHER_FILE) -> Document:
    """Like `read`, for content that is already in memory; `path` is named in messages.

    `instead` is what a person can do who has not meant this file.
    """
    refuse_too_many_values(data, path, instead)
    text = _decode(data, path, instead)
    try:
        table = tomli.loads(text)
    except RecursionError as error:
        raise SessionLensError("The file is nested too deeply", instead, where=path) from error
    except ValueError as error:  # TOMLDecodeError, and numbers beyond all measure
        line = _line(_AT_LINE.search(str(error)), text)
        if line and (habit := habit_in(text.split("\n")[line - 1])):
            raise SessionLensError(*habit, where=path, line=line) from error
        what = clean(_AT_LINE.sub("", str(error)))
        raise SessionLensError(
            f"This is not valid TOML: {_continued(what)}",
            "Correct it in a text editor",
            where=path,
            line=line,
        ) from error
    for line, what, hint in minutes_taken_for_hours(text):
        raise SessionLensError(what, hint, where=path, line=line)
    odd: list[Any] = []
    try:
        table = _cleaned("keys", table, odd)
    except _TooManyError as error:
        raise SessionLensError(str(error), instead, where=path) from None
    source = Document(path, text, table, instead)
    # How a review was left is judged by whoever reads it: a draft is worth more than a position.
    if odd and source.format != KINDS["state"].format:
        raise _out_of_range(source, odd[0])
    return source


def refuse_too_many_values(data: bytes, path: Path, instead: str = ANOTHER_FILE) -> None:
    """Raise SessionLensError for what would take seconds to be parsed, though it is no large file.

    Ten thousand markers with all that they can have, and a megabyte of prose, have fewer signs.
    """
    signs = sum(data.count(sign) for sign in (b"=", b",", b"["))
    if signs > _MOST_SIGNS:
        raise SessionLensError(
            f"It has far more values than any of ours ({signs:,})", instead, where=path
        )


def _continued(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _line(match: re.Match[str] | None, text: str) -> int | None:
    if match is None:
        return None
    return int(match[1]) if match[1] else text.rstrip("\n").count("\n") + 1


def _decode(data: bytes, path: Path, instead: str) -> str:
    utf8 = f"Save it as UTF-8, or {_continued(instead)}"
    if not data.strip():
        raise SessionLensError("The file is empty", instead, where=path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SessionLensError("The file is UTF-16", utf8, where=path)
    if b"\0" in data:
        raise SessionLensError("This is not a text file", instead, where=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SessionLensError("The file is not UTF-8 text", utf8, where=path, line=line) from error
    return text.replace("\r\n", "\n")


class _TooManyError(ValueError):
    """More of something than any session has; the text says it."""


def _cleaned(key: str, value: Any, odd: list[Any]) -> Any:
    """The value with every text in it cleaned; a list is cleaned like the key it belongs to.

    Numbers and dates that cannot be are added to `odd`. Raises _TooManyError.
    """
    if isinstance(value, str):
        return clean(value, multiline=key in MULTILINE)
    if isinstance(value, list | dict) and len(value) > MOST_ENTRIES:
        name = shorten(clean(key), 40)
        raise _TooManyError(
            f"It has {len(value):,} '{name}', and can have {MOST_ENTRIES:,} at most"
        )
    if isinstance(value, list):
        return [_cleaned(key, element, odd) for element in value]
    if isinstance(value, dict):
        return {clean(name): _cleaned(name, entry, odd) for name, entry in value.items()}
    if fault_of(value, key):
        odd.append(value)
    elif isinstance(value, dt.datetime) and value.tzinfo is None:
        return _local(value)
    return value


def _local(moment: dt.datetime) -> dt.datetime:
    """A moment written without its zone: in that of this machine, so that moments compare."""
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return moment.replace(tzinfo=dt.UTC)


def _out_of_range(source: Document, value: Any) -> SessionLensError:
    # Of two keys that are one when cleaned, only the last is in the table.
    path = next((path for path, other in _values(source.table) if other is value), ())
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    what = f"The value of '{key}'" if key else "A value"
    return source.error(f"{what} {fault_of(value)}", "Correct it", *path)


def _values(table: Any, path: places.Path = ()) -> Iterator[tuple[places.Path, Any]]:
    """Every value that is no table or list, with where it stands."""
    if isinstance(table, dict | list):
        steps = table.items() if isinstance(table, dict) else enumerate(table)
        for step, value in steps:
            yield from _values(value, (*path, step))
    else:
        yield path, table
