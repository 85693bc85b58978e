"""Which review belongs to a recording, however the recording is reached.

Links, other mounts and renamed files lead to one recording: its review is found, and a second one
is never begun beside it.
"""

import glob
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec import ValidationError, convert

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import RecordingRef, Role, Session
from sessionlens.files import exists, is_file
from sessionlens.library.relinking import is_same_content
from sessionlens.storage import document
from sessionlens.storage.conflicts import is_conflict_copy
from sessionlens.storage.heads import heads_in
from sessionlens.storage.kinds import Kind
from sessionlens.storage.names import named, own_names, short
from sessionlens.storage.paths import (
    REVIEW_KINDS,
    fallback_folder,
    fallbacks_folder,
    own_path,
    recording_path,
    review_path,
    review_places,
)
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import load_state
from sessionlens.storage.toml import decode_value


class ReviewPlace(NamedTuple):
    """Where the review of a recording is or will be, and what the reviewer should know of that."""

    path: Path
    notices: tuple[str, ...] = ()


def real_path(recording: Path) -> Path:
    """The recording itself where a link to it was named; else the path as it was, made absolute.

    A link to a folder on the way stays: what lies in it is the same.
    """
    recording = recording.absolute()
    real = Path(os.path.realpath(recording))
    try:
        if real.name == recording.name and real.parent.samefile(recording.parent):
            return recording
    except OSError:
        return recording
    return real


def review_place(recording: Path, role: Role = "mentor") -> ReviewPlace:
    """The review of a recording: under its usual name, or wherever an earlier one of it lies.

    In a folder that cannot be written it lies in the user's data folder, and one that lies beside
    the recording is copied there. Raises SessionLensError when that cannot be done.
    """
    kind, real = REVIEW_KINDS[role], real_path(recording)
    usual, beside = review_places(real, role)
    if is_file(usual):
        return ReviewPlace(usual)
    if (place := _reached_otherwise(recording, real, kind)) is not None:
        return place
    if not is_file(beside) and (other := _under_another_name(real, kind)) is not None:
        return other
    return ReviewPlace(review_path(real, role))


def _reached_otherwise(recording: Path, real: Path, kind: Kind) -> ReviewPlace | None:
    """A review that was begun when the recording was reached through a link or another mount."""
    through_link = own_path(recording.parent, recording, kind)
    if real != recording.absolute() and is_file(through_link):
        notice = f"The review lies beside the link {recording.name}, in {through_link.parent}"
        return ReviewPlace(through_link.absolute(), (notice,))
    for path in _kept_elsewhere(real, kind):
        if _is_about(path, real):
            return ReviewPlace(path, (f"The review of {real.name} is kept in {path.parent}",))
    return None


def _under_another_name(real: Path, kind: Kind) -> ReviewPlace | None:
    """A review in the same folder that is about this recording, whatever it is called."""
    usual = own_path(real.parent, real, kind)
    for head in heads_in(real.parent, [kind]):
        path = head.path
        own = head.exported is None and not is_conflict_copy(path.name)
        if own and path != usual and _is_about(path, real):
            renamed = ", which was renamed" if named(path.name) else ""
            return ReviewPlace(
                path, (f"The review in {path.name} is about this recording{renamed}",)
            )
    return None


def _kept_elsewhere(real: Path, kind: Kind) -> Iterator[Path]:
    """Reviews in the user's data folder of recordings of this name, its own first."""
    own = fallback_folder(real)
    try:
        others = sorted(fallbacks_folder().glob(f"{glob.escape(short(real.stem))}-*"))
    except OSError:
        return
    for folder in dict.fromkeys([own, *others]):
        for name in own_names(real, kind):
            if is_file(folder / name):
                yield folder / name


def remembered_track(recording: Path) -> int:
    """The audio track that was chosen in the review of a recording, 0 if none was."""
    path = review_place(recording).path
    try:
        return load_state(load_review(path).id).track if is_file(path) else 0
    except SessionLensError:
        return 0  # who opens the review is told what is wrong with it


def sessions_of(recording: Path) -> list[Session]:
    """The details in the reviews of a recording, the mentor's first; none where none is readable.

    Who opens such a review is told what is wrong with it.
    """
    sessions = []
    for role in REVIEW_KINDS:
        with suppress(SessionLensError):
            path = review_place(recording, role).path
            if is_file(path):
                sessions.append(load_review(path).session)
    return sessions


def _is_about(review: Path, real: Path) -> bool:
    """Whether a review is about this recording: the file that it names, or one with its content.

    Where the named file is still there, nothing but that file counts. What cannot be read is about
    nothing: whoever opens it is told.
    """
    try:
        table = document.read(review).table
        if "exported" in table:
            return False  # a copy that was made to be sent
        reference = convert(table["recording"], RecordingRef, dec_hook=decode_value)
        there = recording_path(reference.file, review)
        if exists(there):
            return there.samefile(real)
        if reference.sha256 or reference.sound_sha256:
            return is_same_content(reference, real)
        return not reference.duration and file_name(reference.file) == real.name
    except (SessionLensError, OSError, ValidationError, KeyError, ValueError):
        return False
