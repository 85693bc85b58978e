"""Recordings that FFmpeg decodes: mp3, flac, m4a and every film."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np

from sessionlens.audio.frames import Frames, silence
from sessionlens.audio.probe import decoding
from sessionlens.audio.pyav_frames import mixer_of
from sessionlens.audio.pyav_source import PyavSource

_AT_ONCE = 4096  # frames


class PyavRecording:
    """A `Recording` through PyAV: seeks with pre-roll, trimmed by the time stamps.

    The sound is converted to int16 by FFmpeg.
    """

    def __init__(self, path: Path, track: int = 0) -> None:
        self._source = source = PyavSource(path, track)
        self.sample_rate = source.sample_rate
        self.channels = source.channels
        self.frames = source.timestamps.declared or source.estimated_frames()
        self.frames_exact = False
        # At one rate it holds nothing back, so that one serves for every seek.
        self._to_int16 = mixer_of(source.first, "s16")
        self._cursor = 0
        self._blocks: Iterator[Frames] | None = None
        self._held = silence(0, self.channels)

    @property
    def source(self) -> PyavSource:
        """What decodes; for those who need more than int16 blocks."""
        return self._source

    def seek(self, frame: int) -> None:
        self._cursor = max(frame, 0)
        self._blocks = None
        self._held = self._held[:0]

    def read(self, frames: int) -> Frames:
        with decoding(self._source.path):
            return self._read(frames)

    def _read(self, frames: int) -> Frames:
        if self._blocks is None:
            self._blocks = self._decode(self._cursor)
        taken = [self._held]
        count = len(self._held)
        while count < frames:
            block = next(self._blocks, None)
            if block is None:
                self._learn_end(self._cursor + count)
                break
            taken.append(block)
            count += len(block)
        joined = taken[0] if len(taken) == 1 else np.concatenate(taken)
        self._held = joined[frames:]
        self._cursor += min(count, frames)
        return joined[:frames]

    def prepare(self) -> None:
        """See `recording.prepare`."""
        with decoding(self._source.path):
            self._source.prepare()
        self.seek(self._cursor)

    def _learn_end(self, end: int) -> None:
        if self._source.reached:
            self.frames = end
            self.frames_exact = True

    def _decode(self, start: int) -> Iterator[Frames]:
        import av

        # Converting costs the same for a short frame as for a long one.
        queue = av.AudioFifo()
        for piece in self._source.frames(start):
            piece.pts = None
            queue.write(piece)
            if queue.samples >= _AT_ONCE:
                yield from self._converted(queue.read())
        if queue.samples:
            yield from self._converted(queue.read())

    def _converted(self, gathered: Any) -> Iterator[Frames]:
        for converted in self._to_int16.resample(gathered):
            samples = np.frombuffer(converted.planes[0], np.int16)
            yield samples[: converted.samples * self.channels].reshape(-1, self.channels)

    def close(self) -> None:
        self._blocks = None
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
