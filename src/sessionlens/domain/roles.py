"""What the two people of a session are called where their names are not known."""

from typing import NamedTuple

from sessionlens.domain.answer import STANCES, Answer, Stance
from sessionlens.domain.command import Command
from sessionlens.domain.review import Role, Session


class People(NamedTuple):
    """The words for who reviews and for whose conversation it was."""

    reviewer: str
    coach: str


_NEUTRAL = People("mentor or supervisor", "coach")
"""Where nobody knows which of the two it is, as in a coach's review of themselves."""

_BY_ROLE = {
    None: People("mentor", "coach"),
    "mentor": People("mentor", "coach"),
    "supervisor": People("supervisor", "supervisee"),
    "coach": _NEUTRAL,
}
_STANCES_TO_SUPERVISOR = {**STANCES, "supervision": "I want to stay with this"}
_TITLES_FOR_SUPERVISOR = {
    "marker.respond": "Respond to the supervisee's answer",
    "review.coach": "What the supervisee says",
    "review.verdicts": "The places looked from, and the closing page",
    "answer.supervision": _STANCES_TO_SUPERVISOR["supervision"],
}


def people(session: Session) -> People:
    """The words for the two of this session."""
    return _BY_ROLE[session.role]


def reviewer_within(session: Session) -> str:
    """Who reviews, within a sentence: a name, or `the mentor`; of themselves it is the coach."""
    return session.reviewer or f"the {_reviewing(session)}"


def reviewer_named(session: Session) -> str:
    """Who reviews, at the beginning of a sentence: a name, or `The mentor`."""
    return session.reviewer or f"The {_reviewing(session)}"


def _reviewing(session: Session) -> str:
    who = people(session)
    return who.coach if session.role == "coach" else who.reviewer


def coach_within(session: Session) -> str:
    """Whose conversation it was, within a sentence: a name, or `the coach`."""
    return session.coach or f"the {people(session).coach}"


def coach_named(session: Session) -> str:
    """Whose conversation it was, at the beginning of a sentence: a name, or `The coach`."""
    return session.coach or f"The {people(session).coach}"


def stance_in_words(stance: Stance, role: Role | None) -> str:
    """What a stance says to who reviews in this role: a supervisor is where things are brought."""
    return (_STANCES_TO_SUPERVISOR if role == "supervisor" else STANCES)[stance]


def statement(answer: Answer, role: Role | None) -> str:
    """Stance and words of an answer, where it stands on its own."""
    stance = stance_in_words(answer.stance, role) if answer.stance else ""
    spoken = "(spoken)" if answer.spoken and not answer.text else ""
    return ": ".join(part for part in (stance, answer.text, spoken) if part)


def title_for(command: Command, role: Role | None) -> str:
    """What help and palette show of a command while a review by who has this role is open."""
    title = _TITLES_FOR_SUPERVISOR.get(command.id) if role == "supervisor" else None
    return title or command.title
