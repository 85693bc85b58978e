"""Positions in a recording: seconds, exact to the millisecond."""

import re

from sessionlens.domain.errors import SessionLensError

_CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,9})?)", re.ASCII)


class Timecode(float):
    """Seconds from the beginning of the recording, never negative, rounded to milliseconds."""

    __slots__ = ()

    def __new__(cls, seconds: float = 0.0) -> "Timecode":
        return super().__new__(cls, max(round(float(seconds), 3), 0.0))

    def __repr__(self) -> str:
        return f"Timecode({float(self)!r})"

    @property
    def milliseconds(self) -> int:
        """Whole milliseconds."""
        return round(self * 1000)


def clock(seconds: float, decimals: int = 0) -> str:
    """Format seconds as `MM:SS` or `H:MM:SS`, cut (not rounded up) to `decimals` digits.

    A clock that is rounded up would name a moment that has not been heard yet.
    """
    unit: int = 10**decimals
    ticks = int(max(round(seconds, 6), 0.0) * unit + 1e-6)
    whole, fraction = divmod(ticks, unit)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    tail = f".{fraction:0{decimals}d}" if decimals else ""
    if hours:
        return f"{hours}:{minute:02d}:{second:02d}{tail}"
    return f"{minute:02d}:{second:02d}{tail}"


def parse_clock(text: str) -> Timecode:
    """Read `1:02:03.5`, `12:34`, `90` or `12.5` (seconds); a comma may stand for the point.

    Raises SessionLensError when the text is no time.
    """
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise SessionLensError(f"'{text}' is not a time", "Write it as 12:34 or 1:02:03.5")
    hours, minutes, seconds = match.groups()
    value = float(seconds.replace(",", "."))
    if minutes is not None and value >= 60:
        raise SessionLensError(f"'{text}' has more than 59 seconds", "Write it as 12:34")
    return Timecode(int(hours or 0) * 3600 + int(minutes or 0) * 60 + value)
