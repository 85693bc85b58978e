"""What a review becomes when it is exported, for the command and for the key."""

import datetime as dt
import uuid
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.opening.kinds import kind_of
from sessionlens.storage.paths import feedback_path, recording_path, review_path
from sessionlens.storage.reviews import load_review
from sessionlens.storage.rubrics import rubric_of


class Exported(Struct, frozen=True):
    """A feedback file to be written to `target`; `private` markers were left out of it."""

    feedback: Feedback
    target: Path
    review: Path
    recording: Path
    private: int


def exported(source: Path) -> Exported:
    """Make the feedback from a review, or from the review of a recording.

    Raises SessionLensError when there is none, or when something in it cannot be used.
    """
    path = review_of(source)
    review = load_review(path)
    rubric, _ = rubric_of(review.rubric, path.parent)
    feedback = feedback_from(
        review,
        rubric,
        feedback_id=uuid.uuid4().hex,
        exported=dt.datetime.now().astimezone().replace(microsecond=0),
    )
    return Exported(
        feedback=feedback,
        target=feedback_path(path),
        review=path,
        recording=recording_path(review.recording.file, path),
        private=len(review.markers) - len(feedback.markers),
    )


def review_of(source: Path) -> Path:
    """The review meant by a path: itself, or the one of that recording; raises SessionLensError."""
    match kind_of(source):
        case "review":
            return source
        case "recording":
            path = review_path(source)
            if path.exists():
                return path
            raise SessionLensError(
                f"There is no review of it yet ({path.name})",
                "Make one: sessionlens review RECORDING",
                where=source,
            )
        case kind:
            raise SessionLensError(
                f"This is a {kind}, not a review" if kind != "toml" else "This is not a review",
                "Name a *.review.toml, or its recording",
                where=source,
            )
