"""Lays runs of the recording one after another: to the end, to a stop, or round a loop.

Which moment of the recording each played frame is, is kept beside it.
"""

from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from sessionlens.audio.frames import Frames, crossfaded, silence
from sessionlens.audio.output import Format
from sessionlens.audio.recording import Recording
from sessionlens.audio.ring import Ring
from sessionlens.audio.stages import Stage, stages

_JOINT = 0.005  # seconds of cross-fade where a loop closes
_KEPT = 256  # runs: far more than fit between decoder and loudspeaker


class _Run(NamedTuple):
    first: int
    source: float
    step: float


class PositionMap:
    """Played frames are numbered on and on; each run of them has its place in the recording.

    One thread adds runs in order, any thread looks up.
    """

    def __init__(self) -> None:
        self._runs: tuple[_Run, ...] = (_Run(0, 0.0, 0.0),)

    def add(self, first: int, source: float, step: float) -> None:
        """From frame `first` on, play from `source`, `step` recorded frames per played frame."""
        runs = self._runs
        if runs[-1].first >= first:
            runs = runs[: bisect_right(runs, first - 1, key=itemgetter(0))]
        self._runs = (*runs[-_KEPT + 1 :], _Run(first, source, step))

    def source(self, frame: float) -> float:
        """The recorded frame that is heard with played frame `frame`."""
        runs = self._runs
        run = runs[max(bisect_right(runs, frame, key=itemgetter(0)) - 1, 0)]
        return run.source + (frame - run.first) * run.step


class Assembler:
    """Writes what is to be played into a ring, and into `position_map` where it comes from.

    Played frames are numbered on and on from `first`, whatever is sought or changed. All places
    in the recording are recorded frames.
    """

    def __init__(
        self,
        recording: Recording,
        target: Format,
        ring: Ring,
        position_map: PositionMap,
    ) -> None:
        self.ring = ring
        self.at_recording_end = False  # all is written, and that is because it is over
        self._recording = recording
        self._target = target
        self._map = position_map
        self._speed = 1.0
        self._loop: tuple[int, int] | None = None
        self._stop: int | None = None
        self._stage: Stage | None = None
        self._run_first = 0
        self._run_end: int | None = None  # number of the played frame after the run's last
        self._joint: Frames = silence(0, target.channels)

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.ring.complete

    def end(self) -> None:
        """Nothing more can be read."""
        self.ring.complete = self.at_recording_end = True

    def begin(
        self, place: int, speed: float, loop: tuple[int, int] | None, stop: int | None
    ) -> int:
        """Go on with the recording at `place`; returns the number of the first frame of it.

        A loop or a stop that lies behind `place` is passed by.
        """
        self._speed, self._stop = speed, stop
        self._loop = loop if loop and place < loop[1] else None
        self._joint = self._joint[:0]
        self._begin_run(place)
        return self._run_first

    def step(self) -> None:
        """Write one more block."""
        if self._stage is None or self.finished:
            return
        block = self._stage.read()
        over = not len(block)
        if len(self._joint):
            block = crossfaded(self._joint[: len(block)], block)
            self._joint = self._joint[:0]
        left = len(block) if self._run_end is None else self._run_end - self.ring.written
        self.ring.write(block[:left])
        if over or self.ring.written == self._run_end:
            self._close_run(block[left:], over)

    def _begin_run(self, place: int) -> None:
        place = min(max(place, 0), self._recording.frames)
        self._recording.seek(place)
        self._stage = stages(self._recording, self._speed, self._target)
        step = self._speed * self._recording.sample_rate / self._target.rate
        self._run_first = self.ring.written
        self._map.add(self._run_first, place, step)
        until = self._loop[1] if self._loop else self._stop
        self._run_end = None
        if until is not None and until > place:
            self._run_end = self._run_first + round((until - place) / step)
        self.ring.complete = self.at_recording_end = False

    def _close_run(self, excess: Frames, over: bool) -> None:
        if self._loop and self.ring.written > self._run_first:
            joint = round(_JOINT * self._target.rate)
            if len(excess) < joint and not over and self._stage:
                excess = np.concatenate([excess, self._stage.read()])
            self._joint = excess[:joint]
            self._begin_run(self._loop[0])
        else:
            self.ring.complete = True
            self.at_recording_end = over
