"""What is left of a live session that was cut off or not recorded, told without loading sound."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.audio.capture.au import ENDING, format_of
from sessionlens.audio.capture.packing import PACKED, begun_name, packed_name, raw_name
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef
from sessionlens.files import exists, is_file
from sessionlens.library.kinds import kind_of
from sessionlens.storage.lock import Lock, claimed
from sessionlens.storage.paths import recording_path
from sessionlens.storage.reviews import load_review


class LiveRemains(NamedTuple):
    """What a recording or review needs before it is opened like any other: nothing, as a rule.

    `raw` is the recording that a killed program has left and nobody has packed yet.
    `was_not_recorded` says that the session was observed with a clock alone.
    """

    raw: Path | None = None
    was_not_recorded: bool = False

    def __bool__(self) -> bool:
        return self.raw is not None or self.was_not_recorded


def live_remains(path: Path) -> LiveRemains:
    """What is left of the live session that a recording or review is of."""
    reference = _reference(path)
    recording = path if reference is None else recording_path(reference.file, path)
    raw = raw_name(recording)
    if is_unfinished(raw):
        return LiveRemains(raw)
    clock = reference is not None and _only_clock(reference) and not exists(recording)
    return LiveRemains(was_not_recorded=clock)


def is_unfinished(raw: Path) -> bool:
    """Whether it is a live recording that nobody is making any more."""
    return is_file(raw) and format_of(raw) is not None and not claimed(raw)


def remains_of(recording: Path) -> list[Path]:
    """What a live recording of that name may have left beside it, of what is there."""
    if recording.suffix.lower() not in (ENDING, PACKED):
        return []
    raw = raw_name(recording)
    begun = [begun_name(packed_name(recording)), *([raw] if format_of(raw) is not None else [])]
    return [path for path in (*begun, Lock(raw).file) if is_file(path)]


def _reference(path: Path) -> RecordingRef | None:
    """What a review says of its recording; None for any other file, and where there is none."""
    try:
        return load_review(path).recording if kind_of(path) == "review" else None
    except SessionLensError:
        return None  # whoever opens it is told what is wrong with it


def _only_clock(reference: RecordingRef) -> bool:
    heard = reference.sha256 or reference.sound_sha256 or reference.duration
    return reference.began is not None and not heard
