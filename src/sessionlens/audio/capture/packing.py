"""Packs a finished live recording as FLAC; at every moment one of both files is whole."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sessionlens.audio.capture.au import ENDING, AuFormat, format_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists, not_read, not_written, open_private, sync_folder

PACKED = ".flac"

_PIECE = 1 << 18  # frames
_DIFFERENT = "The packed recording differs from what was recorded"


class PackingStoppedError(Exception):
    """It was asked to stop; the raw recording is as it was."""


def packed_name(raw: Path) -> Path:
    """Where the packed recording will lie: beside the raw one."""
    return raw.with_suffix(PACKED)


def raw_name(packed: Path) -> Path:
    """Where a recording is written that will be packed there."""
    return packed.with_suffix(ENDING)


def begun_name(packed: Path) -> Path:
    """What it is called until it is whole and compared."""
    return packed.with_name(f"{packed.name}.part")


def pack(
    raw: Path,
    progress: Callable[[float], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Path:
    """Write the FLAC, decode it, compare it sample by sample, and only then let go of `raw`.

    `progress` is told the part that is done. May be called again whenever it was interrupted.
    Returns the FLAC's path. Raises SessionLensError, and PackingStoppedError; the raw recording is
    then still there.
    """
    form = format_of(raw)
    if form is None:
        raise SessionLensError("This is no live recording", "Choose another file", where=raw)
    try:
        frames = form.frames_in(raw.stat().st_size)
    except OSError as error:
        raise not_read(error, raw) from error
    if not frames:
        raise SessionLensError("Nothing was recorded", "Delete it", where=raw)
    target = packed_name(raw)
    work = _Work(raw, form, frames, progress, stopped)
    if not exists(target):
        begun = begun_name(target)
        try:
            work.encode(begun)
            work.compare(begun)
            begun.rename(target)
            sync_folder(target.parent)
        except OSError as error:
            raise not_written(error, target) from error
        finally:
            with suppress(OSError):
                begun.unlink(missing_ok=True)
    else:  # it was packed, and ended before the raw one was removed; or it is another recording
        work.done = 0.5
        try:
            work.compare(target)
        except SessionLensError as error:
            raise SessionLensError(
                "Another file has the name of this recording", "Move it away", where=target
            ) from error
    try:
        raw.unlink()
        sync_folder(raw.parent)
    except OSError as error:
        raise not_written(error, raw) from error
    return target


class _Work:
    """Both passes over one recording."""

    def __init__(
        self,
        raw: Path,
        form: AuFormat,
        frames: int,
        progress: Callable[[float], None],
        stopped: Callable[[], bool],
    ) -> None:
        self.done = 0.0
        self._raw, self._form, self._frames = raw, form, frames
        self._progress, self._stopped = progress, stopped

    def encode(self, path: Path) -> None:
        """Write the FLAC; raises OSError and SessionLensError."""
        import soundfile

        with suppress(FileNotFoundError):
            path.unlink()  # of an earlier run that was killed
        descriptor = open_private(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            with (
                self._raw.open("rb") as source,
                soundfile.SoundFile(
                    descriptor,
                    "w",
                    self._form.rate,
                    self._form.channels,
                    "PCM_16",
                    format="FLAC",
                    closefd=False,
                ) as packed,
            ):
                for first in self._pieces():
                    packed.write(self._form.read(source, first, _PIECE))
            os.fsync(descriptor)
        except soundfile.LibsndfileError as error:
            raise SessionLensError(
                "The recording could not be packed",
                "Free some space; the raw recording is whole",
                where=path,
            ) from error
        finally:
            os.close(descriptor)

    def compare(self, path: Path) -> None:
        """Raise SessionLensError unless `path` holds the same samples; raises OSError."""
        import numpy as np
        import soundfile

        try:
            with self._raw.open("rb") as source, soundfile.SoundFile(path) as packed:
                same = (packed.samplerate, packed.channels) == (
                    self._form.rate,
                    self._form.channels,
                )
                for first in self._pieces():
                    expected = self._form.read(source, first, _PIECE)
                    heard = packed.read(len(expected), dtype="int16", always_2d=True)
                    same = same and np.array_equal(expected, heard)
                same = same and not len(packed.read(1))
        except soundfile.LibsndfileError:
            same = False
        if not same:
            raise SessionLensError(_DIFFERENT, "Pack it again; the raw one is whole", where=path)

    def _pieces(self) -> Iterator[int]:
        """The first frame of each piece; one pass is half of the work."""
        before = self.done
        for first in range(0, self._frames, _PIECE):
            if self._stopped():
                raise PackingStoppedError
            yield first
            self.done = before + min(first + _PIECE, self._frames) / self._frames / 2
            self._progress(self.done)
