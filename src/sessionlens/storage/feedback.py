"""Feedback files: what the coach receives."""

from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.files import not_written
from sessionlens.storage import atomic, document, toml
from sessionlens.storage.checks import (
    check_answers,
    check_markers,
    check_recording,
    check_responses,
    check_session,
    check_sounds,
)
from sessionlens.storage.feedback_text import feedback_text
from sessionlens.storage.kinds import KINDS

FORMAT = KINDS["feedback"].format


def load_feedback(path: Path) -> Feedback:
    """Read a feedback file; raises SessionLensError with file, line and key."""
    source = document.read(path).require(FORMAT)
    feedback = toml.convert(source, Feedback)
    check_markers(source, feedback.markers, feedback.verdicts)
    check_answers(source, feedback.answers)
    check_responses(source, feedback.responses)
    check_sounds(source, feedback.sounds)
    check_session(source, feedback.session)
    check_recording(source, feedback.recording)
    return feedback


def encode_feedback(feedback: Feedback, name: str = "FILE") -> bytes:
    """The feedback as the bytes of its file; `name` is what its first lines call that file."""
    return feedback_text(feedback, name).encode()


def write_feedback(path: Path, feedback: Feedback, force: bool = False) -> None:
    """Write a feedback file; one that exists is replaced only by `force`.

    Raises SessionLensError when it exists or cannot be written.
    """
    write_new(path, encode_feedback(feedback, path.name), force)


def write_new(path: Path, data: bytes, force: bool = False) -> None:
    """Write a file that must not exist yet, unless `force`; raises SessionLensError."""
    try:
        exists = path.exists()
    except OSError as error:
        raise not_written(error, path) from error
    if exists and not force:
        raise SessionLensError(
            "This file exists already", "Choose another name or use --force", where=path
        )
    atomic.write_bytes(path, data)
