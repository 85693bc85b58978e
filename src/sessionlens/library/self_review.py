"""The coach's review of themselves: where it lies, and whether it seals the mentor's moments."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.seal import BEGUN, sealed, with_broken_seal
from sessionlens.files import exists, is_file
from sessionlens.library.review_place import real_path, review_place
from sessionlens.storage import atomic, document
from sessionlens.storage.document import may_hold
from sessionlens.storage.lock import claimed
from sessionlens.storage.names import counterpart, files_of, own_names
from sessionlens.storage.paths import review_places
from sessionlens.storage.reviews import ReviewFile, load_review

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:(?:format|version|#)[^\n]*\n|\s)*")


class SelfReview(NamedTuple):
    """A coach's review of one recording, if there is one, and what is odd about others there.

    `seal` says why the mentor's moments may not be shown yet, or is None. Without a `review`, but
    with a `path`, it cannot be read, or it is open in another window with nothing noted in it yet.
    """

    path: Path | None = None
    review: Review | None = None
    notices: tuple[str, ...] = ()
    seal: str | None = None


def find_self_review(recording: Path | None, file: Path, reference: RecordingRef) -> SelfReview:
    """The coach's review of this recording, found by the recording or else beside `file`.

    `reference` is how `file` names the recording. A review that cannot be read becomes a notice,
    and it seals the moments: whether it is finished cannot be told.
    """
    usual = _usual_places(recording) if recording else ()
    notices: list[str] = []
    unreadable: SelfReview | None = None
    marks = (file_name(reference.file), reference.sha256, reference.sound_sha256)
    texts = [text for text in marks if text]
    others = [
        path
        for path in files_of("self_review", file.parent)
        if any(may_hold(path, text) for text in texts)
    ]
    for path in dict.fromkeys([*(one for one in usual if is_file(one)), *others]):
        try:
            review = load_review(path)
        except SessionLensError as error:
            notices.append(f"A self-review here cannot be read: {error}")
            unreadable = unreadable or SelfReview(path, seal=_unreadable(error, path))
            if path in usual:
                break
            continue
        if path in usual or _same_recording(review.recording, reference):
            return SelfReview(path, review, tuple(notices), sealed(review))
    if unreadable is not None:
        return unreadable._replace(notices=tuple(notices))
    begun = _begun(usual, file, reference)
    return SelfReview(begun, notices=tuple(notices), seal=BEGUN if begun else None)


def _usual_places(recording: Path) -> tuple[Path, ...]:
    """Where the self-review of a recording is, also if it was reached through a link."""
    place = review_place(recording, "coach").path
    return tuple(dict.fromkeys([place, *review_places(real_path(recording), "coach")]))


def _unreadable(error: SessionLensError, path: Path) -> str:
    place = path.name if error.line is None else f"{path.name}, line {error.line}"
    return (
        "Your own review cannot be read, so your mentor's moments stay sealed"
        f" ({place}: {error.what})"
    )


def _begun(usual: tuple[Path, ...], file: Path, reference: RecordingRef) -> Path | None:
    """The self-review that somebody has open and that is not written yet: only its lock is."""
    names = own_names(Path(file_name(reference.file)), "self_review")
    beside = (counterpart(file, "feedback", "self_review"), *map(file.with_name, names))
    for path in (*usual, *beside):
        if not exists(path) and claimed(path):
            return path
    return None


def finish(path: Path, at: dt.datetime) -> Review | None:
    """Declare a self-review finished; None where nothing was noted in it.

    Raises SessionLensError, also when it is open elsewhere.
    """
    with _claimed(path) as file:
        if not exists(path):
            return None
        review = file.load()
        finished = replace(review, finished=review.finished or at)
        if finished != review:
            file.save(finished)
        return finished


def break_seal(path: Path, at: dt.datetime) -> Review | None:
    """Write into a self-review that its coach reads the mentor's moments before it is finished.

    In one that cannot be read, a line is added and all else left as it is. None for such a one, and
    where nothing was noted in it. Raises SessionLensError when that cannot be written, also when it
    is open elsewhere.
    """
    with _claimed(path) as file:
        if not exists(path):
            return None
        try:
            review = file.load()
        except SessionLensError:
            _add_line(path, f"seal_broken = {at.isoformat()}\n".encode())
            return None
        broken = with_broken_seal(review, at)
        if broken != review:
            file.save(broken)
        return broken


def _add_line(path: Path, line: bytes) -> None:
    """Add a line below the head of a file in which a person has made a mistake."""
    data = document.read_bytes(path)
    if line.split(b"=")[0] in data:
        return
    if b"\0" in data:  # no text
        raise SessionLensError(
            "That you break the seal cannot be written into this file",
            "Correct it in a text editor",
            where=path,
        )
    head = _HEAD.match(data)
    end = head.end() if head else 0
    atomic.write_bytes(path, data[:end] + line + data[end:])


@contextmanager
def _claimed(path: Path) -> Iterator[ReviewFile]:
    file = ReviewFile(path)
    try:
        if not file.claim():
            raise file.refusal()
        yield file
    finally:
        file.close()


def _same_recording(reference: RecordingRef, other: RecordingRef) -> bool:
    same = reference.same_as(other)
    return file_name(reference.file) == file_name(other.file) if same is None else same
