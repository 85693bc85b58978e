"""Coaches' own reviews that are not finished: remembered, wherever they lie."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef
from sessionlens.files import exists
from sessionlens.storage.heads import folders_beside, heads_in
from sessionlens.storage.state import load_remembered, save_remembered, state_folder, state_name


class OwnReviewState(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A coach's own review that is not finished: where it lies, and which session it is about.

    `path` is quoted as in an address: it may hold anything. `about` are the ids of the reviews
    whose feedback was opened on its recording.
    """

    id: str
    path: str
    recording: RecordingRef
    title: str = ""
    about: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """The file of the review."""
        return Path(os.fsdecode(unquote_to_bytes(self.path)))


_NO_OWN_REVIEW = OwnReviewState(id="", path="", recording=RecordingRef(file=""))


def own_reviews(folder: Path | None = None) -> Iterator[OwnReviewState]:
    """The own reviews that are not finished, as far as they are still there to be finished."""
    try:
        paths = sorted((state_folder(folder) / "own").glob("*.toml"))
    except OSError:
        return
    for path in paths:
        if not re.fullmatch(r"[0-9a-f]{32}", path.stem):
            continue  # a broken one that was kept aside
        state = load_remembered(path, _NO_OWN_REVIEW)
        if exists(state.file):
            yield state
        elif (moved := _moved(state)) is not None:
            yield replace(state, path=_quoted(moved))
        elif exists(state.file.parent):  # else it may be on a disk that is not in
            with suppress(OSError):
                path.unlink()


def _moved(state: OwnReviewState) -> Path | None:
    """Where a review is that has another name now, or whose folder has; None where it is not."""
    folder = state.file.parent
    for near in (folder, *folders_beside(folder)):
        for head in heads_in(near, ["self_review"]):
            if head.id == state.id and not head.exported:
                return head.path
    return None


def _quoted(path: Path) -> str:
    return quote(os.fsencode(path))


def remember_own_review(
    review_id: str,
    path: Path,
    recording: RecordingRef,
    title: str,
    *,
    about: str = "",
    folder: Path | None = None,
) -> None:
    """Remember a coach's own review that is not finished, if that can be done.

    `about` is the id of a mentor's review that is of its recording.
    """
    file = _own_file(review_id, folder)
    before = load_remembered(file, _NO_OWN_REVIEW)
    state = OwnReviewState(
        id=review_id,
        path=_quoted(path.absolute()),
        recording=recording,
        title=title,
        about=tuple(dict.fromkeys([*before.about, *filter(None, [about])])),
    )
    if state == before:
        return
    try:
        save_remembered(file, state)
    except SessionLensError:
        return  # it is looked for beside the feedback and the recording, too


def forget_own_review(review_id: str, folder: Path | None = None) -> None:
    """Forget an own review that is finished, if that can be done."""
    try:
        _own_file(review_id, folder).unlink(missing_ok=True)
    except OSError:
        return  # its file says that it is finished


def _own_file(review_id: str, folder: Path | None) -> Path:
    # One file each: of two windows, none takes back what the other has remembered.
    return state_folder(folder) / "own" / state_name(review_id)
