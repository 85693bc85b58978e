"""What a review becomes when it is exported, for the command and for the key."""

import datetime as dt
import uuid
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.reply import Reply, carrying, for_the_reviewer
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text_sound import sounds_without_thread
from sessionlens.files import exists
from sessionlens.library.coach_side import reply_to
from sessionlens.library.kinds import kind_of, title_of
from sessionlens.library.relinking import with_hash
from sessionlens.library.replacing import refuse_harm
from sessionlens.library.review_place import review_place
from sessionlens.library.rubric import rubric_for
from sessionlens.library.withheld import refuse_withheld
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.paths import feedback_path, recording_path
from sessionlens.storage.replies import TO_SEND, FoundReply, encode_reply, find_reply, load_reply
from sessionlens.storage.reviews import TO_SEND as OWN_TO_SEND
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import load_state

NOTE_OF = "note of "
"""What stands before a moment's id in the name of a draft that is the coach's own note."""


class FeedbackToSend(Struct, frozen=True):
    """The feedback that a review becomes, to be written to `target` unless told otherwise.

    `private` markers were left out of it. It is made from the files `sources`, which it never
    replaces. `reply` is the coach's file whose answers it carries, if any; `notices` are for the
    reviewer. `own` is there where the review is a coach's own: a copy of that goes out instead.
    """

    feedback: Feedback
    target: Path
    sources: tuple[Path, ...]
    private: int
    reply: Path | None = None
    notices: tuple[str, ...] = ()
    own: "OwnReviewToSend | None" = None


class OwnReviewToSend(Struct, frozen=True):
    """A coach's own `review`, of which a copy is to be written to `target`, for their mentor."""

    review: Review
    target: Path


def _feedback_now(review: Review, rubric: Rubric, reply: Reply | None) -> Feedback:
    """The feedback as it is exported at this moment, with the answers to an earlier one."""
    feedback = feedback_from(
        review,
        rubric,
        feedback_id=uuid.uuid4().hex,
        exported=_now(),
    )
    return carrying(feedback, reply)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone().replace(microsecond=0)


def feedback_of(
    review: Review,
    rubric: Rubric,
    path: Path,
    *,
    reply: Reply | None = None,
    reply_path: Path | None = None,
    notices: tuple[str, ...] = (),
) -> FeedbackToSend:
    """The feedback to be sent from a review that was read from the file `path`."""
    recording = recording_path(review.recording.file, path)
    review = replace(review, recording=with_hash(review.recording, recording))
    feedback = _feedback_now(review, rubric, reply)
    return FeedbackToSend(
        feedback=feedback,
        target=feedback_path(path),
        sources=(path, recording, *filter(None, [reply_path])),
        private=len(review.markers) - len(feedback.markers),
        reply=reply_path,
        notices=notices,
        own=_own_review(review, path) if review.session.role == "coach" else None,
    )


def _own_review(review: Review, path: Path) -> OwnReviewToSend:
    stem = path.name.removesuffix(".toml").removesuffix(".review").removesuffix(".self")
    return OwnReviewToSend(review, path.with_name(f"{stem}{OWN_TO_SEND}"))


def feedback_to_send(
    source: Path, reply: Path | None = None, *, thread: bool = True
) -> FeedbackToSend:
    """Make the feedback from a review's file, or from that of a recording.

    It carries the coach's reply, the one given or the one that lies beside the review, and the
    responses to it; neither if not `thread`. Raises SessionLensError when there is no review, when
    it is a copy that was made to be sent, or when something in a file cannot be used.
    """
    path = review_of(source)
    review = load_review(path)
    if review.exported:
        raise SessionLensError(
            "This is a copy that was made to be sent", "Export the review itself", where=path
        )
    refuse_withheld(path, review)
    if not thread:
        summary = replace(review.summary, to_reflection="", reflection_seen="")
        sounds = sounds_without_thread(review.sounds)
        review = replace(review, responses=(), summary=summary, sounds=sounds)
    chosen = rubric_for(review, path)
    answering = FoundReply()
    if reply is not None:
        answering = FoundReply(reply, reply_to(review, reply))
    elif thread:
        answering = find_reply(path, review.id)
    return feedback_of(
        review,
        chosen.rubric,
        path,
        reply=answering.reply,
        reply_path=answering.path,
        notices=(*chosen.notices, *answering.notices),
    )


class ReplyToSend(Struct, frozen=True):
    """A reply to be written to `target` unless told otherwise; it is made from `source`.

    So many `notes` of the coach's own were left out of it. `drafts` are answers that were begun
    and not saved: they are not in it either.
    """

    reply: Reply
    source: Path
    target: Path
    notes: int
    drafts: int

    def write(self, target: Path | None = None, *, force: bool = False) -> Path:
        """Write it, over an earlier one only by `force`; returns where.

        Raises SessionLensError, also where a file of another kind or review lies there.
        """
        target, review = target or self.target, self.reply.review
        refuse_harm(target, "reply", force=force, sources=[self.source], review=review)
        write_bytes(target, encode_reply(self.reply, to_send=True))
        return target


def reply_to_send(source: Path) -> ReplyToSend:
    """Make the copy of a reply that a coach sends to their mentor; raises SessionLensError.

    The mentor's program finds it beside their review under its usual name, too.
    """
    return reply_sent(load_reply(source), source)


def reply_sent(reply: Reply, source: Path) -> ReplyToSend:
    """The copy of a reply that was read from the file `source`, as `reply_to_send` makes it."""
    state = load_state(replay_key(reply.review))
    stem = source.name.removesuffix(".toml").removesuffix(".reply").removesuffix(".to-send")
    return ReplyToSend(
        reply=replace(for_the_reviewer(reply), exported=_now()),
        source=source,
        target=source.with_name(f"{stem}{TO_SEND}"),
        notes=sum(bool(one.note) for one in reply.answers),
        drafts=sum(
            bool(draft.marker_id) and not draft.marker_id.startswith(NOTE_OF)
            for draft in state.drafts
        ),
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
            path = review_place(source).path
            if exists(path):
                return path
            raise SessionLensError(
                f"There is no review of it yet ({path.name})",
                "Make one: sessionlens review RECORDING",
                where=source,
            )
        case kind:
            raise SessionLensError(
                f"This is {title_of(kind)}, not a review",
                "Name a *.review.toml, or its recording",
                where=source,
            )
