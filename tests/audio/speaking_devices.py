"""What the microphones of a stand-in for sounddevice deliver, in real time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from fake_sounddevice import FakeSoundDevice
from numpy.typing import NDArray

Sound = Callable[[int, int], NDArray[np.int16]]
"""Makes so many frames of so many channels."""


def noise(frames: int, channels: int) -> NDArray[np.int16]:
    """Each channel by itself."""
    return np.random.default_rng().integers(-9000, 9000, (frames, channels), np.int16)


def mono(frames: int, channels: int) -> NDArray[np.int16]:
    """The same on all channels."""
    return np.repeat(noise(frames, 1), channels, axis=1)


def silence(frames: int, channels: int) -> NDArray[np.int16]:
    """What a muted microphone delivers."""
    return np.zeros((frames, channels), np.int16)


@contextmanager
def spoken(devices: FakeSoundDevice, sound: Sound = noise) -> Iterator[None]:
    """All open devices deliver in real time what `sound` makes."""
    ended = threading.Event()

    def speak() -> None:
        delivered: dict[int, float] = {}
        while not ended.wait(0.02):
            for stream in list(devices.streams):
                begun = delivered.setdefault(id(stream), time.monotonic())
                count = int((time.monotonic() - begun) * stream.rate)
                if stream.active and count:
                    delivered[id(stream)] = begun + count / stream.rate
                    stream.hear(sound(count, stream.channels), begun)

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
