"""Where the files that belong to a recording lie."""

import os
from pathlib import Path

import tomli

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Role
from sessionlens.files import exists, is_file, make_private_folder, real
from sessionlens.storage import atomic, document
from sessionlens.storage.kinds import Kind
from sessionlens.storage.names import counterpart, mark, own_names, short

REVIEW_KINDS: dict[Role, Kind] = {
    "mentor": "review",
    "supervisor": "review",
    "coach": "self_review",
}


def review_path(recording: Path, role: Role = "mentor") -> Path:
    """The review of a recording: `talk.review.toml` beside it, `talk.self.review.toml` for a coach.

    Where that name belongs to another recording (`talk.m4a`, `talk.wav`), the whole name is used:
    `talk.wav.review.toml`. In a folder that cannot be written, the review goes to the user's data
    folder (`fallback_notice` says so), and one that lies beside the recording is copied there.
    """
    path, beside = review_places(recording, role)
    if path.parent != recording.parent and is_file(beside) and not exists(path):
        atomic.write_bytes(path, document.read_bytes(beside))
    return path


def review_places(recording: Path, role: Role = "mentor") -> tuple[Path, Path]:
    """Where the review of a recording is written, and where one may lie beside the recording."""
    kind = REVIEW_KINDS[role]
    return (
        own_path(folder_for(recording), recording, kind),
        own_path(recording.parent, recording, kind),
    )


def transcript_path(recording: Path) -> Path:
    """The transcript we write for a recording: `talk.transcript.json`, beside the review."""
    folder = folder_for(recording)
    usual, whole = (folder / name for name in own_names(recording, "transcript"))
    return whole if exists(whole) else usual


def feedback_path(review: Path) -> Path:
    """Where a review is exported to: `talk.review.toml` becomes `talk.feedback.toml`."""
    return counterpart(review, "review", "feedback")


def folder_for(recording: Path) -> Path:
    """The recording's folder, or one in the user's data folder if that cannot be written.

    Where neither can, it is the recording's own: what lies there can still be read.
    """
    folder = recording.parent
    if _writable(folder):
        return folder
    fallback = fallback_folder(recording)
    try:
        make_private_folder(fallback)
    except OSError:
        return folder
    return fallback


def fallback_folder(recording: Path) -> Path:
    """Where the files of a recording go whose own folder cannot be written."""
    # NamedFile after the place as well: recordings of one name lie in many folders.
    place = mark(os.fsencode(real(recording)))
    return fallbacks_folder() / f"{short(recording.stem)}-{place}"


def fallbacks_folder() -> Path:
    """Where the folders lie of recordings whose own folder cannot be written."""
    return resources.data_folder() / "reviews"


def fallback_notice(recording: Path, path: Path) -> str:
    """The sentence to show when the review is not beside its recording; empty when it is."""
    if path.parent == recording.parent:
        return ""
    return (
        f"The folder of {recording.name} cannot be written, so your review is kept in {path.parent}"
    )


def nowhere_notice(path: Path) -> str:
    """The sentence to show when a file found by `folder_for` cannot be written; empty if it can."""
    if _writable(path.parent):
        return ""
    return (
        f"Neither the folder of {path.name} nor your own data folder can be written, so this is"
        " read-only here"
    )


def recording_file(recording: Path, review: Path) -> str:
    """How a review names its recording: relative, with '/'; absolute where that cannot be."""
    try:
        relative = os.path.relpath(real(recording), real(review.parent))
    except ValueError:  # another drive
        return real(recording).as_posix()
    if Path(relative).parts[:2] == ("..", ".."):  # far away: a path that a person can read
        return real(recording).as_posix()
    return Path(relative).as_posix()


def recording_path(file: str, review: Path) -> Path:
    """Where the recording named by a review or feedback file should be."""
    return review.parent / file


def own_path(folder: Path, recording: Path, kind: Kind) -> Path:
    """Where a folder has a recording's file of this kind; its usual name may be another one's."""
    usual, whole = (folder / name for name in own_names(recording, kind))
    return whole if exists(whole) or _of_another(usual, recording) else usual


def _of_another(review: Path, recording: Path) -> bool:
    """Whether an existing review says that it is about another file, which is still there."""
    try:
        named = _recording_named_in(document.read_bytes(review).decode("utf-8-sig"))
        other = recording_path(named, review)
        return other.name != recording.name and exists(other)
    except (SessionLensError, OSError, ValueError, KeyError, TypeError, RecursionError):
        return False  # whoever opens it will say what is wrong with it


def _recording_named_in(text: str) -> str:
    # Markers can be many, and come after it unless somebody has moved it.
    head = tomli.loads(text.split("\n[[", 1)[0])
    table = head if "recording" in head else tomli.loads(text)
    return str(table["recording"]["file"])


def _writable(folder: Path) -> bool:
    """Found by trying: permissions alone do not tell, and mean little on Windows."""
    probe = folder / f".sessionlens-{os.getpid()}-probe.tmp"
    try:
        probe.touch(0o600)
        probe.unlink()
    except OSError:
        return False
    return True
