"""Dates as a person fills them in."""

import datetime as dt


def date_of(text: str) -> dt.date | None:
    """The day that was filled in; None for nothing. Raises ValueError for what is no day."""
    return dt.date.fromisoformat(text) if text else None


def not_a_date(text: str) -> str | None:
    """What is wrong with it. Only YYYY-MM-DD: other spellings that Python reads would surprise."""
    try:
        day = date_of(text)
    except ValueError:
        day = None
    return None if (day.isoformat() if day else "") == text else "YYYY-MM-DD"
