"""The volume, changed without clicks."""

import numpy as np

from sessionlens.audio.frames import Frames, rounded

_RAMP = 0.02  # seconds from silence to full


class Gain:
    """Scales what is played; a change is a ramp, so that it cannot be heard as a click.

    The volume is the cube root of the amplitude, which is closer to what an ear calls half as
    loud. At exactly 1 the frames stay untouched.
    """

    def __init__(self) -> None:
        self._now = 1.0
        self._target = 1.0

    def set_volume(self, volume: float) -> None:
        """Set the volume to be reached within 20 ms of sound."""
        self._target = volume**3

    def settle(self) -> None:
        """Take the volume at once: nothing is being heard."""
        self._now = self._target

    def apply(self, block: Frames, rate: int) -> None:
        """Scale `block` in place."""
        target = self._target
        if self._now == target:
            if target != 1.0:
                block[:] = rounded(block * np.float32(target))
            return
        way = target - self._now
        step = 1 / (_RAMP * rate)
        ramp = np.minimum(np.arange(1, len(block) + 1) * step, abs(way))
        gains = (self._now + np.copysign(ramp, way)).astype(np.float32)
        block[:] = rounded(block * gains[:, None])
        self._now = target if not len(ramp) or ramp[-1] == abs(way) else float(gains[-1])
