"""Writes structs as TOML that reads well in a plain editor.

Scalars of a table come first, then its tables in the order of their fields; a list of structs is
always a row of `[[blocks]]`; times are local times with milliseconds.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import tomli_w
from msgspec import Struct
from msgspec.structs import fields

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import LONGEST, fault_of
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.document import VERSION
from sessionlens.storage.kinds import MULTILINE

_WIDTH = 100  # characters; a longer list goes over several lines
_DAY = 24 * 3600 * 1000


class _Time(dt.time):
    """A local time that tomli-w, which prints `str(time)`, writes with milliseconds."""

    def __str__(self) -> str:
        return self.isoformat("milliseconds")


def dumps(format: str, value: Struct, *, head: str = "") -> bytes:
    """The whole file as UTF-8: comment lines of `head`, format and version, then the value.

    A saved marker costs the same however many there are: the text of the others is remembered.
    """
    comments = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    header = tomli_w.dumps({"format": format, "version": VERSION})
    return "".join([comments, header, *_content(value, "")]).encode()


def parts(value: Struct) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is written of a struct: its scalars as TOML takes them, and what becomes tables."""
    scalars: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for key, default in _fields(type(value)):
        content = getattr(value, key)
        if content is None or content == default:
            continue
        if isinstance(content, Struct | dict) or _blocks(content):
            tables[key] = content
        else:
            scalars[key] = _plain(key, content)
    return scalars, tables


def line(key: str, scalar: Any) -> str:
    """`key = value` with its line end; `scalar` is one of `parts`."""
    return _line(key, scalar)


def table(name: str, content: Any) -> str:
    """A table or a row of blocks as a text of its own, with an empty line before each."""
    return "".join(_table(name, content))


def _content(value: Struct, name: str) -> Iterator[str]:
    """The body of the table `name`: its scalars, then its tables."""
    scalars, tables = parts(value)
    for key, scalar in scalars.items():
        yield _line(key, scalar)
    for key, content in tables.items():
        # One without content is written as well: where there is no default, it has to be there.
        yield from _table(f"{name}.{key}" if name else key, content)


def _table(name: str, content: Any) -> Iterator[str]:
    if isinstance(content, Struct):
        yield f"\n[{name}]\n{''.join(_content(content, name))}"
    elif isinstance(content, dict):
        if content:
            plain = {key: _plain(key, one) for key, one in content.items()}
            yield f"\n[{name}]\n{tomli_w.dumps(plain)}"
    else:
        for item in content:
            yield _block(name, item)


@lru_cache(maxsize=16384)
def _block(name: str, item: Struct) -> str:
    return f"\n[[{name}]]\n{''.join(_content(item, name))}"


@lru_cache
def _fields(type_: type[Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(type_))


def _blocks(content: Any) -> bool:
    return isinstance(content, tuple) and bool(content) and isinstance(content[0], Struct)


def _line(key: str, value: Any) -> str:
    if isinstance(value, str) and ('"' in value or "\n" in value):
        return f"{key} = {_prose(value)}\n"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        texts = [tomli_w.dumps({"text": item}).removeprefix("text = ").rstrip() for item in value]
        line = f"{key} = [{', '.join(texts)}]\n"
        if len(line) <= _WIDTH:
            return line
    return tomli_w.dumps({key: value})


def _prose(text: str) -> str:
    """A cleaned text in quotes that leave its own as they are; tomli-w would escape each."""
    if "\n" not in text and "'" not in text:
        return f"'{text}'"
    body = text.rstrip('"')
    last = '\\"' * (len(text) - len(body))
    body = body.replace("\\", "\\\\").replace('"""', '""\\"')
    start = "\n" if "\n" in text else ""
    return f'"""{start}{body}{last}"""'


def _plain(key: str, value: Any) -> Any:
    """What tomli-w is given for a scalar."""
    if isinstance(value, Timecode):
        if value > LONGEST:
            raise SessionLensError(f"No recording has {value:g} seconds", "Correct the time")
        return _time(value)
    if isinstance(value, str):
        return clean(value, multiline=key in MULTILINE)
    if fault := fault_of(value, key):
        raise SessionLensError(f"The value of '{key}' {fault}", "Correct it")
    if isinstance(value, tuple | list):
        return [_plain(key, one) for one in value]
    return value


def _time(moment: Timecode) -> _Time | float:
    """A local time; past a day, which TOML's times do not reach, plain seconds."""
    milliseconds = moment.milliseconds
    if milliseconds >= _DAY:
        return float(moment)
    seconds, rest = divmod(milliseconds, 1000)
    return _Time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest * 1000)
