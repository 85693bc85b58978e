"""Patterns in words and signs, the same on paper, in a terminal and on the screen."""

from collections.abc import Iterator, Sequence

from sessionlens.domain.counting import Tally
from sessionlens.domain.marker import GLYPHS
from sessionlens.domain.patterns import (
    CompetencyPattern,
    IntentionOutcome,
    PatternCell,
    PatternMoment,
    Patterns,
    RubricPattern,
    TagInRelationships,
)
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock

NOTED = "·"
LEGEND = "+ strength  - growth  ? question  · noted  ( ) own view"
NO_SESSIONS = "There is no feedback and no review in these folders yet."
NO_CLIENT = "(no client named)"

_SIGNS = {**GLYPHS, "noted": NOTED}


def counts_in_signs(tally: Tally) -> str:
    """Such as `3+ 1- 2?`; empty where nothing was marked."""
    counts = ((getattr(tally, name), sign) for name, sign in _SIGNS.items())
    return " ".join(f"{count}{sign}" for count, sign in counts if count)


def cell_in_signs(cell: PatternCell) -> str:
    """The mentor's counts, and the coach's own in brackets: `3+ 1- (2+)`."""
    if not cell.moments:
        return ""
    own = cell.own
    parts = (counts_in_signs(cell.mentors), f"({counts_in_signs(own) or '0'})" if own else "")
    return " ".join(filter(None, parts))


def heading(patterns: Patterns) -> str:
    """Whose sessions these are, how many, and from when to when."""
    count = counted(len(patterns.sessions), "session", "sessions")
    days = [session.main.day.isoformat() for session in patterns.sessions]
    span = "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return " · ".join(filter(None, (patterns.coach, count, span)))


def verdicts_in_words(
    competency: CompetencyPattern, rubric: RubricPattern, patterns: Patterns
) -> str:
    """Each verdict with the day of its session, the oldest first; described, never summed."""
    return " · ".join(
        f"{patterns.sessions[number].main.day.isoformat()} {verdict_title(cell, rubric)}"
        for number, cell in enumerate(competency.cells)
        if cell.verdict
    )


def verdict_title(cell: PatternCell, rubric: RubricPattern) -> str:
    """The verdict in the words of the rubric's scale."""
    return rubric.names.scale.get(cell.verdict, cell.verdict)


def client_in_words(client: str) -> str:
    """The client's pseudonym, or that none is named."""
    return client or NO_CLIENT


def tag_in_words(tag: TagInRelationships) -> str:
    """In how many sessions of each client a tag is there."""
    return " · ".join(
        f"{client_in_words(client)}: {counted(len(numbers), 'session', 'sessions')}"
        for client, numbers in tag.clients
    )


def moment_in_words(moment: PatternMoment, patterns: Patterns) -> str:
    """Day, time in the recording and rating of a moment."""
    day = patterns.sessions[moment.session].main.day.isoformat()
    sign = _SIGNS.get(moment.marker.rating or "", "")
    return " ".join(filter(None, (day, clock(moment.marker.start / 1000), sign)))


def became_of(outcome: IntentionOutcome, patterns: Patterns) -> str:
    """What became of an intention: the coach's words, and where it was heard."""
    heard = ", ".join(moment_in_words(moment, patterns) for moment in outcome.heard)
    return "\n".join(filter(None, (outcome.became, heard and f"Heard: {heard}")))


def marked_with_client(
    patterns: Patterns, numbers: Sequence[int]
) -> Iterator[tuple[RubricPattern, CompetencyPattern, int]]:
    """What was marked in these sessions, and in how many of them, in the order of the rubrics."""
    chosen = frozenset(numbers)
    for rubric in patterns.rubrics:
        for competency in rubric.competencies:
            if count := len(chosen.intersection(competency.sessions)):
                yield rubric, competency, count
