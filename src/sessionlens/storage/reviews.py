"""Review files: the reviewer's own, saved on every change."""

import re
from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.review import Review
from sessionlens.storage import document, toml
from sessionlens.storage.checks import (
    check_markers,
    check_recording,
    check_responses,
    check_session,
    check_sounds,
)
from sessionlens.storage.document import Document
from sessionlens.storage.kinds import ENDINGS, KINDS
from sessionlens.storage.owned import OwnedFile

FORMAT = KINDS["review"].format

TO_SEND = f".to-send{ENDINGS['self_review']}"

_HEAD_TO_SEND = """\
What a coach noticed in their own session, without what is private. Put it beside the review of the
session: the questions are seen there at once, the rest when the feedback has been exported.
"""

_NUMBERED = re.compile(r"m(\d{1,9})")


def load_review(path: Path) -> Review:
    """Read a review; raises SessionLensError with file, line and key for anything wrong in it."""
    return _review(document.read(path))


def encode_review(review: Review) -> bytes:
    """The review as the bytes of its file; the first lines of a copy say whom it is for."""
    return toml.dumps(FORMAT, review, head=_HEAD_TO_SEND if review.exported else "")


class ReviewFile(OwnedFile[Review]):
    """A review's file while it is being worked on; see `OwnedFile`."""

    KIND = "review"

    def _encode(self, value: Review) -> bytes:
        return encode_review(value)

    def _decode(self, source: Document) -> Review:
        return _review(source)


def _review(source: Document) -> Review:
    source.require(FORMAT)
    review = toml.convert(source, Review)
    check_markers(source, review.markers, review.verdicts)
    check_responses(source, review.responses)
    check_sounds(source, review.sounds)
    check_session(source, review.session)
    check_recording(source, review.recording)
    numbers = [int(match[1]) for one in review.markers if (match := _NUMBERED.fullmatch(one.id))]
    highest = max([review.last_marker, *numbers])
    return replace(review, last_marker=highest) if highest > review.last_marker else review
