"""The line that gives a cue its times, in every way people's files write it."""

import re

from sessionlens.domain.ranges import LONGEST

_SEPARATOR = r"\s{0,3}(?:-{1,3}\s?>|[‐‑–—−]{1,2}\s?>|={1,2}>|→)\s{0,3}"
_DOTTED = r"\d{1,3}\.\d{2}\.\d{2}(?:[.,]\d{1,6})?"
_LONGEST_STAMP = 60  # characters
_STAMP = (
    rf"(?:{_DOTTED}(?![\d.])|-?\s?\d{{1,9}}(?:\s?:\s?\d{{1,3}}){{0,2}}(?:\s?[.,;:]\s?\d{{1,9}})?)"
)
_TIMING = re.compile(rf"\s*(?P<start>{_STAMP}){_SEPARATOR}(?P<end>{_STAMP})(?P<rest>(?:\s.*)?)$")
_DAMAGED = re.compile(
    rf"\s*(?P<start>{_STAMP}|[\w:.,;?]{{0,24}})(?P<arrow>{_SEPARATOR})(?P<rest>.*)$"
)
_PRECISE = re.compile(r".*(?:\d\s?[.,]\s?\d|:.*:).*")
_MEANT = re.compile(r"(?=.*:)(?=.*\d|\W+$)[-\w:.,;?]{3,24}")  # `00:00:aa`, `--:--`
_FIELDS = re.compile(r"(-?)(\d+)(?::(\d+))?(?::(\d+))?(?:([.,;:])(\d+))?")
_DOTTED_FIELDS = re.compile(r"(\d{1,3})\.(\d{2})\.(\d{2})(?:[.,](\d{1,6}))?")
_SBV = re.compile(r"\s*(\d{1,3}:\d{2}:\d{2}\.\d{3}),(\d{1,3}:\d{2}:\d{2}\.\d{3})\s*")
_SETTING = re.compile(r"[A-Za-z]{1,12}\d?:\S+")
_ARROW = re.compile(r"\d\s{0,3}(?:-{1,3}\s?>|[‐‑–—−]{1,2}\s?>|={1,2}>|→)\s{0,3}-?\d")


def timing_line(line: str) -> tuple[float, float, str] | None:
    """Return start, end (seconds) and any text after them, or None for any other line.

    Hours and fractions may be missing, the decimal sign may be a comma, plain seconds count, too.
    Cue settings (`align:start`, `X1:10`) are no text.
    """
    if len(line) > 20_000 or (">" not in line and "→" not in line):
        return None
    match = _TIMING.match(line)
    if not match:
        return None
    start, end = seconds(match["start"]), seconds(match["end"])
    if start is None or end is None:
        return None
    return start, end, _speech(match["rest"])


def sbv_timing_line(line: str) -> tuple[float, float, str] | None:
    """Return start and end (seconds) of `0:00:01.000,0:00:03.000`, or None for any other line."""
    match = _SBV.fullmatch(line) if "," in line else None
    if not match:
        return None
    start, end = seconds(match[1]), seconds(match[2])
    return None if start is None or end is None else (start, end, "")


def damaged_timing_line(line: str) -> tuple[float | None, float | None, str] | None:
    """Return what is left of a line that gave a cue its times, or None for any other line.

    Start and end (seconds) are None where they are missing or cannot be read; the last part is
    any text after them. To be told from speech with an arrow in it, the line must have two of
    three: an arrow of two dashes, a time before it, and a time or nothing after it.
    """
    if len(line) > 20_000 or (">" not in line and "→" not in line):
        return None
    match = _DAMAGED.match(line)
    if not match:
        return None
    first, _, others = match["rest"].strip().partition(" ")
    start = seconds(match["start"])
    meant = _PRECISE if start is not None else _MEANT
    after = bool(_MEANT.fullmatch(first))
    signs = (
        "--" in match["arrow"],
        bool(meant.fullmatch(match["start"])),
        after or (not first and start is not None),
    )
    if sum(signs) < 2 or (start is None and not signs[0]):
        return None
    end = seconds(first) if len(first) < 30 else None
    return start, end, _speech(others if after else match["rest"])


def _speech(rest: str) -> str:
    """What stands after the times, unless it is settings."""
    words = rest.split()
    return "" if all(_SETTING.fullmatch(word) for word in words) else " ".join(words)


def looks_like_timing(line: str) -> bool:
    """Whether a line that `timing_line` cannot read was meant to be one."""
    return len(line) < 200 and bool(_ARROW.search(line))


def seconds(stamp: str) -> float | None:
    """Return the seconds of `1:02:03.5`, `02:03,500`, `3.5`, `00:00:03:500` or `00.00.03.500`."""
    stamp = re.sub(r"\s", "", stamp)
    if dotted := _DOTTED_FIELDS.fullmatch(stamp):  # some Nordic and Finnish programs
        stamp = ":".join(dotted.groups()[:3]) + (f".{dotted[4]}" if dotted[4] else "")
    match = _FIELDS.fullmatch(stamp) if len(stamp) <= _LONGEST_STAMP else None
    if not match:
        return None
    sign, first, second, third, mark, fraction = match.groups()
    fields = [int(field) for field in (first, second, third) if field is not None]
    if fraction is None:
        rest = 0.0
    elif mark == ":" and len(fields) < 3:  # the last colon was one between minutes and seconds
        fields, rest = [*fields, int(fraction)], 0.0
    else:
        rest = float(f"0.{fraction}")
    value = 0.0
    for field in fields:
        value = value * 60 + field
    return -(value + rest) if sign else value + rest


def time_or_none(value: float | None) -> float | None:
    """Return a time in seconds that can be one, else None."""
    if value is None or not abs(value) <= LONGEST:
        return None
    return max(value, 0.0)
