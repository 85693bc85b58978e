"""Who sees what before they have looked for themselves: where two views differ is the learning.

A coach who has begun a self-review does not see the mentor's markers until it is finished, and a
mentor does not see the coach's self-review until their own feedback has been exported.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.review import Review

SEALED = (
    "You have begun a review of your own and not finished it: your mentor's moments stay sealed"
    " until you have"
)
BEGUN = (
    "A review of your own is open in another window: your mentor's moments stay sealed until you"
    " have finished it"
)
NOT_EXPORTED = "The coach's own review is shown when your own feedback has been exported"


class FinishReview(Struct, frozen=True):
    """Declare a review finished; None opens it again."""

    at: dt.datetime | None

    @property
    def label(self) -> str:
        """What was done."""
        return "review opened again" if self.at is None else "review finished"

    def apply(self, material: Material) -> Material:
        return material._replace(review=replace(material.review, finished=self.at))


def sealed(self_review: Review | None) -> str | None:
    """Why the coach may not see the mentor's markers yet; None when they may."""
    if self_review is None or self_review.finished or self_review.seal_broken:
        return None
    return SEALED


def withheld(review: Review, exported_review: str | None) -> str | None:
    """Why the mentor may not see the coach's self-review yet; None when they may.

    `exported_review` is the review's id in the exported feedback file, if there is one.
    """
    return None if exported_review == review.id else NOT_EXPORTED


def finished_notice(self_review: Review) -> str:
    """Whose finished self-review this is, for whoever opens it; empty where it is none."""
    session = self_review.session
    if session.role != "coach" or self_review.finished is None:
        return ""
    whose = f"{session.coach or session.reviewer or 'the coach'}'s own review"
    return (
        f"This is {whose}, finished on {self_review.finished.date().isoformat()}:"
        " what you change here is changed in the coach's file"
    )


def questions_for_mentor(self_review: Review) -> tuple[Marker, ...]:
    """What the coach asks about moments before the mentor listens: the only part shown then."""
    return tuple(
        marker
        for marker in in_time_order(self_review.markers)
        if marker.rating == "question" and not marker.private
    )


def with_broken_seal(self_review: Review, at: dt.datetime) -> Review:
    """The self-review in which it is written that the coach has read the mentor's markers."""
    return replace(self_review, seal_broken=self_review.seal_broken or at)
