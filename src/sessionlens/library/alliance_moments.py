"""The moments of a pair's sessions, to be chosen as what a goal or a direction is seen by."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.alliance import Alliance, is_between
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.review import Review
from sessionlens.domain.timecode import clock
from sessionlens.library.folder import folders_below
from sessionlens.library.self_review import why_sealed
from sessionlens.library.withheld import why_refused
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.heads import Head, heads_in
from sessionlens.storage.reviews import load_review


class PairMoment(Struct, frozen=True):
    """A marker of one of the pair's sessions; `id` is `review#marker`."""

    id: str
    words: str


def moments_of_pair(alliance: Alliance, folder: Path) -> tuple[PairMoment, ...]:
    """What was marked in the sessions of these people, in a folder and those below, latest first.

    Private markers are left out, and so is what is sealed for whoever sits here. What cannot be
    read is passed over. Takes a moment.
    """
    documents = [
        document
        for place in (folder, *folders_below(folder))
        for document in _documents(place, alliance)
    ]
    documents.sort(key=lambda document: str(document.session.date or ""), reverse=True)
    moments: dict[str, PairMoment] = {}
    for document in documents:
        review_id = document.review if isinstance(document, Feedback) else document.id
        for marker in in_time_order(document.markers):
            if not marker.private:
                moment = PairMoment(f"{review_id}#{marker.id}", _words(document, marker))
                moments.setdefault(moment.id, moment)
    return tuple(moments.values())


def _documents(folder: Path, alliance: Alliance) -> Iterator[Review | Feedback]:
    for head in heads_in(folder, ["review", "self_review", "feedback"]):
        people = [name for name in (head.session.coach, head.session.reviewer) if name]
        if head.trouble is None and is_between(alliance, *people):
            try:
                if document := _readable(head):
                    yield document
            except SessionLensError:
                continue


def _readable(head: Head) -> Review | Feedback | None:
    if head.kind == "feedback":
        feedback = load_feedback(head.path)
        return None if why_sealed(feedback, head.path) else feedback
    review = load_review(head.path)
    return None if why_refused(head.path, review) else review


def _words(document: Review | Feedback, marker: Marker) -> str:
    session = document.session
    day = session.date.isoformat() if session.date else session.title
    words = marker.comment or marker.quote or marker.competency or marker.rating or ""
    return " ".join(filter(None, [day, clock(marker.start), marker.glyph, words]))
