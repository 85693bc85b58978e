"""Dates as people write them: 2026-4-12, 12.4.2026, 12/4/26, 12 April 2026."""

import datetime as dt
import re
from typing import Literal

DateOrder = Literal["", "day", "month"]
"""Which comes first where a date is written with slashes or dashes; empty: not known."""

# Compiled where they are first needed: no date is typed before the screen is there.
_NUMBERS = r"(\d{1,4})\s*([-./ ])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?"
_WORDS = r"(?:(\d{1,2})[.]?\s+)?([^\W\d]{3,9})\.?,?\s+(?:(\d{1,2}),?\s+)?(\d{4})"
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "jän"), ("feb",), ("mar", "mär", "mrz"), ("apr",), ("may", "mai"), ("jun",),
    ("jul",), ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez"),
)  # fmt: skip
_CENTURY = 2000


class UnclearDateError(ValueError):
    """A date that may be two days: 4/12/2026. `days` are both, the one with the day first first."""

    def __init__(self, day_first: dt.date, month_first: dt.date) -> None:
        super().__init__(f"{spoken(day_first)} or {spoken(month_first)}")
        self.days = (day_first, month_first)


def spoken(day: dt.date) -> str:
    """A day as nobody can misread it: `12 April 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def parse_date(text: str, order: DateOrder = "") -> dt.date | None:
    """The day that is meant; None for nothing.

    Raises UnclearDateError where day and month could be exchanged and `order` does not say,
    ValueError for what is no day. With dots the day comes first, as everywhere where dots are
    written.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if numbers := re.fullmatch(_NUMBERS, text):
        first, mark, second, third = numbers.groups()
        if len(first) > 2:  # 2026-4-12: nobody writes the year first and the day second
            return dt.date(int(first), int(second), int(third))
        year = int(third) if len(third) > 2 else _CENTURY + int(third)
        return _ordered(year, int(first), int(second), "day" if mark == "." else order)
    if words := re.fullmatch(_WORDS, text):
        before, name, after, year_text = words.groups()
        day = before or after
        month = _month(name)
        if day and month:
            return dt.date(int(year_text), month, int(day))
    raise ValueError("no date")


def _ordered(year: int, first: int, second: int, order: DateOrder) -> dt.date:
    if first > 12 or order == "day" or first == second:
        return dt.date(year, second, first)
    if second > 12 or order == "month":
        return dt.date(year, first, second)
    raise UnclearDateError(dt.date(year, second, first), dt.date(year, first, second))


def _month(name: str) -> int | None:
    start = name.casefold()[:3]
    return next((number for number, names in enumerate(_MONTHS, 1) if start in names), None)
