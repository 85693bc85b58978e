"""What `check` finds when it holds a review against its recording."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import Review
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.named import is_file


def recording_findings(review: Review, recording: Path, path: Path) -> list[str]:
    """What is odd about the recording of the review in the file `path`, or could not be checked."""
    return [*_named_absolutely(review, recording, path), *_missing_or_another(review, recording)]


def with_duration(review: Review, recording: Path) -> Review:
    """The review with the length of its recording, where that can be found out.

    Decodes the recording if the review does not say how long it is: some seconds per hour.
    """
    from sessionlens.audio.description import describe

    if review.recording.duration is not None or not is_file(recording):
        return review
    try:
        duration = Timecode(describe(recording).duration)
    except SessionLensError:
        return review  # whoever opens it is told
    return replace(review, recording=replace(review.recording, duration=duration))


def _named_absolutely(review: Review, recording: Path, path: Path) -> list[str]:
    from sessionlens.storage.paths import recording_file

    named = review.recording.file
    if not (PurePosixPath(named).is_absolute() or PureWindowsPath(named).is_absolute()):
        return []
    relative = recording_file(recording, path) if is_file(recording) else file_name(named)
    if relative == recording.resolve().as_posix():
        return []  # too far away for another name: the program writes this one itself
    return [
        f"The path of the recording is absolute ('{named}') and has to be relative to the review,"
        f" such as '{relative}'"
    ]


def _missing_or_another(review: Review, recording: Path) -> list[str]:
    from sessionlens.audio.recording import content_hash

    named = review.recording.file
    if not is_file(recording):
        where = "beside the review" if named == file_name(named) else "there"
        return [f"The recording '{named}' is not {where}: it could not be compared"]
    if not review.recording.sha256 or content_hash(recording) == review.recording.sha256:
        return []
    return [f"The recording {recording.name} is not the one that was reviewed: its content differs"]
