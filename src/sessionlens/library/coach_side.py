"""What a mentor is shown of the coach's own files beside their review."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.domain.answer import fingerprint
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.learning import learning_fingerprint
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation, as_shared
from sessionlens.domain.reply import Reply, for_the_reviewer, unknown
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.seal import questions_for_mentor
from sessionlens.domain.text import counted
from sessionlens.domain.text_sound import Sounds, sounds_from_coach, sounds_of_preparation
from sessionlens.library.own_reviews import conversation_of, own_reviews_in
from sessionlens.library.withheld import private_file, why_withheld
from sessionlens.storage.document import may_hold
from sessionlens.storage.heads import Head, also_here
from sessionlens.storage.replies import FoundReply, find_reply, load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import load_export


class CoachSide(NamedTuple):
    """The coach's reply without their own notes, and the questions they bring.

    `self_review` is the copy of their review of themselves, once it may be shown beside `review`;
    until then `withheld` says why not, and `questions` and `preparation` are all that may be seen.
    `sounds` are what was spoken to the reflection and the preparation.
    `seal_broken` is when they read the mentor's moments before it was finished.
    """

    reply: Reply | None = None
    reply_path: Path | None = None
    questions: tuple[Marker, ...] = ()
    preparation: Preparation = Preparation()
    sounds: Sounds = ()
    review: Path | None = None
    self_review: Path | None = None
    withheld: str | None = None
    seal_broken: dt.datetime | None = None
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
    sent = _sent(path, review, recording)
    shared = as_shared(sent.review.preparation) if sent.review else Preparation()
    sounds = sounds_from_coach(brought.reply.sounds) if brought.reply else ()
    if sent.review is not None:
        all_of_it = shared.share == "all"
        sounds += sounds_of_preparation(sent.review.sounds, all_of_it=all_of_it)
    reason = None if sent.review is None else why_withheld(review.id, path)
    return CoachSide(
        reply=brought.reply and _under_true_names(for_the_reviewer(brought.reply), review),
        reply_path=brought.path,
        questions=questions_for_mentor(sent.review) if sent.review else (),
        preparation=shared,
        sounds=sounds,
        review=path,
        self_review=None if reason else sent.path,
        withheld=reason,
        seal_broken=sent.review.seal_broken if sent.review else None,
        notices=(*brought.notices, *sent.notices, *_unknown(brought.reply, review)),
    )


def _under_true_names(reply: Reply, review: Review) -> Reply:
    """The reply as if the moments it answers had gone out under true names.

    The coach has seen pseudonyms where there were some: an answer to such a moment is one to the
    moment as it is here, as long as that would go out in the same words.
    """
    aliases = load_export(review.id).aliases
    if not aliases:
        return reply
    from sessionlens.documents.aliases import Pseudonyms, parse_alias

    feedback = Feedback(
        id=reply.feedback,
        review=review.id,
        exported=dt.datetime.now(dt.UTC),
        session=review.session,
        recording=review.recording,
        markers=review.markers,
        rubric=Rubric(id=review.rubric.id, title=review.rubric.title),
        summary=review.summary,
    )
    pseudonyms = Pseudonyms([parse_alias(alias) for alias in aliases], feedback, None)
    sent = pseudonyms.feedback(feedback)
    true = {
        fingerprint(other): fingerprint(marker)
        for marker, other in zip(review.markers, sent.markers, strict=True)
    }
    answers = (replace(answer, seen=true.get(answer.seen, answer.seen)) for answer in reply.answers)
    reflection = reply.reflection
    if learning_fingerprint(sent.summary) in reflection.learning_seen.split():
        seen = learning_fingerprint(review.summary)
        reflection = replace(reflection, learning_seen=seen)
    return replace(reply, answers=tuple(answers), reflection=reflection)


class _Sent(NamedTuple):
    """The copy of their own review that a coach has sent, if any, and what to know of others."""

    path: Path | None = None
    review: Review | None = None
    notices: tuple[str, ...] = ()


def _sent(path: Path, review: Review, recording: Path) -> _Sent:
    """The newest copy beside the review or its recording; a coach's private file is left alone."""
    copies, notices, private = [], [], []
    for head in _beside(path, recording):
        if not conversation_of(head).is_that_of(conversation_of(review), together=True):
            continue
        if head.exported:
            copies.append(head)
        elif head.trouble is not None and may_hold(head.path, "exported = "):
            notices.append(f"Not shown: {head.trouble}")
        else:
            private.append(head)
    for head in sorted(copies, key=lambda copy: copy.newest, reverse=True):
        try:
            sent = load_review(head.path)
        except SessionLensError as error:
            notices.append(f"Not shown: {error}")
            continue
        older = [copy.path for copy in copies if copy.newest < head.newest]
        return _Sent(head.path, sent, (*notices, *also_here(older)))
    for head in private:
        refused = private_file(head.path, review.session)
        notices.append(f"{head.path.name}: {refused.what}. {refused.hint}")
    return _Sent(notices=tuple(notices))


def _beside(path: Path, recording: Path) -> Iterator[Head]:
    for folder in dict.fromkeys([path.parent, recording.parent]):
        yield from own_reviews_in(folder)


def reply_to(review: Review, path: Path) -> Reply:
    """Read a reply; raises SessionLensError, also when it answers another review."""
    reply = load_reply(path)
    if reply.review != review.id:
        raise SessionLensError(
            "This reply answers another review", "Name the reply to this one", where=path
        )
    return reply


def _unknown(reply: Reply | None, review: Review) -> tuple[str, ...]:
    gone = unknown(reply.answers, review.markers) if reply else ()
    if not gone:
        return ()
    markers = counted(len(gone), "marker that is", "markers that are")
    return (f"The reply answers {markers} not in this review any more",)
