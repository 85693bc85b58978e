"""A recording of which nothing is decoded here that no child process has decoded unharmed."""

from typing import Self

from sessionlens.audio import recording as recordings
from sessionlens.audio.frames import Frames
from sessionlens.audio.measuring import Measuring, open_apart
from sessionlens.audio.recording import Recording

_TRIED = 60.0  # seconds that are tried at once, where somebody has gone ahead of the measuring
_PATIENCE = 0.3  # seconds until the measuring, which is close, has come so far


class MeasuredFirst:
    """A recording whose `measuring` may still be under way; see `Recording`.

    Reading and seeking raise SessionLensError where a child process was killed by it.
    """

    def __init__(self, recording: Recording, measuring: Measuring) -> None:
        self._recording = recording
        self._measuring = measuring
        self._place = 0
        self._tried = range(0)

    @property
    def sample_rate(self) -> int:
        return self._recording.sample_rate

    @property
    def channels(self) -> int:
        return self._recording.channels

    @property
    def frames(self) -> int:
        return self._recording.frames

    @property
    def frames_exact(self) -> bool:
        return self._recording.frames_exact

    def seek(self, frame: int) -> None:
        self._try(frame, 1)
        self._place = frame
        self._recording.seek(frame)

    def read(self, frames: int) -> Frames:
        self._try(self._place, frames)
        block = self._recording.read(frames)
        self._place += len(block)
        return block

    def prepare(self) -> bool:
        """See `recording.prepare`: all of the file is read there."""
        return self._measuring.harmless and recordings.prepare(self._recording)

    def close(self) -> None:
        self._recording.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _try(self, first: int, count: int) -> None:
        """See to it that these frames have been decoded elsewhere."""
        last = first + count - 1
        if first in self._tried and last in self._tried:
            return
        if self._measuring.has_decoded(last, _PATIENCE):
            return
        rate = self.sample_rate
        open_apart(self._measuring.path, first / rate, _TRIED)
        self._tried = range(first, max(last + 1, first + round(_TRIED * rate)))
