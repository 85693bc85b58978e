"""The shipped sample session, copied to where it can be worked on."""

from pathlib import Path

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import (
    LARGEST_TRANSCRIPT,
    exists,
    make_private_folder,
    not_written,
    read_whole,
)
from sessionlens.library.kinds import kind_of
from sessionlens.library.review import OpenedReview, open_review
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.kinds import ENDINGS, Kind
from sessionlens.storage.names import named
from sessionlens.storage.paths import review_path

RUBRIC = "icf-core"
"""What the sample's good and less good moments were written for."""


def open_sample() -> OpenedReview:
    """Open the sample session in the user's data folder; raises SessionLensError."""
    recording = copy_sample(resources.data_folder() / "demo")
    return open_review(recording, rubric=None if exists(review_path(recording)) else RUBRIC)


def copy_sample(folder: Path, *, transcript: bool = True) -> Path:
    """Copy what is missing of the sample into a folder; returns the recording there.

    Without `transcript`, what is said is left to be recognised. Nothing that lies there is
    overwritten. Raises SessionLensError when it cannot be copied.
    """
    try:
        make_private_folder(folder)
    except OSError as error:
        raise not_written(error, folder) from error
    recording = None
    for source in sorted(resources.sample_folder().glob("first-session.*")):
        if not transcript and _kind(source) == "transcript":
            continue
        copy = folder / _name(source)
        if not exists(copy):
            data = read_whole(source, LARGEST_TRANSCRIPT, "part of the sample")
            # The feedback says how to open it.
            write_bytes(copy, data.replace(source.name.encode(), copy.name.encode()))
        if kind_of(source) == "recording":
            recording = copy
    if recording is None:
        raise SessionLensError(
            "The sample session is missing from this installation", "Install SessionLens again"
        )
    return recording


def _name(source: Path) -> str:
    # Under its own name, the example would lie where the user's own export belongs.
    if _kind(source) == "feedback":
        return f"example{ENDINGS['feedback']}"
    return source.name


def _kind(source: Path) -> Kind | None:
    parts = named(source.name)
    return parts[1] if parts else None
