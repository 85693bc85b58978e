"""Which moment of the recording each played frame is."""

from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

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
