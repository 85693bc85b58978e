"""How a sound card's clock goes beside the machine's, from when it delivered which frame."""

import math

_MEMORY = 120.0  # seconds; what is older counts less and less
_JITTER = 0.005  # seconds by which the times that devices tell are usually wrong
_OFF = 200e-6  # by which part a crystal is off, as a rule, before anything is measured
_PRIOR = (_JITTER / _OFF) ** 2


class ClockFit:
    """A line through (machine's time in seconds, frame), by least squares with fading memory.

    Times jitter by some milliseconds; the line does not. At first it trusts the nominal `rate`.
    """

    def __init__(self, rate: float) -> None:
        self._nominal = float(rate)
        self._weight = 0.0
        self._time = self._frame = 0.0  # their weighted means
        self._spread = self._slant = 0.0
        self._last = 0.0

    @property
    def begun(self) -> bool:
        """Whether there is a line."""
        return self._weight > 0

    @property
    def rate(self) -> float:
        """Frames in a second of the machine."""
        return (self._slant + _PRIOR * self._nominal) / (self._spread + _PRIOR)

    def add(self, time: float, frame: float) -> None:
        """The device delivered `frame` at `time`."""
        fading = math.exp(-max(time - self._last, 0.0) / _MEMORY) if self._weight else 0.0
        self._last = time
        self._weight = self._weight * fading + 1
        step = time - self._time
        self._time += step / self._weight
        self._frame += (frame - self._frame) / self._weight
        self._spread = self._spread * fading + step * (time - self._time)
        self._slant = self._slant * fading + step * (frame - self._frame)

    def frame_at(self, time: float) -> float:
        """The frame of that moment, with its fraction."""
        return self._frame + (time - self._time) * self.rate

    def time_of(self, frame: float) -> float:
        """When that frame was or will be delivered."""
        return self._time + (frame - self._frame) / self.rate
