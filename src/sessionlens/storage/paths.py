"""Where the files that belong to a recording lie."""

import os
from pathlib import Path

import tomli

from sessionlens import resources
from sessionlens.domain.review import Role
from sessionlens.files import not_written
from sessionlens.storage import atomic, document

_REVIEWS: dict[Role, str] = {
    "mentor": ".review.toml",
    "supervisor": ".review.toml",
    "coach": ".self.review.toml",
}
_LONGEST = 200  # bytes of a name, which leaves room for endings within the usual 255


def review_path(recording: Path, role: Role = "mentor") -> Path:
    """The review of a recording: `talk.review.toml` beside it, `talk.self.review.toml` for a coach.

    Where that name belongs to another recording (`talk.m4a`, `talk.wav`), the whole name is used:
    `talk.wav.review.toml`. In a folder that cannot be written, the review goes to the user's data
    folder (`fallback_notice` says so), and one that lies beside the recording is copied there.
    """
    path, beside = review_places(recording, role)
    if path.parent != recording.parent and beside.is_file() and not path.exists():
        atomic.write_bytes(path, document.read_bytes(beside))
    return path


def review_places(recording: Path, role: Role = "mentor") -> tuple[Path, Path]:
    """Where the review of a recording is written, and where one may lie beside the recording."""
    ending = _REVIEWS[role]
    return (
        own_name(folder_for(recording), recording, ending),
        own_name(recording.parent, recording, ending),
    )


def transcript_path(recording: Path) -> Path:
    """The transcript we write for a recording: `talk.transcript.json`, beside the review."""
    folder, ending = folder_for(recording), ".transcript.json"
    whole = folder / f"{_short(recording.name)}{ending}"
    return whole if whole.exists() else folder / f"{_short(recording.stem)}{ending}"


def feedback_path(review: Path) -> Path:
    """Where a review is exported to: `talk.review.toml` becomes `talk.feedback.toml`."""
    stem = review.name.removesuffix(".toml").removesuffix(".review")
    return review.with_name(f"{stem}.feedback.toml")


def folder_for(recording: Path) -> Path:
    """The recording's folder, or one in the user's data folder if that cannot be written."""
    folder = recording.parent
    if _writable(folder):
        return folder
    fallback = fallback_folder(recording)
    try:
        fallback.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(error, fallback) from error
    return fallback


def fallback_folder(recording: Path) -> Path:
    """Where the files of a recording go whose own folder cannot be written."""
    # Named after the place as well: recordings of one name lie in many folders.
    place = _mark(os.fsencode(recording.resolve()))
    return resources.data_folder() / "reviews" / f"{_short(recording.stem)}-{place}"


def fallback_notice(recording: Path, path: Path) -> str:
    """The sentence to show when the review is not beside its recording; empty when it is."""
    if path.parent == recording.parent:
        return ""
    return (
        f"The folder of {recording.name} cannot be written, so your review is kept in {path.parent}"
    )


def recording_file(recording: Path, review: Path) -> str:
    """How a review names its recording: relative, with '/'; absolute where that cannot be."""
    try:
        relative = os.path.relpath(recording.resolve(), review.parent.resolve())
    except ValueError:  # another drive
        return recording.resolve().as_posix()
    if Path(relative).parts[:2] == ("..", ".."):  # far away: a path that a person can read
        return recording.resolve().as_posix()
    return Path(relative).as_posix()


def recording_path(file: str, review: Path) -> Path:
    """Where the recording named by a review or feedback file should be."""
    return review.parent / file


def own_name(folder: Path, recording: Path, ending: str) -> Path:
    """`talk` with this ending in a folder, or `talk.wav` with it if `talk` is of another one."""
    whole = folder / f"{_short(recording.name)}{ending}"
    usual = folder / f"{_short(recording.stem)}{ending}"
    return whole if whole.exists() or _of_another(usual, recording) else usual


def _of_another(review: Path, recording: Path) -> bool:
    """Whether an existing review says that it is about another file, which is still there."""
    try:
        named = _recording_named_in(review.read_text("utf-8-sig"))
        other = recording_path(named, review)
        return other.name != recording.name and other.exists()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False  # whoever opens it will say what is wrong with it


def _recording_named_in(text: str) -> str:
    # Markers can be many, and come after it unless somebody has moved it.
    head = tomli.loads(text.split("\n[[", 1)[0])
    table = head if "recording" in head else tomli.loads(text)
    return str(table["recording"]["file"])


def _short(name: str) -> str:
    if len(os.fsencode(name)) <= _LONGEST:
        return name
    encoded = os.fsencode(name)
    return f"{encoded[:_LONGEST].decode(errors='ignore')}-{_mark(encoded)}"


def _mark(name: bytes) -> str:
    import hashlib

    return hashlib.sha256(name).hexdigest()[:8]


def _writable(folder: Path) -> bool:
    """Found by trying: permissions alone do not tell, and mean little on Windows."""
    probe = folder / f".sessionlens-{os.getpid()}-probe.tmp"
    try:
        probe.touch(0o600)
        probe.unlink()
    except OSError:
        return False
    return True
