"""The coach's review of themselves: where it lies, and whether it seals the mentor's moments."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.seal import with_broken_seal
from sessionlens.storage.document import may_hold
from sessionlens.storage.names import files_of
from sessionlens.storage.paths import review_places
from sessionlens.storage.reviews import ReviewFile, load_review


class SelfReview(NamedTuple):
    """A coach's review of one recording, if there is one, and what is odd about others there."""

    path: Path | None = None
    review: Review | None = None
    notices: tuple[str, ...] = ()


def find_self_review(recording: Path | None, file: Path, reference: RecordingRef) -> SelfReview:
    """The coach's review of this recording, found by the recording or else beside `file`.

    `reference` is how `file` names the recording. A review that cannot be read becomes a notice.
    """
    usual = review_places(recording, "coach") if recording else ()
    notices: list[str] = []
    name = file_name(reference.file)
    others = [
        path
        for path in files_of("self_review", file.parent)
        if may_hold(path, name) or (reference.sha256 and may_hold(path, reference.sha256))
    ]
    for path in dict.fromkeys([*(one for one in usual if one.is_file()), *others]):
        try:
            review = load_review(path)
        except SessionLensError as error:
            notices.append(f"A self-review here cannot be read: {error}")
            continue
        if path in usual or _same_recording(review.recording, reference):
            return SelfReview(path, review, tuple(notices))
    return SelfReview(notices=tuple(notices))


def finish(path: Path, at: dt.datetime) -> Review:
    """Declare a self-review finished; raises SessionLensError, also when it is open elsewhere."""
    return _changed(path, lambda review: replace(review, finished=review.finished or at))


def break_seal(path: Path, at: dt.datetime) -> Review:
    """Write into a self-review that its coach reads the mentor's moments before it is finished.

    Raises SessionLensError when that cannot be written, also when it is open elsewhere.
    """
    return _changed(path, lambda review: with_broken_seal(review, at))


def _changed(path: Path, change: Callable[[Review], Review]) -> Review:
    file = ReviewFile(path)
    file.claim()
    try:
        review = file.load()
        changed = change(review)
        if changed != review:
            file.save(changed)
        return changed
    finally:
        file.close()


def _same_recording(one: RecordingRef, other: RecordingRef) -> bool:
    if one.sha256 and other.sha256:
        return one.sha256 == other.sha256
    return file_name(one.file) == file_name(other.file)
