"""What the two people of a session are called where their names are not known."""

from typing import NamedTuple

from sessionlens.domain.review import Session


class People(NamedTuple):
    """The words for who reviews and for whose conversation it was."""

    reviewer: str
    coach: str


NEUTRAL = People("mentor or supervisor", "coach")
"""Where nobody knows which of the two it is, as in a coach's review of themselves."""

_BY_ROLE = {
    None: People("mentor", "coach"),
    "mentor": People("mentor", "coach"),
    "supervisor": People("supervisor", "supervisee"),
    "coach": NEUTRAL,
}


def people(session: Session) -> People:
    """The words for the two of this session."""
    return _BY_ROLE[session.role]


def reviewer_named(session: Session) -> str:
    """Who reviews, at the beginning of a sentence: a name, or `The mentor`."""
    return session.reviewer or f"The {people(session).reviewer}"


def coach_named(session: Session) -> str:
    """Whose conversation it was, at the beginning of a sentence: a name, or `The coach`."""
    return session.coach or f"The {people(session).coach}"
