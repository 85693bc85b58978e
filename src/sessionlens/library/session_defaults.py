"""What the name of a recording says about its session, for a form that never asks twice."""

import datetime as dt
import re
from pathlib import Path

from sessionlens.domain.text import clean

_DATE = re.compile(r"(?<!\d)(?:GMT)?(20\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)")
_TIME = re.compile(r"^[-_T ]*(?:at )?[0-2]\d[-_.:h ]?[0-5]\d(?:[-_.:m ]?[0-5]\d)?s?(?!\d)")
_NOTHING_SAID = re.compile(r"(?i)^(?:audio|video|zoom|gmt|rec(?:ording)?|meeting|new)?[\W\d_]*$")


def title_and_date(recording: Path) -> tuple[str, dt.date | None]:
    """A title and a date from the file's name: `2026-11-02 Third_session.m4a`.

    Without a date in the name it is the day on which the file was last written; None if even
    that cannot be had.
    """
    name = clean(recording.stem)
    date = None
    for match in _DATE.finditer(name):
        date = _day(match)
        if date is not None:
            rest = _TIME.sub("", name[match.end() :])
            name = f"{name[: match.start()]} {rest}"
            break
    title = " ".join(re.sub(r"[-_]+", " ", name).split()).strip(" .,")
    if _NOTHING_SAID.match(title):
        title = ""
    title = title or clean(recording.stem)
    return title[:1].upper() + title[1:], date or _written(recording)


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def _written(recording: Path) -> dt.date | None:
    try:
        return dt.datetime.fromtimestamp(recording.stat().st_mtime).astimezone().date()
    except (OSError, OverflowError, ValueError):
        return None
