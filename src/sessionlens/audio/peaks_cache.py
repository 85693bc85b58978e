"""Peaks kept in a folder, so that a recording opened again costs nothing."""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sessionlens.audio.formats import RATES
from sessionlens.audio.peaks import PEAKS_PER_SECOND, Peaks, PeaksChunk, PeakValues
from sessionlens.audio.tracks import MIXED, chosen_track
from sessionlens.files import make_private_folder, open_private, real

_VERSION = 1
_LIMIT = 64 * 1024 * 1024  # bytes in the folder: some hundred hours
_SUFFIX = ".peaks.npz"
_UNFINISHED = ".part"
_SLACK = 1.0  # seconds by which frames and peaks may differ in length
_MOST_TRACKS = 64  # of one file, when all that is kept of it is looked for
_ABANDONED = 3600.0  # seconds: nobody is still writing a file as old as that


def load(folder: Path, recording: Path) -> Peaks | None:
    """The peaks kept for a recording; None when there are none, or it has changed since."""
    try:
        kept = folder / _name(recording)
        descriptor = open_private(kept, os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as file, np.load(file, allow_pickle=False) as arrays:
            peaks = _peaks(arrays["facts"], arrays["values"])
    except Exception:
        return None  # of what damage makes numpy and zlib raise there is no list
    if peaks is None:
        return None
    with suppress(OSError):  # a folder that may only be read is read all the same
        os.utime(kept)  # the file's time says when it was last used
    return peaks


def _peaks(facts: NDArray[np.int64], values: PeakValues) -> Peaks | None:
    """What was kept; None if it is of another version, or cannot be."""
    version, rate, frames, same, damaged = (int(number) for number in facts)
    sound = values.ndim == 2 and values.shape[1] in (1, 2) and values.dtype == np.int16
    if version != _VERSION or not sound or rate not in RATES or damaged < 0:
        return None
    if abs(frames * PEAKS_PER_SECOND - len(values) * rate) > _SLACK * PEAKS_PER_SECOND * rate:
        return None
    peaks = Peaks(rate, values.shape[1])
    peaks.add(PeaksChunk(0, values, rate, frames, True, bool(same), damaged))
    return peaks


def save(folder: Path, recording: Path, peaks: Peaks) -> None:
    """Keep the complete peaks of a recording, and let go of those used longest ago.

    A folder that cannot be written to is no failure: the peaks are computed again next time.
    """
    facts = [_VERSION, peaks.sample_rate, peaks.frames, peaks.same_sound, peaks.damaged]
    try:
        target = folder / _name(recording)
        make_private_folder(folder)
        # Readable by its owner only.
        handle, beside = tempfile.mkstemp(dir=folder, suffix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, facts=np.array(facts, np.int64), values=peaks.values)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _prune(folder)
    except OSError:
        return


def kept_of(folder: Path, recording: Path) -> list[Path]:
    """The files in which peaks of a recording are kept as it is now, whichever track was chosen."""
    try:
        names = [_name(recording, track) for track in range(MIXED, _MOST_TRACKS)]
        return [path for name in dict.fromkeys(names) if (path := folder / name).is_file()]
    except OSError:
        return []


def _name(recording: Path, number: int | None = None) -> str:
    """A name that changes when the file does; `number` is that of a track, the chosen one's."""
    path = real(recording)
    state = path.stat()
    track = (chosen_track(recording) if number is None else number) or ""
    key = f"{path}\0{state.st_size}\0{state.st_mtime_ns}{track}"
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:32] + _SUFFIX


def _prune(folder: Path) -> None:
    for path in folder.glob(f"*{_UNFINISHED}"):
        if time.time() - path.stat().st_mtime > _ABANDONED:
            path.unlink(missing_ok=True)
    kept = [(path.stat(), path) for path in folder.glob(f"*{_SUFFIX}")]
    total = sum(state.st_size for state, _ in kept)
    for state, path in sorted(kept, key=lambda entry: entry[0].st_mtime_ns):
        if total <= _LIMIT:
            break
        path.unlink(missing_ok=True)
        total -= state.st_size
