"""A recording as one voice at another sample rate, for speech recognition."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sessionlens.audio.recording import open_recording

_BLOCK = 0.5  # seconds


def resampled(
    path: Path, rate: int, channel: int | None = None, start: float = 0.0
) -> Iterator[NDArray[np.int16]]:
    """The recording from `start` seconds on, mono at `rate`, in one-dimensional int16 blocks.

    `channel` takes one channel of the recording (from 0); None mixes them. Sample k of the result
    is the sound at `start + k / rate` seconds. Raises SessionLensError like `open_recording`.
    """
    import av

    with open_recording(path) as recording:
        recording.seek(round(start * recording.sample_rate))
        converter = av.AudioResampler("s16", "mono", rate)
        while len(block := recording.read(int(_BLOCK * recording.sample_rate))):
            voice = block.mean(axis=1) if channel is None else block[:, channel]
            samples = np.ascontiguousarray(voice.astype(np.int16)[None])
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = recording.sample_rate
            yield from (out.to_ndarray()[0] for out in converter.resample(frame))
        yield from (out.to_ndarray()[0] for out in converter.resample(None))
