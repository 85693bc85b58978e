"""Blocks of sound: int16 arrays of shape (frames, channels)."""

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.int16]
Samples = NDArray[np.float32]


def silence(frames: int, channels: int) -> Frames:
    """`frames` of nothing."""
    return np.zeros((frames, channels), np.int16)


def rounded(samples: Samples) -> Frames:
    """Samples on the scale of int16 as frames, clipped rather than wrapped."""
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)


def with_channels(block: Frames, channels: int) -> Frames:
    """The block for a device of `channels`.

    Fewer channels than recorded: every channel is heard on all of them, so that no voice is lost
    to a loudspeaker that is not there. The sum of n channels is scaled by 1/sqrt(n).
    """
    have = block.shape[1]
    if have == channels:
        return block
    if have > 1:
        total = block.sum(axis=1, dtype=np.float32, keepdims=True)
        block = rounded(total * np.float32(1 / np.sqrt(have)))
    return np.repeat(block, channels, axis=1)


def crossfaded(old: Frames, new: Frames) -> Frames:
    """`new`, its beginning faded in over `old` fading out; `old` is no longer than `new`."""
    length = len(old)
    if not length:
        return new
    up: Samples = np.linspace(0, 1, length + 2, dtype=np.float32)[1:-1, None]
    mixed = new.copy()
    mixed[:length] = rounded(old * (1 - up) + new[:length] * up)
    return mixed
