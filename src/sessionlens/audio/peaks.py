"""Peaks: how loud a recording is, a hundred times a second, for drawing it.

The interface is settled; the computation follows.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

PEAKS_PER_SECOND = 100
PeakValues = NDArray[np.int16]  # (n, channels), the largest magnitude of each 10 ms, 0..32767


class PeaksChunk(msgspec.Struct, frozen=True):
    """The next ten seconds of peaks, or, with `final`, the last of them.

    `start` is the index of its first peak. `frames` counts the recording's frames decoded so far;
    in the final chunk it is the recording's true length. `same_sound` says, of all heard so far,
    whether two channels carry the same sound; `damaged` counts stretches that did not decode.
    """

    start: int
    values: PeakValues
    frames: int
    final: bool
    same_sound: bool
    damaged: int


class Peaks:
    """The peaks of one recording, filled chunk by chunk.

    Index i of `values` covers the seconds i/100 to (i+1)/100. `frames` is the length decoded so
    far and the true length once `complete`.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.sample_rate = sample_rate
        self.channels = channels
        self.frames = 0
        self.complete = False
        self.same_sound = False
        self.damaged = 0

    def add(self, chunk: PeaksChunk) -> None:
        """Append what was computed."""
        raise NotImplementedError

    def columns(self, width: int, start: float, end: float) -> PeakValues:
        """The loudest peak per column and channel, shape (width, channels).

        Column c covers the c-th of `width` equal parts of the seconds `start` to `end`; what is
        not computed yet, or lies outside the recording, is 0.
        """
        raise NotImplementedError


def compute_peaks(
    path: Path, should_stop: Callable[[], bool] = lambda: False
) -> Iterator[PeaksChunk]:
    """Decode a recording and yield its peaks, ten seconds at a time; ends early when stopped.

    Raises SessionLensError for what `open_recording` refuses.
    """
    raise NotImplementedError
