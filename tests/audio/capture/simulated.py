"""Devices whose clocks go as a test says, and what becomes of their sound; no time passes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sessionlens.audio.capture.clock_fit import ClockFit
from sessionlens.audio.capture.feed import Feed
from sessionlens.audio.capture.microphone import DeviceBlock, Input
from sessionlens.audio.capture.mixer import Mixer

SAW = 10.0  # seconds after which the sound that tells the time begins anew
_HEIGHT = 3000  # per second


@dataclass
class Device:
    """Delivers blocks; each sample tells when it was heard, in true seconds.

    `fast` is by how much its clock is too fast (200e-6), `jitter` by how many seconds at most the
    times that it tells are wrong. It is away between the seconds `away`.
    """

    rate: int = 1000
    fast: float = 0.0
    jitter: float = 0.0
    begins: float = 0.0
    block: float = 0.1
    away: tuple[float, float] = (0.0, 0.0)
    seed: int = 1

    def blocks(self, seconds: float) -> Iterator[tuple[float, DeviceBlock]]:
        """When each arrives, and the block."""
        chance = random.Random(self.seed)
        true_rate = self.rate * (1 + self.fast)
        size = int(self.block * self.rate)
        opening, begun, first = 1, self.begins, 0
        while (heard := begun + first / true_rate) < seconds:
            arrives = heard + size / true_rate
            if self.away[0] < arrives and opening == 1 and self.away[1]:
                opening, begun, first = 2, self.away[1], 0
                continue
            times = heard + np.arange(size) / true_rate
            frames = np.rint(times % SAW * _HEIGHT).astype(np.int16)[:, None]
            told = heard + chance.uniform(-self.jitter, self.jitter)
            yield arrives, DeviceBlock(opening, False, first, told, frames)
            first += size

    def lives(self, moment: float) -> bool:
        """Whether it delivers."""
        return not self.away[0] + 1 < moment < self.away[1]


def recorded(devices: list[Device], seconds: float) -> tuple[NDArray[np.int16], list[list[int]]]:
    """The recording of these devices, and the spans of frames in which something is missing."""
    rate = devices[0].rate
    clock = ClockFit(rate)
    feeds = [Feed(Input(), rate, clock, leads=number == 0) for number in range(len(devices))]
    mixer = Mixer(feeds, rate, clock)
    arrivals = sorted(
        (
            (arrives, number, block)
            for number, device in enumerate(devices)
            for arrives, block in device.blocks(seconds)
        ),
        key=lambda arrival: arrival[:2],
    )
    pieces, missing = [], []
    for arrives, number, block in arrivals:
        feeds[number].push(block, devices[number].rate)
        for mixed in mixer.mixed(arrives, [device.lives(arrives) for device in devices]):
            frames = mixed.frames
            if frames is None:
                frames = np.zeros((mixed.length, len(devices)), np.int16)
            pieces.append(frames)
            missing += [list(span) for span in mixed.missing]
    return np.concatenate(pieces), missing


def times_told(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    """What the samples say of when they were heard, up to whole saws; NaN near a jump."""
    times = samples.astype(float) / _HEIGHT
    near = (times < 0.2) | (times > SAW - 0.2)
    return np.where(near, np.nan, times)


def apart(recording: NDArray[np.int16]) -> float:
    """By how many seconds the two channels are apart at most, where both tell the time."""
    times = times_told(recording)
    difference = times[:, 0] - times[:, 1]
    difference = (difference + SAW / 2) % SAW - SAW / 2
    return float(np.nanmax(np.abs(difference)))
