"""Reads of a document only what patterns count: who, when, which marks; none of the words."""

import datetime as dt
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.patterns import MarkerEvidence, RubricNames
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review, Session
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.storage import document
from sessionlens.storage.checks import (
    check_answers,
    check_markers,
    check_responses,
    check_session,
)
from sessionlens.storage.document import Document
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.heads import document_in
from sessionlens.storage.kinds import KINDS, Kind
from sessionlens.storage.names import named
from sessionlens.storage.replies import load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.toml import decode_value
from sessionlens.storage.written_markers import WrittenMarkers, written_markers

_HEADING = re.compile(r"^[ \t]*(\[.*)", re.MULTILINE)
_COUNTED = frozenset(["review", "self_review", "feedback", "reply"])


class DocumentEvidence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is counted of a review, feedback file or reply.

    `kind` is `self_review` for a review by its coach. `duration` is the recording's, in seconds.
    `open` is a coach's own review that is neither finished nor unsealed. `rubric` lacks the titles
    where the file names it only; `rubric_file` is its file then, if it has one. `private` counts
    the markers left out. `together` are the reviews that a group's feedback was made from. `stays`
    are ids of markers answered so. `practises` and `looks_back` say that there are words on what is
    to be practised, and on what became of that. `trouble` says why it cannot be read, and then
    nothing else is known.
    """

    kind: Kind
    id: str = ""
    review: str = ""
    exported: dt.datetime | None = None
    open: bool = False
    session: Session = Session()
    file: str = ""
    sha256: str = ""
    sound_sha256: str = ""
    duration: float | None = None
    rubric: RubricNames = RubricNames("")
    rubric_file: str = ""
    together: tuple[str, ...] = ()
    markers: tuple[MarkerEvidence, ...] = ()
    private: int = 0
    verdicts: dict[str, str] = {}
    stays: tuple[str, ...] = ()
    practises: bool = False
    looks_back: bool = False
    trouble: str = ""

    @property
    def recording(self) -> RecordingRef:
        """Which recording it is about."""
        return RecordingRef(
            file=self.file,
            sha256=self.sha256,
            sound_sha256=self.sound_sha256,
            duration=None if self.duration is None else Timecode(self.duration),
        )


def evidence_in(path: Path, status: os.stat_result) -> DocumentEvidence | None:
    """What is counted of a file; None for one that is no review, feedback file or reply of ours.

    One that is, or is called so, and cannot be read has `trouble`: patterns of a thousand files go
    on without it.
    """
    name = named(path.name)
    kind = name[1] if name and name[1] in _COUNTED else None
    try:
        content = document_in(path, status.st_size)
        if content is not None:
            kind, data = content
            quickly = None if kind == "reply" else _quickly(kind, data, path)
            return quickly or _whole(kind, path)
        return _whole(kind, path) if kind else None
    except SessionLensError as error:
        if kind is None:
            return None  # who opens it by its name is told
        place = "" if error.line is None else f"line {error.line}: "
        hint = f" {error.hint}." if error.hint else ""
        return DocumentEvidence(kind=kind, trouble=f"{place}{error.what}.{hint}")


def _whole(kind: Kind, path: Path) -> DocumentEvidence:
    """Read by the reader of its kind; raises SessionLensError."""
    match kind:
        case "feedback":
            feedback = load_feedback(path)
            return _of_feedback(feedback, *_counted(feedback.markers))
        case "reply":
            return _of_reply(load_reply(path))
        case _:
            review = load_review(path)
            return _of_review(review, *_counted(review.markers))


def _quickly(kind: Kind, data: bytes, path: Path) -> DocumentEvidence | None:
    """The same for a file that stands as it was written; None for any other."""
    try:
        document.refuse_too_many_values(data, path)
        written = written_markers(data.decode())
        if written is None:
            return None
        source = _around(written, path)
        if source is None:
            return None
        source.require(KINDS[kind].format)
        if kind == "feedback":
            feedback = msgspec.convert(source.table, Feedback, dec_hook=decode_value)
            check_markers(source, (), feedback.verdicts)
            check_answers(source, feedback.answers)
            check_responses(source, feedback.responses)
            check_session(source, feedback.session)
            return _of_feedback(feedback, written.markers, written.private)
        review = msgspec.convert(source.table, Review, dec_hook=decode_value)
        check_markers(source, (), review.verdicts)
        check_responses(source, review.responses)
        check_session(source, review.session)
        return _of_review(review, written.markers, written.private)
    except (SessionLensError, UnicodeDecodeError, msgspec.ValidationError):
        return None  # what is wrong is said by whoever reads it whole


def _around(written: WrittenMarkers, path: Path) -> Document | None:
    """What stands around the markers, as if it were one file; None where that cannot be."""
    first, *rest = written.around
    source = document.parse(first.encode(), path)
    rubric: dict[str, Any] | None = None
    for text in rest:
        if text.startswith(("\n[rubric]\n", "\n[[rubric.")):
            more = _table(text)
            if more.keys() != {"rubric"}:
                return None
            if rubric is not None and not _only_adds_blocks(text, more["rubric"]):
                return None
            rubric = _joined(rubric or {}, more["rubric"])
            continue
        table = document.parse(text.encode(), path).table
        if table.keys() & source.table.keys():
            return None
        source.table |= table
    if rubric is not None:
        if "rubric" in source.table:
            return None
        source.table["rubric"] = rubric
    # One whose heading is written in another way is not among those that were taken out.
    return None if "markers" in source.table else source


def _only_adds_blocks(text: str, more: dict[str, Any]) -> bool:
    """Whether a further text of a rubric adds nothing but blocks, as it could in one text."""
    headings = all(heading.startswith("[[rubric.") for heading in _HEADING.findall(text))
    return headings and bool(more) and all(isinstance(value, list) for value in more.values())


def _joined(rubric: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """A rubric with the blocks that a further text adds to it."""
    both = {key: [*rubric[key], *more[key]] for key in rubric.keys() & more.keys()}
    return {**rubric, **more, **both}


@lru_cache(maxsize=512)
def _table(text: str) -> dict[str, Any]:
    """A text that is the same in many files; raises SessionLensError."""
    return document.parse(text.encode(), Path()).table


def _counted(markers: tuple[Marker, ...]) -> tuple[tuple[MarkerEvidence, ...], int]:
    """What markers count as, and how many are private and left out."""
    shared = tuple(
        MarkerEvidence(
            marker.id,
            marker.start.milliseconds,
            marker.competencies,
            marker.rating,
            marker.intention,
        )
        for marker in markers
        if not marker.private
    )
    return shared, len(markers) - len(shared)


def _of_feedback(
    feedback: Feedback, markers: tuple[MarkerEvidence, ...], private: int
) -> DocumentEvidence:
    return _evidence(
        feedback,
        kind="feedback",
        review=feedback.review,
        exported=feedback.exported,
        rubric=names_of(feedback.rubric),
        together=feedback.together,
        markers=markers,
        private=private,
        verdicts=_verdicts(feedback),
        stays=_stays(feedback),
    )


def _of_review(
    review: Review, markers: tuple[MarkerEvidence, ...], private: int
) -> DocumentEvidence:
    own = review.session.role == "coach"
    ended = review.exported or review.finished or review.seal_broken
    return _evidence(
        review,
        kind="self_review" if own else "review",
        review=review.id,
        exported=review.exported,
        open=own and not ended,
        rubric=RubricNames(review.rubric.id, review.rubric.title, review.rubric.edition),
        rubric_file=review.rubric.file,
        markers=markers,
        private=private,
        verdicts=_verdicts(review),
        looks_back=bool(review.preparation.earlier),
    )


def _of_reply(reply: Reply) -> DocumentEvidence:
    return _evidence(
        reply,
        kind="reply",
        review=reply.review,
        exported=reply.exported,
        stays=_stays(reply),
        practises=bool(reply.reflection.practise),
    )


def _evidence(file: Feedback | Review | Reply, **counted: Any) -> DocumentEvidence:
    session, recording = file.session, file.recording
    return DocumentEvidence(
        id=file.id,
        session=Session(
            title=session.title,
            date=session.date,
            coach=session.coach,
            client=session.client,
            reviewer=session.reviewer,
            role=session.role,
        ),
        file=recording.file,
        sha256=recording.sha256,
        sound_sha256=recording.sound_sha256,
        duration=None if recording.duration is None else float(recording.duration),
        **counted,
    )


def _verdicts(file: Feedback | Review) -> dict[str, str]:
    return {verdict.competency: verdict.value for verdict in file.verdicts if verdict.value}


def _stays(file: Feedback | Reply) -> tuple[str, ...]:
    return tuple(answer.marker for answer in file.answers if answer.stance == "supervision")


def names_of(rubric: Rubric) -> RubricNames:
    """What patterns show of a rubric."""
    return RubricNames(
        rubric.id,
        rubric.title,
        rubric.edition,
        rubric.kind,
        {step.id: step.title for step in rubric.scale},
        {competency.id: competency.title for competency in rubric.competencies},
    )
