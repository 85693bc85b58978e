"""From the recording to the frames that a device takes: channels, speed, rate."""

from typing import Protocol

import numpy as np

from sessionlens.audio.frames import Frames, rounded, silence, with_channels
from sessionlens.audio.output import Format
from sessionlens.audio.recording import Recording
from sessionlens.audio.resampler import Resampler
from sessionlens.audio.wsola import Wsola

_BLOCK = 4096  # recorded frames: short enough to keep other threads waiting unnoticed


class Stage(Protocol):
    """One step on the way; the first frame read is the frame the recording was at."""

    def read(self) -> Frames:
        """The next frames, any number of them; none at the end of the recording."""


def stages(recording: Recording, speed: float, target: Format) -> Stage:
    """Read on from where `recording` is, at `speed`, as the `target` format."""
    stage: Stage = Straight(recording, target.channels)
    rate = recording.sample_rate
    if speed != 1.0:
        stage = Stretched(stage, Format(rate, target.channels), speed)
    if target.rate != rate:
        stage = Resampled(stage, Format(rate, target.channels), target.rate)
    return stage


class Straight:
    """The recorded frames themselves."""

    def __init__(self, recording: Recording, channels: int) -> None:
        self._recording = recording
        self._channels = channels

    def read(self) -> Frames:
        return with_channels(self._recording.read(_BLOCK), self._channels)


class Stretched:
    """Another speed with the pitch kept; lasts exactly `1 / speed` as long."""

    def __init__(self, stage: Stage, source: Format, speed: float) -> None:
        self._stage = stage
        self._channels = source.channels
        self._speed = speed
        self._wsola = Wsola(source.rate, source.channels, speed)
        self._pushed = 0
        self._pulled = 0
        self._ended = False

    def read(self) -> Frames:
        samples = self._wsola.pull()
        while samples is None:
            self._push()
            samples = self._wsola.pull()
        block = rounded(samples)
        if self._ended:
            total = int(np.ceil(self._pushed / self._speed))
            block = block[: max(total - self._pulled, 0)]
        self._pulled += len(block)
        return block

    def _push(self) -> None:
        block = self._stage.read()
        self._pushed += len(block)
        if not len(block):
            self._ended = True
            block = silence(_BLOCK, self._channels)
        self._wsola.push(block.astype(np.float32))


class Resampled:
    """Another sample rate."""

    def __init__(self, stage: Stage, source: Format, rate: int) -> None:
        self._stage = stage
        self._resampler = Resampler(source.rate, rate, source.channels)
        self._ended = False

    def read(self) -> Frames:
        out = np.zeros((0, 1), np.float32)
        while not len(out):
            if self._ended:
                return silence(0, 1)
            block = self._stage.read()
            self._ended = not len(block)
            if self._ended:
                out = self._resampler.flush()
            else:
                out = self._resampler.push(block.astype(np.float32))
        return rounded(out)
