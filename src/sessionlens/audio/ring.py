"""The frames between decoder and device, and the volume at which the device takes them."""

import time
from collections.abc import Callable

import numpy as np

from sessionlens.audio.frames import Frames, rounded, silence

_DECODER_MAY_TAKE = 0.05  # seconds; a device that has just started asks for a lot at once
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


class Ring:
    """Frames with absolute numbers; one thread writes, others read without a lock.

    The last `capacity` frames written are there. A writer must not write further ahead of a
    reader than that.
    """

    def __init__(self, capacity: int, channels: int, first: int = 0) -> None:
        self.capacity = capacity
        self.written = first
        self.complete = True  # nothing more will be written
        self._oldest = first
        self._frames = silence(capacity, channels)

    @property
    def oldest(self) -> int:
        """Number of the first frame that is still there."""
        return max(self._oldest, self.written - self.capacity)

    def write(self, block: Frames) -> None:
        """Append frames; no more than the capacity at once."""
        at = self.written % self.capacity
        fits = min(len(block), self.capacity - at)
        self._frames[at : at + fits] = block[:fits]
        self._frames[: len(block) - fits] = block[fits:]
        self.written += len(block)

    def read(self, first: int, out: Frames) -> int:
        """Copy frames from number `first` on to `out`; return how many there were."""
        count = max(min(len(out), self.written - first), 0)
        at = first % self.capacity
        fits = min(count, self.capacity - at)
        out[:fits] = self._frames[at : at + fits]
        out[fits:count] = self._frames[: count - fits]
        return count


class Reader:
    """One run of playing through a ring, with the volume; `next` is the next frame to be taken.

    `hungry` is called when the device asks for frames that are not there yet.
    Every start of a device gets its own, so that a device left behind cannot take frames from
    its successor.
    """

    def __init__(
        self, ring: Ring, first: int, gain: Gain, rate: int, hungry: Callable[[], None]
    ) -> None:
        self.next = first
        self._hungry = hungry
        self._ring = ring
        self._gain = gain
        self._rate = rate

    @property
    def available(self) -> int:
        """Number of the frame after the last that can be taken now."""
        return self._ring.written

    def take(self, out: Frames) -> tuple[int, int]:
        """Fill `out`, with silence where there are no frames yet.

        Returns the number of the first frame and how many frames were there.
        """
        first = self.next
        self._wait_for(first + len(out))
        count = self._ring.read(first, out)
        self._gain.apply(out[:count], self._rate)
        out[count:] = 0
        self.next = first + count
        return first, count

    def _wait_for(self, frame: int) -> None:
        """Give the decoder some time, if it is at work."""
        ring = self._ring
        if ring.written >= frame or ring.complete:
            return
        self._hungry()
        until = time.monotonic() + _DECODER_MAY_TAKE
        while ring.written < frame and not ring.complete and time.monotonic() < until:
            time.sleep(0.001)

    def skip_to(self, frame: int) -> None:
        """Pass over frames up to number `frame`, unheard."""
        self.next = max(self.next, min(frame, self.available))
