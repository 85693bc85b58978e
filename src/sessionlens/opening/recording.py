"""Which recording is meant, and whether it can be heard at all."""

from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.opening.first_look import looks_well
from sessionlens.opening.kinds import kind_of
from sessionlens.storage.paths import recording_path
from sessionlens.storage.reasons import not_read
from sessionlens.storage.reviews import load_review

_HINTS = {
    "transcript": "Name the recording; --transcript names its transcript",
    "feedback": "Name the recording that it is about",
}


def ensure_recording(path: Path) -> None:
    """Raise SessionLensError unless this can be heard.

    A file whose headers look well is not opened by a decoder here: that would hold up the screen.
    """
    kind = kind_of(path)
    if kind != "recording":
        hint = _HINTS.get(kind, "Name a recording")
        raise SessionLensError(f"This is not a recording ({_described(kind)})", hint, where=path)
    try:
        if looks_well(path):
            return
    except OSError as error:
        raise not_read(error, path) from error
    from sessionlens.audio.recording import open_recording

    open_recording(path).close()


def recording_of(review: Path) -> Path:
    """The recording that a review is about: where it says, or beside it under the same name.

    Raises SessionLensError when it is at neither place.
    """
    file = load_review(review).recording.file
    said = recording_path(file, review)
    beside = review.parent / said.name
    for place in (said, beside):
        if place.is_file():
            return place
    raise SessionLensError(
        f"Its recording '{file}' is not there",
        "Put it beside the review, or name it: sessionlens review RECORDING",
        where=review,
    )


def _described(kind: str) -> str:
    return {"transcript": "it is text", "toml": "it is a TOML file"}.get(kind, f"it is a {kind}")
