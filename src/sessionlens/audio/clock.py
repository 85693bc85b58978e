"""Which frame is being heard: from when the device says that it plays what it was given."""

import time
from typing import NamedTuple

now = time.perf_counter

AHEAD = 0.05
"""Seconds that a device's times may be ahead of what has been heard."""

_LATE = 0.05  # seconds after which a call that has not come means that the device has stalled


class _Anchor(NamedTuple):
    taken: float  # when the device took these frames, in seconds of `now`
    audible: float  # when the first of them is heard
    first: int
    frames: int


class _Run:
    """One stretch of playing without a break."""

    def __init__(self, start: float) -> None:
        self.start = start
        self.highest = start
        self.anchor: _Anchor | None = None


class PlayedClock:
    """Frames heard, for a device that takes blocks and tells when each becomes audible.

    Counting the frames it took would run ahead by its whole buffer. Never goes back within a
    run, although the device's times jitter by some milliseconds.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._run = _Run(0)

    def begin(self, frame: int) -> None:
        """`frame` is the next to be heard."""
        self._run = _Run(frame)

    def mark(self, audible: float, first: int, count: int) -> None:
        """The device took `count` frames from `first` on, which are heard from `audible` on."""
        if not count:
            return  # silence after the last frame says nothing about when that is heard
        self._run.anchor = _Anchor(now(), audible, first, count)

    def heard(self) -> float:
        """The frame being heard, with its fraction."""
        run = self._run
        anchor = run.anchor
        if anchor is not None:
            frame = anchor.first + (now() - anchor.audible) * self._rate
            run.highest = max(run.highest, min(frame, anchor.first + anchor.frames))
        return run.highest

    def end(self) -> int:
        """Stop the clock; returns the frame to go on with, so that none is left out.

        That is a moment before the one being heard: the device's times are not exact. One that
        asks for no more frames may have heard nothing since it took the last.
        """
        frame = self.heard() - AHEAD * self._rate
        anchor = self._run.anchor
        if anchor is not None and now() - anchor.taken > 2 * anchor.frames / self._rate + _LATE:
            frame = min(frame, anchor.first + (anchor.taken - anchor.audible) * self._rate)
        frame = max(int(frame), int(self._run.start))
        self._run = _Run(frame)
        return frame
