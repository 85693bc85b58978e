"""Puts the sound of all devices beside each other, frame by frame of the recording."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sessionlens.audio.capture.clock_fit import ClockFit
from sessionlens.audio.capture.feed import Feed
from sessionlens.audio.frames import Frames

_PATIENCE = 1.5  # seconds that one device is waited for; none is lost for less
_AT_ONCE = 1.0  # seconds


class Mixed(NamedTuple):
    """The next frames of the recording; `frames` is None where every device is silent for want of
    anything. `missing` says from where to where a device had nothing."""

    first: int
    length: int
    frames: Frames | None
    missing: list[tuple[int, int]]


class Mixer:
    """Gives the frames of the recording in order; time goes on whatever the devices do."""

    def __init__(self, feeds: Sequence[Feed], rate: int, clock: ClockFit) -> None:
        self.position = 0
        self._feeds = feeds
        self._rate = rate
        self._clock = clock

    def use(self, feeds: Sequence[Feed]) -> None:
        """Go on with the sound of other devices."""
        for feed in feeds:
            feed.pass_over(self.position - feed.position)
        self._feeds = feeds

    def mixed(self, moment: float, live: Sequence[bool]) -> Iterator[Mixed]:
        """What can be given at `moment` (`host_clock.now`); `live` says which devices deliver."""
        if not self._clock.begun:
            return
        reached = [feed.available for feed, lives in zip(self._feeds, live, strict=True) if lives]
        latest = int(self._clock.frame_at(moment - _PATIENCE))
        until = max(min(reached, default=latest), latest)
        while self.position < until:
            yield self._next(until)

    def _next(self, until: int) -> Mixed:
        first = self.position
        starts = [feed.silent_until for feed in self._feeds]
        nothing = min((start for start in starts if start is not None), default=until)
        nothing = min(nothing, until) - first
        at_once = int(_AT_ONCE * self._rate)
        if nothing > at_once:
            for feed in self._feeds:
                feed.pass_over(nothing)
            self.position += nothing
            return Mixed(first, nothing, None, [(first, first + nothing)])
        count = min(until - first, at_once)
        taken = [feed.take(count) for feed in self._feeds]
        self.position += count
        frames = np.concatenate([frames for frames, _ in taken], axis=1)
        return Mixed(first, count, frames, [span for _, spans in taken for span in spans])
