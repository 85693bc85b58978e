"""Looking at an alliance again: when it is time, and who may read what the other has written."""

import datetime as dt

from sessionlens.domain.alliance import Alliance, AllianceLook
from sessionlens.domain.intention import plain_name


def is_due(alliance: Alliance, today: dt.date) -> bool:
    """Whether the day to look at the alliance again has come, and nobody has since."""
    day = alliance.review_on
    if day is None or day > today:
        return False
    return not any(look.date >= day for look in alliance.looks)


def look_of(alliance: Alliance, name: str, date: dt.date) -> AllianceLook | None:
    """What a person wrote when the alliance was looked at on a date; None for nothing."""
    return next((look for look in alliance.looks if look.date == date and _by(look, name)), None)


def date_to_look(alliance: Alliance, name: str, today: dt.date) -> dt.date:
    """The date under which a person writes now.

    It is that of the others where they have written and this person has not, else today: what
    belongs together has one date.
    """
    written = {look.date for look in alliance.looks if _by(look, name)}
    others = {look.date for look in alliance.looks if not _by(look, name)}
    return max((date for date in others - written if date <= today), default=today)


def readable(alliance: Alliance, look: AllianceLook, reader: str = "") -> bool:
    """Whether a look may be read.

    By its writer, and by a `reader` who has written what belongs to it; where nobody says who
    reads, when everybody has.
    """
    if reader:
        return _by(look, reader) or _has_answered(alliance, look, reader)
    return all(_by(look, name) or _has_answered(alliance, look, name) for name in alliance.between)


def _has_answered(alliance: Alliance, look: AllianceLook, name: str) -> bool:
    """Whether a person has written on that day or since, or as many looks as its writer by then.

    On two machines the two may write on different days, without knowing of each other.
    """
    dates = [other.date for other in alliance.looks if _by(other, name)]
    by_then = sum(_by(other, look.by) and other.date <= look.date for other in alliance.looks)
    return any(date >= look.date for date in dates) or len(dates) >= by_then


def _by(look: AllianceLook, name: str) -> bool:
    return plain_name(look.by) == plain_name(name)
