"""Recordings: opened for hearing, fingerprinted for finding them again."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

from sessionlens.audio.frames import Frames
from sessionlens.audio.tracks import MIXED, chosen_track
from sessionlens.files import not_read


class Recording(Protocol):
    """A recording as a row of frames at its own sample rate, decoded as it is read.

    Frame 0 is the first sound after the encoder's delay; in a film it is the film's beginning.
    Read by one thread at a time.
    """

    @property
    def sample_rate(self) -> int:
        """Frames per second."""

    @property
    def channels(self) -> int:
        """1 or 2; recordings with more are mixed down to two."""

    @property
    def frames(self) -> int:
        """The length; an estimate until `frames_exact`, and right once the end has been read."""

    @property
    def frames_exact(self) -> bool:
        """Whether `frames` is known and not merely declared by the file."""

    def seek(self, frame: int) -> None:
        """Continue reading at `frame`, exactly; beyond the end, `read` returns nothing."""

    def read(self, frames: int) -> Frames:
        """The next block, int16 of shape (n, channels); n < `frames` only at the end."""

    def close(self) -> None:
        """Let go of the file; harmless when repeated."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


def open_recording(path: Path) -> Recording:
    """Open a recording, recognised by its content; takes milliseconds whatever its length.

    Raises SessionLensError for anything that cannot be heard.
    """
    from sessionlens.audio.probe import decoding, recognise

    with decoding(path):
        if recognise(path) == "soundfile":
            from sessionlens.audio.soundfile_decoder import SoundfileRecording

            recording = SoundfileRecording.attempt(path)
            if recording is not None:
                return recording
        if chosen_track(path) == MIXED:
            from sessionlens.audio.mixed import MixedRecording
            from sessionlens.audio.pyav_source import open_container

            with open_container(path) as container:
                count = len(container.streams.audio)
            if count > 1:
                return MixedRecording(path, count)
        from sessionlens.audio.pyav_decoder import PyavRecording

        return PyavRecording(path)


def prepare(recording: Recording) -> bool:
    """Do now what would hold up the first far seek: in an hour of mp3, up to 0.3 seconds.

    Returns whether that is done, for it may be too early. For the thread that reads the recording,
    when it has nothing better to do.
    """
    own: Callable[[], bool | None] | None = getattr(recording, "prepare", None)
    return own is None or own() is not False


class _Stoppable:
    """A file whose reading ends early when asked to; hashlib reads it like any other."""

    def __init__(self, path: Path, should_stop: Callable[[], bool]) -> None:
        self._file = path.open("rb", buffering=0)
        self._should_stop = should_stop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        if self._should_stop():
            raise InterruptedError
        return self._file.readinto(buffer) or 0

    def close(self) -> None:
        self._file.close()


def content_hash(path: Path, should_stop: Callable[[], bool] = lambda: False) -> str | None:
    """The SHA-256 of the file's bytes in hex, read in small pieces; None when stopped.

    Raises SessionLensError when the file cannot be read.
    """
    try:
        source = _Stoppable(path, should_stop)
        try:
            return hashlib.file_digest(source, "sha256").hexdigest()
        except InterruptedError:
            return None
        finally:
            source.close()
    except OSError as error:
        raise not_read(error, path) from error
