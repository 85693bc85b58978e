"""Sound at a rate that may change a little all the time: one clock follows another."""

import math

import numpy as np

from sessionlens.audio.frames import Samples

_ZEROS = 16  # zero crossings of the sinc on either side
_PHASES = 256  # filters between two frames; those in between are interpolated
_ROLLOFF = 0.94  # of the lower of both Nyquist frequencies


class Follower:
    """Windowed-sinc interpolation (Kaiser window, beta 8) at any places between source frames.

    `place` is where in the source the next result is taken, in frames. What precedes the first
    frame is silence.
    """

    def __init__(self, source_rate: float, rate: float, channels: int) -> None:
        cutoff = _ROLLOFF * min(1.0, rate / source_rate)
        self._half = half = int(np.ceil(_ZEROS / cutoff))
        taps = np.arange(-half + 1, half + 1)
        at = taps[None, :] - np.arange(_PHASES + 1)[:, None] / _PHASES
        window = np.i0(8 * np.sqrt(np.maximum(1 - (at / half) ** 2, 0))) / np.i0(8)
        filters = cutoff * np.sinc(cutoff * at) * window
        filters /= filters.sum(axis=1, keepdims=True)
        self._filters: Samples = filters.astype(np.float32)
        self._steps: Samples = np.diff(filters, axis=0).astype(np.float32)
        self._held: Samples = np.zeros((half, channels), np.float32)
        self._base = -half  # number of the first source frame held
        self.place = 0.0

    @property
    def end(self) -> int:
        """Number of the source frame after the last that was given."""
        return self._base + len(self._held)

    def push(self, samples: Samples) -> None:
        """Give the next source frames, shape (n, channels)."""
        self._held = np.concatenate([self._held, samples])

    def ready(self, step: float) -> int:
        """How many results can be taken at that many source frames each."""
        return max(math.floor((self.end - self._half - 1 - self.place) / step) + 1, 0)

    def take(self, count: int, step: float) -> Samples:
        """The next `count` results, `step` source frames apart; no more than are ready."""
        places = self.place - self._base + np.arange(count) * step
        whole = places.astype(np.int64)
        phase, between = np.divmod((places - whole) * _PHASES, 1.0)
        number = phase.astype(np.int64)
        filters = self._filters[number] + self._steps[number] * between[:, None].astype(np.float32)
        taken = self._held[(whole - self._half + 1)[:, None] + np.arange(2 * self._half)]
        out: Samples = np.einsum("ntc,nt->nc", taken, filters, optimize=False)
        self.place += count * step
        self._forget()
        return out

    def skip(self, frames: float) -> None:
        """Leave out that many source frames."""
        self.place += frames
        self._forget()

    def _forget(self) -> None:
        unused = min(int(self.place) - self._half - self._base, len(self._held))
        if unused > 0:
            self._held = self._held[unused:]
            self._base += unused
