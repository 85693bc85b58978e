"""An agreement as it is printed: one quiet page."""

from sessionlens.cli.out import say, say_wrapped
from sessionlens.domain.alliance import (
    KINDS,
    LOOK_QUESTIONS,
    QUESTIONS,
    Alliance,
    AllianceLook,
    Goal,
    changed_since_agreed,
    last_agreed,
    level_words,
    levels_in_words,
)
from sessionlens.domain.alliance_looks import readable
from sessionlens.domain.text import counted


def show_alliance(alliance: Alliance) -> None:
    """Print who agreed to what, and how they looked at it; nobody's look before the other's."""
    say(" and ".join(alliance.between))
    say(_terms(alliance))
    say(agreed_sentence(alliance))
    for head in QUESTIONS:
        if text := getattr(alliance.agreement, head.field):
            say()
            say(head.heading)
            _show_text(text)
    _show_goals(alliance)
    if alliance.directions:
        say()
        say("Directions")
        for direction in alliance.directions:
            _show_text(direction.text + _moments(direction.moments))
    _show_looks(alliance)
    changes = ", ".join(change.heading for change in changed_since_agreed(alliance))
    if changes and last_agreed(alliance):
        say()
        say(f"Changed since everybody agreed: {changes}")
    if alliance.earlier:
        say()
        dates = ", ".join(earlier.date.isoformat() for earlier in alliance.earlier)
        count = counted(len(alliance.earlier), "earlier agreement", "earlier agreements")
        say(f"{count}, replaced on {dates}")


def agreed_sentence(alliance: Alliance) -> str:
    """Who has agreed to the words as they are, and for whom they are a proposal."""
    agreed = ", ".join(f"{name} on {day.isoformat()}" for name, day in alliance.agreed.items())
    if alliance.agreed_by_all:
        return f"Agreed: {agreed}"
    waiting = " and ".join(alliance.open_for)
    proposal = f"A proposal: {waiting} {_has(alliance.open_for)} not agreed to these words yet"
    return f"{proposal}; agreed: {agreed}" if agreed else proposal


def _has(names: tuple[str, ...]) -> str:
    return "has" if len(names) == 1 else "have"


def _terms(alliance: Alliance) -> str:
    begun = f", since {alliance.begun.isoformat()}" if alliance.begun else ""
    again = f"; to be looked at again on {alliance.review_on}" if alliance.review_on else ""
    return f"{KINDS[alliance.kind].capitalize()}{begun}{again}"


def _show_text(text: str) -> None:
    for line in text.split("\n"):
        say_wrapped(line, indent=2)


def _show_goals(alliance: Alliance) -> None:
    if alliance.goals:
        say()
        say("Goals")
    for goal in alliance.goals:
        until = f" (until {goal.until.isoformat()})" if goal.until else ""
        _show_text(f"{goal.text}{until}")
        if goal.measure:
            say_wrapped(f"Seen by: {goal.measure}", indent=4)
        if levels := levels_in_words(goal):
            say_wrapped(" · ".join(levels), indent=4)
        for line in _goal_looks(goal):
            say_wrapped(line, indent=4)


def _goal_looks(goal: Goal) -> list[str]:
    return [
        f"{look.date.isoformat()} {look.by}: "
        + (level_words(goal, look.level) or "looked at")
        + _moments(look.moments)
        for look in goal.looks
    ]


def _moments(moments: tuple[str, ...]) -> str:
    return f" ({counted(len(moments), 'moment', 'moments')})" if moments else ""


def _show_looks(alliance: Alliance) -> None:
    if alliance.looks:
        say()
        say("How we looked at it")
    for look in alliance.looks:
        who = f"{look.date.isoformat()} {look.by}"
        if readable(alliance, look):
            say(who, indent=2)
            _show_look(look)
        else:
            say(f"{who} has written: it is read when everybody has", indent=2)


def _show_look(look: AllianceLook) -> None:
    for head in LOOK_QUESTIONS:
        if text := getattr(look, head.field):
            say_wrapped(f"{head.heading}: {' '.join(text.split())}", indent=4)
