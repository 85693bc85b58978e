"""What is being recorded, as a recording that can be heard, and drawn, while it grows."""

import threading
from contextlib import suppress
from typing import Protocol, Self

import numpy as np

from sessionlens.audio.frames import Frames, silence
from sessionlens.audio.peaks import PEAKS_PER_SECOND, Peaks, PeaksChunk
from sessionlens.domain.errors import SessionLensError

_MOST = 30  # seconds that are measured at once


class GrowingSource(Protocol):
    """What is recorded just now; see `Recorder`. Seconds are those of the recording."""

    @property
    def rate(self) -> int:
        """Frames per second."""

    @property
    def channels(self) -> int:
        """How many voices are beside each other."""

    @property
    def recorded(self) -> float:
        """Seconds that can be read."""

    def read(self, start: float, stop: float) -> Frames:
        """Frames from `start` to `stop`."""


class GrowingSound:
    """A `Recording` of what a recorder has written so far: its end is where the recorder is."""

    def __init__(self, recorder: GrowingSource) -> None:
        self._recorder = recorder
        self._position = 0
        self.sample_rate = recorder.rate
        self.channels = min(recorder.channels, 2)
        self.frames_exact = False

    @property
    def frames(self) -> int:
        """The length by now."""
        return int(self._recorder.recorded * self.sample_rate)

    def seek(self, frame: int) -> None:
        """Continue reading at `frame`."""
        self._position = max(frame, 0)

    def read(self, frames: int) -> Frames:
        """The next block; fewer frames at the end of what is recorded by now."""
        count = min(frames, self.frames - self._position)
        if count <= 0:
            return silence(0, self.channels)
        start = self._position / self.sample_rate
        block = self._recorder.read(start, (self._position + count) / self.sample_rate)
        self._position += len(block)
        return _two_at_most(block)

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class GrowingPeaks:
    """The peaks of what a recorder has written so far, in `peaks`; `follow` goes on."""

    def __init__(self, recorder: GrowingSource) -> None:
        self._recorder = recorder
        self._every = recorder.rate // PEAKS_PER_SECOND
        self.peaks = Peaks(recorder.rate, min(recorder.channels, 2))
        self._forgotten: list[slice] = []
        self._measuring: threading.Thread | None = None

    def follow(self) -> None:
        """Measure what has come, in a thread: whoever draws it does not wait for the disk."""
        if self._measuring is None or not self._measuring.is_alive():
            self._measuring = threading.Thread(target=self._measure, name="live peaks", daemon=True)
            self._measuring.start()

    def _measure(self) -> None:
        with suppress(SessionLensError):  # that the disk cannot be read is said elsewhere
            self._advance()

    def _advance(self) -> None:
        recorder, start = self._recorder, len(self.peaks.values)
        count = min(int(recorder.recorded * PEAKS_PER_SECOND) - start, _MOST * PEAKS_PER_SECOND)
        if count <= 0:
            return
        begin, end = start / PEAKS_PER_SECOND, (start + count) / PEAKS_PER_SECOND
        frames = _two_at_most(recorder.read(begin, end))
        count = min(count, len(frames) // self._every)
        if not count:
            return
        whole = frames[: count * self._every].astype(np.int32)
        values = np.abs(whole).reshape(count, self._every, -1).max(axis=1)
        chunk = PeaksChunk(
            start=start,
            values=np.minimum(values, 32767).astype(np.int16),
            sample_rate=recorder.rate,
            frames=(start + count) * self._every,
            final=False,
            same_sound=False,
            damaged=0,
        )
        self.peaks.add(chunk)
        self._silence_forgotten()

    def forget(self, start: float, end: float) -> None:
        """Show silence there, in seconds: it was taken back."""
        first, last = int(start * PEAKS_PER_SECOND), int(end * PEAKS_PER_SECOND) + 1
        self._forgotten.append(slice(first, last))
        self._silence_forgotten()

    def _silence_forgotten(self) -> None:
        """Also after what was read before it was taken back, and measured after that."""
        for span in self._forgotten:
            self.peaks.values[span] = 0


def _two_at_most(frames: Frames) -> Frames:
    """More channels than two, mixed down to two: odd ones left, even ones right."""
    if frames.shape[1] <= 2:
        return frames
    wide = frames.astype(np.int32)
    sides = [wide[:, side::2].mean(axis=1) for side in (0, 1)]
    return np.stack(sides, axis=1).astype(np.int16)
