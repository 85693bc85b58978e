"""Peaks: how loud a recording is, a hundred times a second, for drawing it."""

import msgspec
import numpy as np
from numpy.typing import NDArray

PEAKS_PER_SECOND = 100
_ROOM = 3600 * PEAKS_PER_SECOND
PeakValues = NDArray[np.int16]  # (n, channels), the largest magnitude of each 10 ms, 0..32767


class PeaksChunk(msgspec.Struct, frozen=True):
    """The next ten seconds of peaks, or, with `final`, the last of them.

    `start` is the index of its first peak; `sample_rate` is the recording's. `frames` counts the
    recording's frames decoded so far; in the final chunk it is the recording's true length.
    `same_sound` says, of all heard so far, whether two channels carry the same sound, None while
    there was nothing to compare; `damaged` counts stretches that did not decode.
    """

    start: int
    values: PeakValues
    sample_rate: int
    frames: int
    final: bool
    same_sound: bool | None
    damaged: int


class Peaks:
    """The peaks of one recording, filled chunk by chunk.

    Index i of `values` covers the seconds i/100 to (i+1)/100. `frames` is the length decoded so
    far, in frames of `sample_rate`, and the true length once `complete`. `same_sound` and
    `damaged` are those of the last chunk.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.sample_rate = sample_rate
        self.frames = 0
        self.complete = False
        self.same_sound = False
        self.damaged = 0
        self._count = 0
        # One row per channel: a reader in another thread always finds a whole array.
        self._store: PeakValues = np.zeros((channels, 0), np.int16)

    @classmethod
    def before(cls, chunk: PeaksChunk) -> "Peaks":
        """No peaks yet, of the recording that a chunk is of."""
        return cls(chunk.sample_rate, chunk.values.shape[1])

    @property
    def channels(self) -> int:
        """1 or 2, as in `Recording`."""
        return len(self._store)

    @property
    def duration(self) -> float:
        """Seconds decoded so far; the recording's true length once `complete`."""
        return self.frames / self.sample_rate

    @property
    def values(self) -> PeakValues:
        """All peaks so far, shape (n, channels)."""
        return self._store[:, : self._count].T

    def add(self, chunk: PeaksChunk) -> None:
        """Append what was computed."""
        needed = chunk.start + len(chunk.values)
        if needed > self._store.shape[1]:
            # Memory that was never touched costs nothing: room for an hour, then a half more.
            grown = np.zeros((self.channels, max(needed * 3 // 2, _ROOM)), np.int16)
            grown[:, : self._count] = self._store[:, : self._count]
            self._store = grown
        self._store[:, chunk.start : needed] = chunk.values.T
        self._count = needed
        self.frames = chunk.frames
        self.complete = chunk.final
        self.same_sound = bool(chunk.same_sound)
        self.damaged = chunk.damaged

    def columns(self, width: int, start: float, end: float) -> PeakValues:
        """The loudest peak per column and channel, shape (width, channels).

        Column c covers the c-th of `width` equal parts of the seconds `start` to `end`; what is
        not computed yet, or lies outside the recording, is 0.
        """
        edges = np.floor(np.linspace(start, end, width + 1) * PEAKS_PER_SECOND + 1e-6)
        first = edges[:-1].astype(np.int64)
        last = np.maximum(edges[1:].astype(np.int64), first + 1)
        inside = (last > 0) & (first < self._count)
        columns = np.zeros((width, self.channels), np.int16)
        if inside.any():
            begins = np.maximum(first[inside], 0)
            heard = self._store[:, : min(int(last[inside][-1]), self._count)]
            columns[inside] = np.maximum.reduceat(heard, begins, axis=1).T
        return columns
