"""What fits: a few questions whose answers speak for coaching, mentoring, training or none."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Need = Literal["coaching", "mentoring", "both", "training", "none"]

NEEDS: dict[Need, str] = {
    "coaching": "Coaching: a set goal for a limited time",
    "mentoring": "Mentoring: a long direction with somebody who has been there",
    "both": "Both: coaching for the goal at hand, mentoring beside it",
    "training": "Training: something that can be taught and practised",
    "none": "None of these: the cause is in the structure, and is to be changed there",
}
"""What an answer can point to, in the order in which it is told."""


class NeedsAnswer(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An answer, what it points to (nothing, too), and why, in plain words."""

    text: str
    points_to: tuple[Need, ...] = ()
    because: str = ""


class NeedsQuestion(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A question with the answers to choose from."""

    text: str
    answers: tuple[NeedsAnswer, ...]


class NeedsCheck(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A few questions, asked one after another; `note` is said at the end."""

    title: str
    questions: tuple[NeedsQuestion, ...]
    note: str = ""


class SuggestedNeed(Struct, frozen=True):
    """What some answers point to, and why."""

    need: Need
    reasons: tuple[str, ...]


def suggested_by(answers: Iterable[NeedsAnswer]) -> tuple[SuggestedNeed, ...]:
    """What answers point to, each with its reasons; a cause in the structure comes first.

    It is not weighed: several things may fit, and the people decide.
    """
    reasons: dict[Need, list[str]] = {}
    for answer in answers:
        for need in answer.points_to:
            reasons.setdefault(need, []).append(answer.because or answer.text)
    order: list[Need] = ["none", *(need for need in NEEDS if need != "none")]
    return tuple(SuggestedNeed(need, tuple(reasons[need])) for need in order if need in reasons)


def in_words(suggestions: tuple[SuggestedNeed, ...], note: str = "") -> str:
    """The suggestions as a text of several lines."""
    if not suggestions:
        return "Nothing in particular: talk about what you hope for."
    lines = []
    for suggestion in suggestions:
        lines.append(NEEDS[suggestion.need])
        lines += [f"- {reason}" for reason in suggestion.reasons]
    return "\n".join([*lines, *([note] if note else [])])
