"""Finds the line of a value in a TOML text for a message, and the comment behind it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = (
    r'(?s)"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|\n|[\[\]{}=.,]|[^\s\[\]{}=.,\"'\#]+"
)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}


class _Token(NamedTuple):
    text: str
    line: int


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every table and key of a valid TOML text.

    Elements of an array of tables have their index in the path: `("markers", 3, "rating")`.
    What lies inside an inline table or array has the line of its key.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for statement in _statements(text):
        line = statement[0].line
        if statement[0].text != "[":
            keys = [token for token in statement[: _index(statement, "=")] if token.text != "."]
            for depth in range(1, len(keys) + 1):
                lines.setdefault((*table, *(_name(key.text) for key in keys[:depth])), line)
            continue
        repeated = len(statement) > 1 and statement[1].text == "["
        names = [_name(token.text) for token in statement if token.text not in ("[", "]", ".")]
        table = _within(names[:-1], counts)
        table = (*table, names[-1]) if names else table
        lines.setdefault(table, line)
        if repeated:
            counts[table] = counts.get(table, -1) + 1
            table = (*table, counts[table])
            lines[table] = line
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the innermost table around it that the text names."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def comment_of(line: str) -> str:
    """The comment behind the value on a line, if any, with the space before it and the line end."""
    end = 0
    for match in re.finditer(_TOKEN, line):
        if match[0][0] in "#\n":
            break
        end = match.end()
    return line[end:]


def _within(names: list[str], counts: dict[Path, int]) -> Path:
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path


def _statements(text: str) -> Iterator[list[_Token]]:
    """Headers and `key = value` pairs, each with all its tokens."""
    statement: list[_Token] = []
    depth, line = 0, 1
    for match in re.finditer(_TOKEN, text):
        token = match[0]
        if token == "\n" and depth == 0 and statement:
            yield statement
            statement = []
        elif token[0] not in "#\n":
            statement.append(_Token(token, line))
            depth += (token in ("[", "{")) - (token in ("]", "}"))
        line += token.count("\n")
    if statement:
        yield statement


def _index(statement: list[_Token], text: str) -> int:
    return next(i for i, token in enumerate(statement) if token.text == text)


def _name(token: str) -> str:
    if token[0] == "'":
        return token[1:-1]
    if token[0] != '"':
        return token
    return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", _unescaped, token[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _SIMPLE_ESCAPES.get(escape, escape)
