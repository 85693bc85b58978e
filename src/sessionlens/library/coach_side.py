"""What a mentor is shown of the coach's own files beside their review."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import Reply, for_the_reviewer, unknown
from sessionlens.domain.review import Review
from sessionlens.domain.seal import questions_for_mentor, withheld
from sessionlens.domain.text import counted
from sessionlens.library.self_review import find_self_review
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.paths import feedback_path
from sessionlens.storage.replies import FoundReply, find_reply, load_reply
from sessionlens.storage.state import was_exported


class CoachSide(NamedTuple):
    """The coach's reply without their own notes, and the questions they bring.

    `self_review` is the file of the coach's review of themselves once it may be shown; until then
    `withheld` says why not, and `questions` are all that may be seen of it.
    """

    reply: Reply | None = None
    reply_path: Path | None = None
    questions: tuple[Marker, ...] = ()
    self_review: Path | None = None
    withheld: str | None = None
    notices: tuple[str, ...] = ()


def coach_side(path: Path, review: Review, recording: Path, reply: Path | None = None) -> CoachSide:
    """Find the coach's files beside the review at `path`; nothing for a coach's own review.

    `reply` names the reply where it lies elsewhere. Raises SessionLensError when that one cannot
    be read or answers another review; one that merely lies there becomes a notice.
    """
    if review.session.role == "coach":
        return CoachSide()
    if reply is None:
        brought = find_reply(path, review.id)
    else:
        brought = FoundReply(reply, reply_to(review, reply))
    own = find_self_review(recording, path, review.recording)
    reason = None if own.review is None else why_withheld(review, path)
    return CoachSide(
        reply=brought.reply and for_the_reviewer(brought.reply),
        reply_path=brought.path,
        questions=questions_for_mentor(own.review) if own.review else (),
        self_review=None if reason or own.review is None else own.path,
        withheld=reason,
        notices=(*brought.notices, *own.notices, *_unknown(brought.reply, review)),
    )


def reply_to(review: Review, path: Path) -> Reply:
    """Read a reply; raises SessionLensError, also when it answers another review."""
    reply = load_reply(path)
    if reply.review != review.id:
        raise SessionLensError(
            "This reply answers another review", "Name the reply to this one", where=path
        )
    return reply


def why_withheld(review: Review, path: Path) -> str | None:
    """Why the mentor may not see the coach's self-review yet; None when they may.

    The review at `path` counts as exported where its feedback lies beside it, or where this
    program remembers to have exported it to another place.
    """
    if was_exported(review.id):
        return None
    try:
        return withheld(review, load_feedback(feedback_path(path)).review)
    except SessionLensError:
        return withheld(review, None)


def _unknown(reply: Reply | None, review: Review) -> tuple[str, ...]:
    gone = unknown(reply.answers, review.markers) if reply else ()
    if not gone:
        return ()
    markers = counted(len(gone), "marker that is", "markers that are")
    return (f"The reply answers {markers} not in this review any more",)
