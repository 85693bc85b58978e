"""What can be known of a session before anybody says it: from names, and from the one before."""

import datetime as dt
import os
import re
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import fault_of
from sessionlens.domain.review import Session
from sessionlens.domain.text import clean
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.reviews import load_review

# Compiled where they are first needed: a review that is there has its title already.
_DATE = r"(?<!\d)(?:GMT|R|V)?(20\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)"
_TIME = (
    r"^[-_T ]*(?:at )?[0-2]\d[-_.:h ]?[0-5]\d(?:[-_.:m ]?[0-5]\d)?s?(?!\d)"
    r"(?:[-_ ]?(?:GMT|UTC)[+-]\d{1,2}|[-_ ](?:[A-Z]{1,4}T|MESZ|MEZ|UTC)\b)?"
)
_CALL_ID = r"\b[a-z]{3}-[a-z]{4}-[a-z]{3}\b"  # of Google Meet
# What programs put round the name of a meeting.
_ADDED = (
    r"(?i)(?:['’]s?)? (?:zoom|personal) meeting(?: room)?(?: \d{6,})?$"
    r"|[-_ ]*\b(?:meeting |besprechungs|sitzungs)?(?:recording|aufzeichnung|aufnahme)\b"
    r"(?:[-_ ]*\d{3,4}x\d{3,4})?(?: ?\(?\d{1,2}\)?)?$"
    r"|^meeting started\b"
    r"|[-_ ]*\d{3,4}x\d{3,4}$| \d{9,11}$"
)
# Names of recorders and programs that say nothing: REC0012, ZOOM0003, Voice 001, audio_only.
_NOTHING_SAID = (
    r"(?i)^(?:(?:audio|video|zoom|gmt|rec(?:ording)?|meeting|new|neue|voice|track|dm|dr|ste|dvt|vn"
    r"|only|memo|aufnahme|aufzeichnung|untitled|file|mono|stereo|call|\W|_|\d)*)$"
)


def title_and_date(recording: Path) -> tuple[str, dt.date | None]:
    """A title and a date from the file's name: `2026-11-02 Third_session.m4a`.

    Where the name says nothing, as those that Zoom and recorders give, it is the folder's, if that
    names a meeting. Without a date in either it is the day on which the file was last written;
    None if even that cannot be had.
    """
    title, date = _title_in(recording.stem)
    if not title:
        folder_title, folder_date = _title_in(recording.parent.name)
        if folder_date is not None:  # a folder of one meeting, as Zoom makes them
            title, date = folder_title, date or folder_date
    date = date or _written(recording)
    if not title and date is not None and re.search(_DATE, recording.stem):
        title = f"Session of {date.isoformat()}"
    title = title or " ".join(re.sub(r"[-_]+", " ", clean(recording.stem)).split())
    return title[:1].upper() + title[1:], date


def proposed_session(review: Path, session: Session) -> Session:
    """Coach, client and level of the newest other review in the same folder by the same person.

    They are proposals: the next session in a folder is usually of the same two people, and not
    always. Empty where there is none that can be read.
    """
    ending = ENDINGS["review"]
    try:
        with os.scandir(review.parent) as files:
            others = [
                (file.stat().st_mtime, Path(file.path))
                for file in files
                if file.name.endswith(ending) and file.name != review.name and file.is_file()
            ]
    except OSError:
        return Session()
    for _, path in sorted(others, reverse=True)[:5]:
        try:
            other = load_review(path).session
        except SessionLensError:
            continue
        if other.role == session.role and other.reviewer in ("", session.reviewer):
            return Session(coach=other.coach, client=other.client, level=other.level)
    return Session()


def _title_in(text: str) -> tuple[str, dt.date | None]:
    """The title and the date in a name; the title is empty where nothing is said."""
    name = clean(text)
    date = None
    for match in re.finditer(_DATE, name):
        date = _day(match)
        if date is not None:
            rest = re.sub(_TIME, "", name[match.end() :])
            name = f"{name[: match.start()]} {rest}"
            break
    name = " ".join(re.sub(_CALL_ID, " ", name).replace("_", " ").split()).strip(" .,-()")
    while (shorter := re.sub(_ADDED, "", name).strip(" .,-()")) != name:
        name = shorter
    title = " ".join(re.sub(r"[-_]+", " ", name).split()).strip(" .,")
    return ("" if re.match(_NOTHING_SAID, title) else title), date


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def _written(recording: Path) -> dt.date | None:
    try:
        day = dt.datetime.fromtimestamp(recording.stat().st_mtime).astimezone().date()
    except (OSError, OverflowError, ValueError):
        return None
    return None if fault_of(day) else day
