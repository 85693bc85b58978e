"""Where coaches' reviews of themselves lie: in folders, and those that are remembered."""

from collections.abc import Iterator
from pathlib import Path

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.review import Review
from sessionlens.domain.seal import Conversation, sealed
from sessionlens.storage.heads import Head, heads_in
from sessionlens.storage.names import named
from sessionlens.storage.unfinished import forget_own_review, remember_own_review


def own_reviews_in(folder: Path) -> Iterator[Head]:
    """The reviews of a folder that are by their coach, in order of their names.

    One that does not say whose it is counts where its name does. A folder that cannot be listed
    has none.
    """
    for head in heads_in(folder, ("review", "self_review")):
        parts = named(head.path.name)
        named_so = parts is not None and parts[1] == "self_review"
        if head.kind == "self_review" or (named_so and not head.session.role):
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
