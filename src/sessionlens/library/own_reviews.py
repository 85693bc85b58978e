"""Where coaches' reviews of themselves lie: in folders, and those that are remembered."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.review import Review
from sessionlens.domain.seal import Conversation, sealed
from sessionlens.files import LARGEST_DOCUMENT, read_head
from sessionlens.storage.heads import Head, head_of, may_be_document
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.names import named
from sessionlens.storage.unfinished import forget_own_review, remember_own_review

_BEGINNING = 4096  # bytes in which a document says what it is
_FORMAT = KINDS["review"].format.encode()
_BY_COACH = re.compile(rb"^[ \t]*(?:session\.)?role[ \t]*=[ \t]*[\"']coach[\"']", re.MULTILINE)


def own_reviews_in(folder: Path) -> Iterator[Head]:
    """The reviews of a folder that are by their coach, in order of their names.

    Only what looks like one is read: a folder of downloads has thousands of files. One that cannot
    be read counts where its name or a line in it says so. A folder that cannot be listed has none.
    """
    try:
        with os.scandir(folder) as files:
            paths = sorted(Path(file.path) for file in files if may_be_document(file.name))
    except OSError:
        return
    for path in paths:
        if not _looks_like_one(path):
            continue
        head = head_of(path)
        if head is None or head.kind not in ("self_review", "review"):
            continue
        if head.kind == "self_review" or head.trouble or not head.session.role:
            yield head


def conversation_of(file: Head | Review | Feedback) -> Conversation:
    """What a document is about."""
    return Conversation(file.recording, file.session.title)


def keep_track(path: Path, review: Review) -> None:
    """Remember a coach's own review as long as it is not finished, if that can be done."""
    if review.session.role == "coach" and sealed(review):
        remember_own_review(review.id, path, review.recording, review.session.title)
    else:
        forget_own_review(review.id)


def _looks_like_one(path: Path) -> bool:
    try:
        if _FORMAT not in read_head(path, _BEGINNING):
            return False
        parts = named(path.name)
        by_name = parts is not None and parts[1] == "self_review"
        return by_name or bool(_BY_COACH.search(read_head(path, LARGEST_DOCUMENT)))
    except SessionLensError:
        return False
