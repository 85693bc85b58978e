"""Who sees what before they have looked for themselves: where two views differ is the learning.

A coach who has begun a self-review does not see the mentor's markers until it is finished, and a
mentor does not see the coach's self-review until their own feedback has been exported.
"""

import datetime as dt
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.feedback import Feedback, file_name
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.preparation import to_send
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.roles import people
from sessionlens.domain.text_sound import sounds_of_preparation

SEALED = (
    "You have begun a review of your own and not finished it: the moments of the feedback stay"
    " sealed until you have"
)
BEGUN = (
    "A review of your own is open in another window: the moments of the feedback stay sealed"
    " until you have finished it"
)
NOT_EXPORTED = "The self-review is shown when your own feedback has been exported"


class FinishReview(Struct, frozen=True):
    """Declare a review finished; None opens it again."""

    at: dt.datetime | None

    @property
    def label(self) -> str:
        """What was done."""
        return "review opened again" if self.at is None else "review finished"

    def apply(self, material: Material) -> Material:
        return material._replace(review=replace(material.review, finished=self.at))


class Conversation(Struct, frozen=True):
    """What tells one conversation from another: its recording, and what the session is called."""

    recording: RecordingRef
    title: str = ""

    def is_that_of(self, other: "Conversation", *, together: bool = False) -> bool:
        """Whether both are one conversation, of whatever encodings and names.

        They are where the content is the same; else the length has to be, and the title or the name
        of the file besides, unless they lie `together` in one folder. Where lengths are not known,
        the name decides there.
        """
        same = self.recording.same_as(other.recording)
        if same:
            return True
        as_long = self.recording.as_long_as(other.recording)
        if as_long is None:
            return same is None and together and self._stem == other._stem
        if not as_long:
            return False
        title = _plain(self.title)
        return together or self._stem == other._stem or bool(title and title == _plain(other.title))

    @property
    def _stem(self) -> str:
        return _plain(PurePosixPath(file_name(self.recording.file)).stem)


def _plain(name: str) -> str:
    """A title or name without what people write in different ways."""
    return " ".join(name.casefold().split())


def sealed(self_review: Review | None) -> str | None:
    """Why the coach may not see the mentor's markers yet; None when they may.

    The copy that was made for the mentor seals nothing: it is no review that one works on.
    """
    if self_review is None or self_review.exported:
        return None
    return None if self_review.finished or self_review.seal_broken else SEALED


def observing(review: Review) -> bool:
    """Whether it is one of several people's on a group session, blind until each has finished."""
    session = review.session
    return session.setting == "group" and session.role != "coach" and not review.exported


def own_review_to_send(self_review: Review, sent: Feedback) -> Review:
    """The copy of a coach's own review that goes to their mentor, without what is private.

    `sent` is what of it goes out, as a feedback file would hold it.
    """
    return replace(
        self_review,
        exported=sent.exported,
        session=sent.session,
        recording=sent.recording,
        rubric=replace(self_review.rubric, file=file_name(self_review.rubric.file)),
        last_marker=0,  # it would count what stays at home
        markers=sent.markers,
        verdicts=sent.verdicts,
        summary=sent.summary,
        responses=sent.responses,
        preparation=(shared := to_send(self_review.preparation)),
        sounds=(
            *sent.sounds,
            *sounds_of_preparation(self_review.sounds, all_of_it=shared.share == "all"),
        ),
    )


def finished_notice(self_review: Review) -> str:
    """Whose finished or sent self-review this is, for whoever opens it; empty where it is none."""
    session = self_review.session
    whose = f"{session.coach or session.reviewer or f'the {people(session).coach}'}'s own review"
    if observing(self_review) and self_review.finished:
        day = self_review.finished.date().isoformat()
        return f"It was finished on {day}: what you change now is not compared with the others'"
    if self_review.exported:
        day = self_review.exported.date().isoformat()
        return f"This is {whose} as it was sent on {day}: it is read here, and not changed"
    if session.role != "coach" or self_review.finished is None:
        return ""
    return (
        f"This is {whose}, finished on {self_review.finished.date().isoformat()}:"
        " what you change here is changed in their file"
    )


def broken_notice(self_review: Review) -> str:
    """That its coach has read the mentor's moments before it was finished; empty where not."""
    broken = self_review.seal_broken
    if broken is None:
        return ""
    day = broken.date().isoformat()
    return f"The moments of the feedback were read on {day}, before this was finished"


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
