"""How loud a microphone is, and what is wrong with what it delivers."""

import numpy as np
from msgspec import Struct

from sessionlens.audio.frames import Frames

_FULL = 32767
_NOTHING = 8  # of 32768: no room is as quiet; a muted or dead microphone is
_WINDOW = 0.1  # seconds
_ALIKE = 0.01  # part of the loudness by which two channels of one microphone may differ


class Level(Struct, frozen=True):
    """One channel: `peak` and `rms` of the last tenth of a second, from 0 to 1.

    `silent_for` is how long it has been as good as digitally silent, in seconds; `clipped` how
    many samples were as loud as can be. `alike` is for how many seconds of sound it has been the
    same as the channel before it: then both are one microphone.
    """

    peak: float = 0.0
    rms: float = 0.0
    silent_for: float = 0.0
    clipped: int = 0
    alike: float = 0.0


class Meter:
    """Measures what passes; `levels` may be read by any thread."""

    def __init__(self, rate: int, channels: int) -> None:
        self.levels: tuple[Level, ...] = (Level(),) * channels
        self._rate = rate
        self._window: Frames = np.zeros((int(_WINDOW * rate), channels), np.int16)

    def add(self, frames: Frames) -> None:
        """Take the next frames of the recording."""
        seconds = len(frames) / self._rate
        loudest = np.abs(frames.astype(np.int32)).max(axis=0, initial=0)
        clipped = (np.abs(frames.astype(np.int32)) >= _FULL).sum(axis=0)
        self._window = np.concatenate([self._window, frames])[-len(self._window) :]
        window = self._window.astype(np.float32) / 32768
        peaks, loudness = np.abs(window).max(axis=0), np.sqrt((window**2).mean(axis=0))
        different = [
            np.inf,
            *np.abs(np.diff(frames.astype(np.int32), axis=1)).max(axis=0, initial=0),
        ]
        self.levels = tuple(
            Level(
                float(peaks[channel]),
                float(loudness[channel]),
                before.silent_for + seconds if loudest[channel] < _NOTHING else 0.0,
                before.clipped + int(clipped[channel]),
                _alike(before.alike, float(different[channel]), int(loudest[channel]), seconds),
            )
            for channel, before in enumerate(self.levels)
        )

    def rest(self) -> None:
        """Show nothing: what is heard is off the record, or there is no device."""
        self._window[:] = 0
        self.levels = tuple(
            Level(0.0, 0.0, 0.0, before.clipped, before.alike) for before in self.levels
        )


def _alike(before: float, different: float, loudest: int, seconds: float) -> float:
    if loudest < _NOTHING:
        return before  # silence is like any other
    return before + seconds if different <= _ALIKE * loudest else 0.0
