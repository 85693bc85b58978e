"""What the files of one recording hold, in numbers, and which of them one would open."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review, RubricRef, Session
from sessionlens.domain.roles import reviewer_named
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.seal import sealed
from sessionlens.library.folder import RecordingEntry
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.replies import load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.rubrics import rubric_of

T = TypeVar("T")
File = Literal["review", "self_review", "feedback", "reply"]


class Counts(Struct, frozen=True, kw_only=True):
    """How far the work on one recording is.

    `markers` and `verdicts` are of the review, `verdicts_missing` the competencies that still
    lack one; `exported` says whether the feedback file is an export of this review. `sealed` says
    that the own self-review is not finished, or cannot be read, so that feedback may not be read.
    `moments` are those of the feedback file, `answers` how many of them are answered; `responder`
    has responded there to so many answers (`responses`).
    `title`, `coach` and `date` are those of the session, as the review says, or what else there is.
    `unreadable` says of each file that cannot be read why, by its name in `RecordingEntry`.
    """

    markers: int = 0
    verdicts: int = 0
    verdicts_missing: int = 0
    exported: bool = False
    self_markers: int = 0
    sealed: bool = False
    moments: int = 0
    answers: int = 0
    responses: int = 0
    responder: str = ""
    title: str = ""
    coach: str = ""
    date: dt.date | None = None
    unreadable: dict[File, str] = {}


class Suggestion(NamedTuple):
    """What to open: a recording or a file of its, and how; `trouble` says why it cannot be."""

    kind: Literal["review", "self-review", "replay"]
    path: Path
    trouble: str = ""


def counts_of(entry: RecordingEntry) -> Counts:
    """Read the files of one recording; takes some milliseconds for each."""
    unreadable: dict[File, str] = {}

    def read(load: Callable[[Path], T], file: File) -> T | None:
        path: Path | None = getattr(entry, file)
        try:
            return None if path is None else load(path)
        except SessionLensError as error:
            place = "" if error.line is None else f", line {error.line}"
            unreadable[file] = f"{path.name if path else file}{place}: {error.what}. {error.hint}."
            return None

    review, own = read(load_review, "review"), read(load_review, "self_review")
    feedback, reply = read(load_feedback, "feedback"), read(load_reply, "reply")
    given = [one for one in review.verdicts if one.value] if review else []
    moments = {one.id for one in feedback.markers} if feedback else set()
    answers = [one for one in reply.answers if one.answered] if reply else []
    session = next((file.session for file in (review, own, feedback, reply) if file), Session())
    return Counts(
        title=session.title,
        coach=session.coach,
        date=session.date,
        markers=len(review.markers) if review else 0,
        verdicts=len(given),
        verdicts_missing=_missing(review, {one.competency for one in given}, entry.review),
        exported=bool(review and feedback and feedback.review == review.id),
        self_markers=len(own.markers) if own else 0,
        sealed="self_review" in unreadable or (_is_own(own) and sealed(own) is not None),
        moments=len(moments),
        answers=sum(one.marker in moments or not feedback for one in answers),
        responses=sum(one.marker in moments for one in feedback.responses) if feedback else 0,
        responder=reviewer_named(feedback.session) if feedback else "",
        unreadable=unreadable,
    )


def suggested(entry: RecordingEntry, counts: Counts) -> Suggestion | None:
    """What Enter opens: one's own work first, then what has come from the other.

    With feedback and no review here, one is the coach, who finishes their own review first. A
    finished self-review is never what comes next: where nothing else is, a mentor begins. None
    where that needs something that is not here; `missing` says what.
    """
    recording, why = entry.recording, counts.unreadable.get
    if entry.review:
        return Suggestion("review", recording or entry.review, why("review", ""))
    if entry.self_review and counts.sealed:
        trouble = why("self_review", "")
        return Suggestion("self-review", recording or entry.self_review, trouble)
    if entry.feedback:
        return Suggestion("replay", entry.feedback, why("feedback") or why("reply", ""))
    return Suggestion("review", recording) if recording and not entry.reply else None


def missing(entry: RecordingEntry) -> str:
    """Why there is nothing to open for it, and what to do."""
    if entry.reply and not (entry.review or entry.feedback):
        return "The feedback that was answered is not here: put it into this folder"
    return "The recording of this review is not here: put it into this folder"


def _is_own(review: Review | None) -> bool:
    return review is not None and review.exported is None


def _missing(review: Review | None, given: set[str], path: Path | None) -> int:
    if review is None or path is None:
        return 0
    rubric = _rubric(review.rubric, path.parent)
    if rubric is None or not rubric.scale:
        return 0
    return sum(one.id not in given for one in rubric.competencies)


@lru_cache(maxsize=64)
def _rubric(reference: RubricRef, folder: Path) -> Rubric | None:
    try:
        return rubric_of(reference, folder)[0]
    except SessionLensError:
        return None  # whoever opens the review is told
