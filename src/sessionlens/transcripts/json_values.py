"""Values from JSON that may hold anything: taken if they are what they should be."""

import json
import math
from collections.abc import Iterator

import msgspec

from sessionlens.domain.errors import SessionLensError

Record = dict[str, object]


def record(value: object) -> Record:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Record]:
    """Return the objects in a list; whatever else is in it is left out."""
    if not isinstance(value, list):
        return []
    return [entry for entry in value if isinstance(entry, dict)]


def number(value: object) -> float | None:
    """Return a finite number, also one written as text, else None."""
    if type(value) is float:  # by far the most frequent case
        return value if math.isfinite(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        finite = float(value)
    except (ValueError, OverflowError):
        return None
    return finite if math.isfinite(finite) else None


def string(value: object) -> str:
    """Return text, else the empty string; a number becomes its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def documents(text: str) -> tuple[list[object], str]:
    """Return the JSON values that `text` consists of, and a warning if it breaks off.

    One value, one per line, or several in a row, pretty-printed or not. Raises SessionLensError
    with the line when not even the first one is whole.
    """
    try:
        return [msgspec.json.decode(text)], ""
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass  # NaN, broken UTF-8 or several values: the slower way below takes them
    values: list[object] = []
    try:
        values.extend(_in_a_row(text))
    except json.JSONDecodeError as error:
        if not values:
            raise SessionLensError(
                f"This is broken JSON: {error.msg}", "Export it again", line=error.lineno
            ) from None
        return values, f"breaks off at line {error.lineno}: what follows could not be read"
    except RecursionError:
        raise SessionLensError(
            "This is JSON nested too deeply to be a transcript", "Check where it comes from"
        ) from None
    except ValueError:
        raise SessionLensError(
            "This is JSON with a number too long to be one", "Check where it comes from"
        ) from None
    return values, ""


def _in_a_row(text: str) -> Iterator[object]:
    decoder = json.JSONDecoder()
    position, end = 0, len(text)
    while True:
        while position < end and text[position] in " \t\r\n,\x1e\0":
            position += 1
        if position >= end:
            return
        value, position = decoder.raw_decode(text, position)
        yield value
