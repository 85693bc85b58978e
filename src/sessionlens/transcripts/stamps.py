"""Positions that people and programs write into text: `[0:03]`, `1:02:03`, `#00:00:04-5#`."""

import re
from itertools import pairwise

from msgspec import Struct

_STAMP = (
    r"(?:\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,6}|[:;]\d{2})?|\d{1,3}:\d{2}(?:[.,]\d{1,6})?)"
    r"(?![\d:])(?:\s?[AaPp]\.?[Mm]\.?(?![A-Za-z]))?"
)
_TO = r"\s{0,3}(?:-{1,3}>|→|-|–|—|~|\bto\b)\s{0,3}"
_RANGE = rf"(?P<start>{_STAMP})(?:{_TO}(?P<end>{_STAMP}))?"
_BRACKETED = re.compile(rf"[\[(<{{]\s{{0,3}}{_RANGE}\s{{0,3}}[\])>}}]")
_LEADING = re.compile(rf"\s{{0,20}}{_RANGE}(?=$|[\s:|,;–—-])")
_TRAILING = re.compile(rf"(?:^|(?<=[\s|,;:–—-])){_RANGE}\s{{0,20}}:?\s{{0,20}}$")
_F4 = re.compile(r"#(\d{1,3}:\d{2}:\d{2})(?:-(\d{1,3}))?#")
_FIELDS = re.compile(r"(?:(\d+):)?(\d+):(\d{2})(?:([.,:;])(\d+))?\s?([AaPp])?")
_EDGE = " \t\u00a0|–—-·•@"


class Stamp(Struct):
    """A position in a line: times in seconds, and what stands before and after it there.

    `frames` is the fourth field of `hh:mm:ss:ff`, `gap` the white space before a stamp that
    ends its line. `exact` says that it is finer than a second, `clock` that it is a time of day.
    """

    start: float
    end: float | None
    before: str
    after: str
    bracketed: bool
    fields: int
    exact: bool
    clock: bool = False
    frames: int | None = None
    gap: str = ""


def unified(text: str) -> str:
    """Return text in which the stamps of f4 are written like those of others."""
    return _F4.sub(_as_brackets, text) if "#" in text else text


def _as_brackets(match: re.Match[str]) -> str:
    return f"[{match[1]}.{match[2]}]" if match[2] else f"[{match[1]}]"


def stamp_in(line: str) -> Stamp | None:
    """Return the stamp of a line: at its beginning, in brackets anywhere, or at its end."""
    if ":" not in line:
        return None
    if match := _LEADING.match(line):
        return _stamp(match, "", line[match.end() :], bracketed=False)
    if match := _BRACKETED.search(line):
        before, after = line[: match.start()], line[match.end() :]
        if not before.strip(_EDGE + "*_"):
            before = ""
        return _stamp(match, before, after, bracketed=True)
    tail = line[-80:]
    if match := _TRAILING.search(tail):
        before = line[: len(line) - len(tail) + match.start()]
        stamp = _stamp(match, before, "", bracketed=False)
        if stamp:
            stamp.gap = before[len(before.rstrip()) :]
        return stamp
    return None


def split_at_stamps(line: str) -> list[str]:
    """Cut a line before each stamp in brackets that stands in the midst of it."""
    if "[" not in line and "(" not in line and "<" not in line:
        return [line]
    cuts = [match.start() for match in _BRACKETED.finditer(line)]
    if len(cuts) < 2:
        return [line]
    edges = sorted({0, *cuts, len(line)})
    pieces = [line[edge:following] for edge, following in pairwise(edges)]
    return [piece for piece in pieces if piece.strip()]


def _stamp(match: re.Match[str], before: str, after: str, *, bracketed: bool) -> Stamp | None:
    start = _seconds(match["start"])
    end = _seconds(match["end"]) if match["end"] else None
    if start is None or (match["end"] and end is None):
        return None
    fields = _FIELDS.match(match["start"])
    assert fields
    mark = fields[4]
    return Stamp(
        start,
        end,
        before.rstrip(_EDGE + ","),
        after.lstrip(_EDGE + ":,;"),
        bracketed,
        3 if fields[1] else 2,
        exact=mark in (".", ",", ":", ";"),
        clock=bool(fields[6]),
        frames=int(fields[5]) if mark in (":", ";") else None,
    )


def _seconds(text: str) -> float | None:
    match = _FIELDS.match(text)
    if not match:
        return None
    hours, minutes, seconds, mark, fraction, half = match.groups()
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    value = int(hours or 0) * 3600.0 + int(minutes) * 60 + int(seconds)
    if half and hours is None:  # `10:02 AM` has hours and minutes
        value *= 60
    if half:
        value = value % 43_200 + (43_200 if half in "Pp" else 0)
    return value + (float(f"0.{fraction}") if mark in (".", ",") else 0.0)
