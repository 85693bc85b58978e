"""Another speed with the pitch kept, by waveform-similarity overlap-add (WSOLA).

After Verhelst and Roelands, ICASSP 1993.
"""

import numpy as np

from sessionlens.audio.frames import Samples

_WINDOW = 0.040  # seconds; half of it is one hop
_SEARCH = 0.010  # seconds to either side
_CENTRING = 0.02  # likeness given up for staying in place; decides in silence and steady tones


class Wsola:
    """Turns pushed samples into hops that last `1 / speed` as long.

    Played frame k shows recorded frame `k * speed`, within the search range: there is no drift.
    The first frames are the recorded ones at full level, so that a run may begin anywhere. One
    search on the mix of all channels keeps them in phase.
    """

    def __init__(self, rate: int, channels: int, speed: float) -> None:
        self.hop = hop = max(int(rate * _WINDOW / 2), 8)
        self._search = max(int(rate * _SEARCH), 4)
        self._step = hop * speed
        away = np.arange(-self._search, self._search + 1) / self._search
        self._penalty = _CENTRING * away**2
        fade = 0.5 - 0.5 * np.cos(np.pi * (np.arange(hop) + 0.5) / hop)
        self._fade_in: Samples = fade.astype(np.float32)[:, None]
        self._fade_out: Samples = (1 - fade).astype(np.float32)[:, None]
        self._held: Samples = np.zeros((0, channels), np.float32)
        self._mix: Samples = np.zeros(0, np.float32)
        self._base = 0  # number of the first held frame
        self._natural = 0  # where the previous hop's sound goes on
        # The window's middle is what is heard: centred there, the map has no bias.
        self._nominal = hop * (speed - 1)

    def push(self, samples: Samples) -> None:
        """Give the next recorded samples, shape (n, channels)."""
        self._held = np.concatenate([self._held, samples])
        self._mix = np.concatenate([self._mix, samples.mean(axis=1)])

    def pull(self) -> Samples | None:
        """Return the next `hop` frames, or None while samples are missing."""
        hop, base = self.hop, self._base
        nominal = int(np.floor(self._nominal)) - base
        natural = self._natural - base
        if max(nominal + self._search, natural) + 2 * hop > len(self._held):
            return None
        best = self._most_alike(natural, nominal)
        old = self._held[natural : natural + hop] * self._fade_out
        out: Samples = old + self._held[best : best + hop] * self._fade_in
        self._natural = best + hop + base
        self._nominal += self._step
        self._forget()
        return out

    def _most_alike(self, natural: int, nominal: int) -> int:
        """Where, near `nominal`, the sound is most like what would have followed."""
        hop, search = self.hop, self._search
        low = max(nominal - search, 0)
        high = max(nominal + search, low)
        place = self._mix[low : high + hop]
        following = self._mix[natural : natural + hop]
        alike = np.correlate(place, following, "valid")
        power = np.concatenate([[0.0], np.cumsum(np.square(place, dtype=np.float64))])
        energy = (power[hop:] - power[:-hop]) * np.dot(following, following)
        likeness = alike / np.sqrt(np.maximum(energy, 1.0))
        return low + int(np.argmax(likeness - self._penalty[-len(likeness) :]))

    def _forget(self) -> None:
        needed = min(int(self._nominal) - self._search, self._natural) - self._base
        if needed > 8 * self.hop:
            self._held, self._mix = self._held[needed:], self._mix[needed:]
            self._base += needed
