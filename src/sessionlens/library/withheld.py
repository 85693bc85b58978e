"""Which reviews somebody else may not see, or not yet: a coach's own, and observers' of a group."""

from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review, Session
from sessionlens.domain.roles import people
from sessionlens.domain.seal import NOT_EXPORTED, Conversation, observing
from sessionlens.domain.text import file_name
from sessionlens.library.own_reviews import conversation_of
from sessionlens.storage.heads import Head, heads_in
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import used_folders, was_exported, was_worked_on


def private_file(path: Path, session: Session) -> SessionLensError:
    """Why nothing is shown of somebody's own review that has not been exported."""
    return SessionLensError(
        f"This is the {people(session).coach}'s private file, and nothing of it is shown",
        "Ask them for the copy that their export makes",
        where=path,
    )


def why_withheld(review_id: str, path: Path) -> str | None:
    """Why the mentor may not see the coach's self-review yet; None when they may.

    The mentor's review at `path` counts as exported where its feedback lies beside it, or where
    this program remembers to have exported it to another place.
    """
    if was_exported(review_id):
        return None
    exported = {head.review for head in heads_in(path.parent, ["feedback"])}
    return None if review_id in exported else NOT_EXPORTED


def open_observations(
    folder: Path, conversations: Collection[Conversation], *, together: bool
) -> Iterator[tuple[Path, Review]]:
    """One's own reviews of a group session in a folder, neither finished nor exported.

    `conversations` is the session, as each of its recordings has it; `together` is as in
    `Conversation.is_that_of`. One's own is what was worked on here.
    """
    for head in heads_in(folder, ["review"]):
        if head.trouble or head.session.setting != "group" or not was_worked_on(head.review):
            continue
        own = conversation_of(head)
        if not any(own.is_that_of(other, together=together) for other in conversations):
            continue
        try:
            review = load_review(head.path)
        except SessionLensError:
            continue  # it is said where it is opened
        if observing(review) and is_open(review, head.path):
            yield head.path, review


def is_open(review: Review, path: Path) -> bool:
    """Whether somebody still works on their review of a session that others see, too."""
    if review.session.role == "coach" or review.finished or review.seal_broken:
        return False
    return why_withheld(review.id, path) is not None


def refuse_withheld(path: Path, own: Review) -> None:
    """Raise SessionLensError for a coach's own review that may not be seen where it lies."""
    if refused := why_refused(path, own):
        raise refused


def why_refused(path: Path, own: Review) -> SessionLensError | None:
    """Why a coach's own review may not be seen where it lies; None for anything that may.

    A private one may not where a mentor's review of the conversation lies beside it, unless it was
    worked on here; a copy that was sent may not until such a review is exported, which may also lie
    where recordings were opened.
    """
    if own.session.role != "coach" or (not own.exported and was_worked_on(own.id)):
        return None
    beside = _mentors(path.parent, own, together=True)
    if not own.exported:
        mentors = next(beside, None)
        return None if mentors is None else _private_here(path, own.session, mentors.path)
    elsewhere = (
        head
        for folder in used_folders()
        if folder != path.parent
        for head in _mentors(folder, own, together=False)
    )
    for head in chain(beside, elsewhere):
        if reason := why_withheld(head.review, head.path):
            hint = f"Export it first: sessionlens export {head.path.name}"
            return SessionLensError(reason, hint, where=path)
    return None


def _private_here(path: Path, session: Session, mentors: Path) -> SessionLensError:
    refused = private_file(path, session)
    way_out = f"{refused.hint}; if it is yours, move {file_name(mentors.name)} out of this folder"
    return SessionLensError(refused.what, way_out, where=path)


def _mentors(folder: Path, own: Review, *, together: bool) -> Iterator[Head]:
    """The mentors' reviews of the same conversation in a folder."""
    conversation = conversation_of(own)
    for head in heads_in(folder, ["review"]):
        if head.trouble is None and conversation_of(head).is_that_of(
            conversation, together=together
        ):
            yield head
