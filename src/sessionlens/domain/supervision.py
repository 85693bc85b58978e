"""Supervision: the closing words of a review, which are others than those of mentor coaching."""

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.review import Review, Summary
from sessionlens.domain.rubric import Rubric


class Closing(Struct, frozen=True):
    """The last page of a review: what it is called, and fields of the summary with their titles."""

    title: str
    texts: dict[str, str]


_SUMMARY = {
    "strengths": "Strengths",
    "development": "To develop",
    "next_practice": "To practise next",
    "reviewer_learning": "What I learned myself",
}
_CLOSING = {
    "take_away": "What we both take away",
    "change": "What we change in how we work",
    "reviewer_learning": "What I learned myself",
    "to_supervision": "What I bring to supervision of supervision (it stays with me)",
}


def is_supervision(review: Review, rubric: Rubric) -> bool:
    """Whether a supervisor looks from several places, and nothing is concluded on a person."""
    return review.session.role == "supervisor" and not rubric.is_about_coach


def closing_of(review: Review, rubric: Rubric) -> Closing:
    """What is written at the end of a review.

    In supervision, what was written under the other titles before is among it.
    """
    if not is_supervision(review, rubric):
        return Closing("Summary", _SUMMARY)
    before = {name: title for name, title in _SUMMARY.items() if getattr(review.summary, name)}
    return Closing("Closing page", {**before, **_CLOSING})


def summary_to_send(summary: Summary) -> Summary:
    """The closing words without what a supervisor keeps for their own supervision."""
    return replace(summary, to_supervision="")
