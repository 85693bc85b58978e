"""Reviews of group sessions as they were when they were finished: what is compared stays that."""

from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review
from sessionlens.files import exists, make_private_folder
from sessionlens.storage import atomic
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.state import state_folder, state_name

_KEPT = ("markers", "verdicts", "summary")


def keep_finished(review: Review, folder: Path | None = None) -> None:
    """Keep a review as it is, once for each time that it is finished; if that can be done.

    One that is not finished is kept no longer.
    """
    path = _file(review.id, folder)
    if review.finished is None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return
    kept = _kept(path)
    if kept is not None and kept.finished == review.finished:
        return
    with suppress(SessionLensError, OSError):
        make_private_folder(path.parent)
        atomic.write_bytes(path, encode_review(review), follow=False)


def as_finished(review: Review, folder: Path | None = None) -> Review | None:
    """A finished review as it was then; None where it has not been changed since, or nobody knows.

    Only what it says about the conversation: its details are those of now.
    """
    if review.finished is None:
        return None
    kept = _kept(_file(review.id, folder))
    if kept is None or (kept.id, kept.finished) != (review.id, review.finished):
        return None
    then = replace(review, **{name: getattr(kept, name) for name in _KEPT})
    return None if then == review else then


def _kept(path: Path) -> Review | None:
    if not exists(path):
        return None
    try:
        return load_review(path)
    except SessionLensError:
        return None


def _file(review_id: str, folder: Path | None) -> Path:
    return state_folder(folder) / "finished" / state_name(review_id)
