"""What a coach meant to practise, and what became of it: in their words, and where it was heard."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sessionlens.domain.intention import Intention, intention_for
from sessionlens.domain.patterns import IntentionOutcome, PatternMoment, Patterns
from sessionlens.domain.review import RecordingRef, Session

_NEAR = 200  # of those before a session; the one that comes back is among the last


class LookBack(NamedTuple):
    """What a coach says, when they prepare a session, about what they meant to practise before."""

    session: Session
    recording: RecordingRef
    words: str


def outcomes_of(
    patterns: Patterns, intentions: Sequence[Intention], looks_back: Sequence[LookBack]
) -> tuple[IntentionOutcome, ...]:
    """Each intention with what became of it, the oldest first."""
    ordered = sorted(intentions, key=lambda intention: (_day(intention), intention.noted))
    days = [_day(intention) for intention in ordered]
    became: dict[str, list[str]] = {}
    for back in sorted(looks_back, key=lambda back: back.session.date or dt.date.min):
        before = bisect_right(days, back.session.date) if back.session.date else len(ordered)
        near = ordered[max(before - _NEAR, 0) : before]
        if intention := intention_for(back.session, back.recording, near):
            became.setdefault(intention.id, []).append(back.words)
    heard = _heard(patterns)
    return tuple(
        IntentionOutcome(
            text=intention.text,
            until=intention.until,
            since=_since(intention),
            became="\n".join(became.get(intention.id, ())),
            heard=tuple(heard.get(intention.id, ())),
        )
        for intention in ordered
    )


def _day(intention: Intention) -> dt.date:
    return intention.session.date or dt.date.min


def _since(intention: Intention) -> str:
    date = intention.session.date
    return date.isoformat() if date else intention.session.title


def _heard(patterns: Patterns) -> dict[str, list[PatternMoment]]:
    """The moments in which something that was to be practised was heard, by the reply's id."""
    moments: dict[str, list[PatternMoment]] = {}
    for number, session in enumerate(patterns.sessions):
        for view, own in ((session.mentors, False), (session.own, True)):
            for marker in view.markers if view else ():
                if marker.intention:
                    moment = PatternMoment(number, marker, own)
                    moments.setdefault(marker.intention, []).append(moment)
    return moments
