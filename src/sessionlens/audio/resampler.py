"""Another sample rate, for devices that refuse the recording's own."""

from math import gcd

import numpy as np

from sessionlens.audio.frames import Samples

_ZEROS = 16  # zero crossings of the sinc on either side
_ROLLOFF = 0.94  # of the lower of both Nyquist frequencies


class Resampler:
    """Windowed-sinc interpolation with one filter per phase (Kaiser window, beta 8).

    Result frame k is the sound at source frame `k * source_rate / rate` exactly: the filter's
    delay is taken out, so that positions stay exact.
    """

    def __init__(self, source_rate: int, rate: int, channels: int) -> None:
        common = gcd(source_rate, rate)
        self._up, self._down = rate // common, source_rate // common
        cutoff = _ROLLOFF * min(1.0, rate / source_rate)
        self._half = half = int(np.ceil(_ZEROS / cutoff))
        taps = np.arange(-half + 1, half + 1)
        at = taps[None, :] - np.arange(self._up)[:, None] / self._up
        window = np.i0(8 * np.sqrt(np.maximum(1 - (at / half) ** 2, 0))) / np.i0(8)
        filters = cutoff * np.sinc(cutoff * at) * window
        filters /= filters.sum(axis=1, keepdims=True)
        self._filters: Samples = filters.astype(np.float32)
        # Source frame `_base` is the first held; the recording is preceded by silence.
        self._held: Samples = np.zeros((half - 1, channels), np.float32)
        self._base = -(half - 1)
        self._next = 0

    def push(self, samples: Samples) -> Samples:
        """Give source samples, shape (n, channels); returns the frames that are complete."""
        self._held = np.concatenate([self._held, samples])
        last = self._base + len(self._held) - 1 - self._half  # last whole source position
        count = max((last + 1) * self._up - 1, -1) // self._down + 1 - self._next
        return self._produce(max(count, 0))

    def flush(self) -> Samples:
        """The recording is over: returns what is left of it."""
        total = self._base + len(self._held)
        count = -(-total * self._up // self._down) - self._next
        self._held = np.pad(self._held, ((0, self._half + 1), (0, 0)))
        return self._produce(max(count, 0))

    def _produce(self, count: int) -> Samples:
        places = (self._next + np.arange(count)) * self._down
        whole, phase = places // self._up, places % self._up
        start = whole - self._half + 1 - self._base
        taken = self._held[start[:, None] + np.arange(2 * self._half)]
        out: Samples = np.einsum("ntc,nt->nc", taken, self._filters[phase], optimize=False)
        self._next += count
        needed = self._next * self._down // self._up - self._half + 1 - self._base
        if needed > 0:
            self._held = self._held[needed:]
            self._base += needed
        return out
