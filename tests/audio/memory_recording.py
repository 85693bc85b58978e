"""Recordings that are arrays, and say at every frame which frame it is."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

_LOW = 30000


class MemoryRecording:
    """An array as a recording."""

    frames_exact = True

    def __init__(self, sound: NDArray[np.int16], sample_rate: int) -> None:
        self.sound = sound
        self.sample_rate = sample_rate
        self.frames, self.channels = sound.shape
        self.closed = False
        self._at = 0

    def seek(self, frame: int) -> None:
        self._at = frame

    def read(self, frames: int) -> NDArray[np.int16]:
        block = self.sound[self._at : self._at + frames]
        self._at += len(block)
        return block

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def numbered(seconds: float, rate: int = 48000) -> MemoryRecording:
    """Stereo whose frames hold their own number; no sample of it is zero."""
    number = np.arange(round(seconds * rate))
    sound = np.stack([number % _LOW + 1, number // _LOW + 1], axis=1)
    return MemoryRecording(sound.astype(np.int16), rate)


def numbers(frames: NDArray[np.int16]) -> NDArray[np.int64]:
    """The numbers that frames hold; -1 for silence."""
    wide = frames.astype(np.int64)
    frame_numbers = (wide[:, 1] - 1) * _LOW + wide[:, 0] - 1
    return np.where(wide[:, 0] == 0, -1, frame_numbers)


def sweep(
    seconds: float, rate: int = 48000, *, low: float = 300.0, slope: float = 250.0
) -> MemoryRecording:
    """A tone that rises by `slope` Hz per second from `low` Hz: its pitch tells the place."""
    time = np.arange(round(seconds * rate)) / rate
    tone = np.sin(2 * np.pi * (low * time + slope / 2 * time**2)) * 9000
    return MemoryRecording(np.repeat(tone.astype(np.int16)[:, None], 2, axis=1), rate)


def pitch(samples: NDArray[np.float64], rate: int) -> float:
    """The strongest frequency in Hz, between the bins of a windowed Fourier transform."""
    windowed = samples * np.hanning(len(samples))
    power = np.abs(np.fft.rfft(windowed, 1 << 16))
    peak = int(power[1:-1].argmax()) + 1
    a, b, c = np.log(power[peak - 1 : peak + 2] + 1e-9)
    return float((peak + (a - c) / (2 * (a - 2 * b + c))) * rate / (1 << 16))
