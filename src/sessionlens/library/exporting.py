"""What a review becomes when it is exported, for the command and for the key."""

import datetime as dt
import uuid
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.reply import Reply, carrying, for_the_reviewer
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.library.coach_side import reply_to
from sessionlens.library.kinds import kind_of
from sessionlens.library.rubric import rubric_for
from sessionlens.storage.paths import feedback_path, recording_path, review_path
from sessionlens.storage.replies import TO_SEND, FoundReply, find_reply, load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import load_state

NOTE_OF = "note of "
"""What stands before a moment's id in the name of a draft that is the coach's own note."""


class Exported(Struct, frozen=True):
    """A feedback file to be written to `target`; `private` markers were left out of it.

    `reply` is the coach's file whose answers it carries, if any; `notices` are for the reviewer.
    """

    feedback: Feedback
    target: Path
    review: Path
    recording: Path
    private: int
    reply: Path | None = None
    notices: tuple[str, ...] = ()


def feedback_now(review: Review, rubric: Rubric, reply: Reply | None) -> Feedback:
    """The feedback as it is exported at this moment, with the answers to an earlier one."""
    feedback = feedback_from(
        review,
        rubric,
        feedback_id=uuid.uuid4().hex,
        exported=dt.datetime.now().astimezone().replace(microsecond=0),
    )
    return carrying(feedback, reply)


def exported(source: Path, reply: Path | None = None, *, thread: bool = True) -> Exported:
    """Make the feedback from a review, or from the review of a recording.

    It carries the coach's reply: the one given, or the one that lies beside the review; none if
    not `thread`. Raises SessionLensError when there is no review, or when something in a file
    cannot be used.
    """
    path = review_of(source)
    review = load_review(path)
    chosen = rubric_for(review, path)
    found = FoundReply()
    if reply is not None:
        found = FoundReply(reply, reply_to(review, reply))
    elif thread:
        found = find_reply(path, review.id)
    feedback = feedback_now(review, chosen.rubric, found.reply)
    return Exported(
        feedback=feedback,
        target=feedback_path(path),
        review=path,
        recording=recording_path(review.recording.file, path),
        private=len(review.markers) - len(feedback.markers),
        reply=found.path,
        notices=(*chosen.notices, *found.notices),
    )


class ReplyToSend(Struct, frozen=True):
    """A reply to be written to `target`; so many `notes` of the coach's own were left out of it.

    `drafts` are answers that were begun and not saved: they are not in it either.
    """

    reply: Reply
    target: Path
    notes: int
    drafts: int


def reply_to_send(source: Path) -> ReplyToSend:
    """Make the copy of a reply that a coach sends to their mentor; raises SessionLensError.

    The mentor's program finds it beside their review under its usual name, too.
    """
    reply = load_reply(source)
    state = load_state(replay_key(reply.review))
    stem = source.name.removesuffix(".toml").removesuffix(".reply").removesuffix(".to-send")
    return ReplyToSend(
        reply=for_the_reviewer(reply),
        target=source.with_name(f"{stem}{TO_SEND}"),
        notes=sum(bool(one.note) for one in reply.answers),
        drafts=sum(not one.marker_id.startswith(NOTE_OF) for one in state.drafts),
    )


def replay_key(review_id: str) -> str:
    """What the place in a feedback file is remembered by: its review, whichever export it is."""
    return f"replay of {review_id}"


def review_of(source: Path) -> Path:
    """The review meant by a path: itself, or the one of that recording; raises SessionLensError."""
    match kind_of(source):
        case "review":
            return source
        case "recording":
            path = review_path(source)
            if path.exists():
                return path
            raise SessionLensError(
                f"There is no review of it yet ({path.name})",
                "Make one: sessionlens review RECORDING",
                where=source,
            )
        case kind:
            raise SessionLensError(
                f"This is a {kind}, not a review" if kind != "toml" else "This is not a review",
                "Name a *.review.toml, or its recording",
                where=source,
            )
