"""Typed load and save of our TOML files; a mistake is named with its line and key."""

import datetime as dt
import difflib
import re
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import LONGEST
from sessionlens.domain.timecode import Timecode, parse_clock
from sessionlens.storage import document
from sessionlens.storage.document import Document
from sessionlens.storage.encoding import dumps

__all__ = ["convert", "decode_value", "dumps", "load"]

T = TypeVar("T")

_PLACE = r" - at `(?:key in )?\$?(?P<path>[^`]*)`$"
_STEP = r"\.?([^.\[\]]+)|\[(\d+)\]"
_EXPECTED = r"Expected `([^`]+)`, got `([^`]+)`"
_WORDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
    "date": "a date such as 2026-11-02",
    "datetime": "a date with a time",
    "time": "a time such as 00:12:34.200",
}


def load(path: Path, type_: type[T], format: str) -> T:
    """Read the file of this format at `path` into a struct.

    Every text in it is cleaned. Raises SessionLensError, with line and key where there are any,
    for anything that is not exactly what the type says.
    """
    return convert(document.read(path).require(format), type_)


def convert(source: Document, type_: type[T]) -> T:
    """The content of a document as a struct; raises SessionLensError with line and key."""
    try:
        return msgspec.convert(source.table, type_, dec_hook=decode_value)
    except msgspec.ValidationError as error:
        raise _explained(source, type_, str(error)) from error


def decode_value(type_: type, value: Any) -> Any:
    """Times for msgspec: TOML local times; seconds and '12:34' are understood, too."""
    if type_ is not Timecode:
        raise NotImplementedError(type_)
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return Timecode(seconds + value.microsecond / 1e6)
    if isinstance(value, str):
        try:
            value = float(parse_clock(value))
        except SessionLensError as error:
            raise ValueError(error.what) from error
    if type(value) not in (int, float) or not value >= 0:
        raise ValueError("Expected `time`, got `something else`")
    if value > LONGEST:
        raise ValueError(f"no recording has {value:g} seconds")
    return Timecode(value)


def _explained(source: Document, type_: type, message: str) -> SessionLensError:
    """msgspec's message about `$.markers[3].rating` as one with a line, a key and a way out."""
    place = re.search(_PLACE, message)
    path: tuple[str | int, ...] = ()
    if place:
        message = message[: place.start()]
        steps = re.findall(_STEP, place["path"].replace("[...]", ""))
        path = tuple(int(index) if index else name for name, index in steps)
    name = re.search(r"field `([^`]*)`", message)
    if message.startswith("Object contains unknown field") and name:
        fields = _fields_at(type_, path)
        near = difflib.get_close_matches(name[1], fields, 1)
        hint = f"Did you mean '{near[0]}'" if near else f"Possible are: {', '.join(fields)}"
        return source.error(f"The key '{name[1]}' is not known here", hint, *path, name[1])
    if name:
        return source.error(f"The key '{name[1]}' is missing", "Add it", *path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    if expected := re.search(_EXPECTED, message):
        should_be = " or ".join(
            _WORDS.get(kind.strip(), kind.strip())
            for kind in expected[1].split("|")
            if kind.strip() != "null"
        )
        return source.error(f"The value of '{key}' should be {should_be}", "Correct it", *path)
    if message == "Invalid RFC3339 encoded date":
        message = f"Expected {_WORDS['date']}, without quotes"
    if message.startswith("Invalid enum value"):
        choices = ", ".join(f"'{one}'" for one in _choices_at(type_, path))
        return source.error(f"'{key}' has a value that is not known", f"Write {choices}", *path)
    return source.error(f"The value of '{key}' cannot be used: {message}", "Correct it", *path)


def _fields_at(type_: Any, path: tuple[str | int, ...]) -> list[str]:
    struct = _type_at(type_, path)
    if not (isinstance(struct, type) and issubclass(struct, msgspec.Struct)):
        return []
    return [field.encode_name for field in msgspec.structs.fields(struct)]


def _choices_at(type_: Any, path: tuple[str | int, ...]) -> tuple[Any, ...]:
    return get_args(_type_at(type_, path))


def _type_at(type_: Any, path: tuple[str | int, ...]) -> Any:
    """The type of the value at a path, without `None` and with the elements of tuples."""
    for step in path:
        if isinstance(step, int):
            type_ = get_args(type_)[0]
        else:
            fields = {field.encode_name: field.type for field in msgspec.structs.fields(type_)}
            type_ = fields[step]
        options = [one for one in get_args(type_) if one is not type(None)]
        if len(options) == 1 and get_origin(type_) is not tuple:
            type_ = options[0]
    return type_
