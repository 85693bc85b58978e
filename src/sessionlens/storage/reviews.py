"""Review files: the reviewer's own, saved on every change."""

import re
from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.review import Review
from sessionlens.storage import atomic, document, toml
from sessionlens.storage.checks import check_markers
from sessionlens.storage.document import Document
from sessionlens.storage.guarded import GuardedFile
from sessionlens.storage.lock import Lock

FORMAT = "sessionlens.review"

_NUMBERED = re.compile(r"m(\d{1,9})")


def load_review(path: Path) -> Review:
    """Read a review; raises SessionLensError with file, line and key for anything wrong in it."""
    return _review(document.read(path))


def encode_review(review: Review) -> bytes:
    """The review as the bytes of its file."""
    return toml.dumps(FORMAT, review)


class ReviewFile:
    """A review's file while it is being worked on.

    `claim` first, to make it ours alone; where that is refused, it can still be read. Then `load`,
    if it exists, and `save`, which is durable when it returns.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = GuardedFile(path)
        self._lock = Lock(path)
        self._refused = False

    @property
    def read_only(self) -> str:
        """The sentence that says why saving is refused; empty when it is not."""
        return self._lock.notice if self._refused else ""

    def claim(self) -> bool:
        """Keep other instances from writing; returns whether we may, `read_only` says why not."""
        self._refused = not self._lock.acquire()
        if self._lock.held:
            atomic.sweep(self.path)
        return not self._refused

    def load(self) -> Review:
        """Read the review; raises SessionLensError."""
        data = document.read_bytes(self.path)
        review = _review(document.parse(data, self.path))
        self._file.seen(data)
        return review

    def prepare(self, review: Review) -> None:
        """Encode the review now, so that the first marker need not wait for all the others."""
        encode_review(review)

    def save(self, review: Review) -> None:
        """Write the review durably.

        Raises SessionLensError when another instance has claimed the file, when another program
        has changed it since we read or wrote it (our version is then saved beside it), or when it
        cannot be written. Nothing is overwritten then.
        """
        if self._refused:
            raise self._lock.refusal()
        self._file.write(encode_review(review))

    def save_copy(self, review: Review) -> Path:
        """Write the review beside its file; returns where. Raises SessionLensError."""
        return self._file.save_copy(encode_review(review))

    def close(self) -> None:
        """Let other instances write."""
        self._lock.release()


def _review(source: Document) -> Review:
    source.require(FORMAT)
    review = toml.convert(source, Review)
    check_markers(source, review.markers, review.verdicts)
    numbers = [int(match[1]) for one in review.markers if (match := _NUMBERED.fullmatch(one.id))]
    highest = max([review.last_marker, *numbers])
    return replace(review, last_marker=highest) if highest > review.last_marker else review
