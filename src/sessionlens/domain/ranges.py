"""What a value can be at all: beyond, it is a mistake in a file or a slip of the fingers."""

import datetime as dt
import math

from sessionlens.domain.errors import SessionLensError

LONGEST = 360_000.0
"""Seconds (100 hours): a later time is a mistake, no recording is as long."""

MOST = 1_000_000_000
"""No number in any of our files is as large."""

LARGEST_FILE = 10**15
"""Bytes of a file: no recording is as large."""

MOST_ENTRIES = 10_000
"""Markers, answers, verdicts of one file: in an hour, nearly three a second."""

LONGEST_TEXT = 100_000
"""Characters of one text that a person writes: two hours of reading it aloud."""

FIRST_YEAR, LAST_YEAR = 1900, 9998
"""Years of a date; a time zone may move the last day of the year that is the last for Python."""


def fault_of(value: object, key: str = "") -> str:
    """What is wrong with a number or a date, as the end of a sentence; empty for nothing.

    `key` is what it is called in a file: `bytes` can be more than other numbers.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            return "is no number"
        most = LARGEST_FILE if key == "bytes" else MOST
        return "" if abs(value) <= most else "is larger than any number can be here"
    if isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return f"has a year that is not between {FIRST_YEAR} and {LAST_YEAR}"
    return ""


def refuse_odd_dates(**dates: dt.date | None) -> None:
    """Raise SessionLensError for a date that could not be read again; named as in the file."""
    for name, date in dates.items():
        if fault := fault_of(date):
            raise SessionLensError(f"The date '{name}' {fault}", "Correct it")
