"""The sound of every voice, side by side, at the rate that a model hears."""

from collections.abc import Generator, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sessionlens.audio.recording import Recording, open_recording
from sessionlens.domain.errors import SessionLensError

Sound = NDArray[np.int16]
"""Frames of all voices, shape (n, voices)."""

_RATES = range(1000, 768_001)
_BLOCK = 1.0  # seconds; decoded at once, so that playback never waits long for the interpreter


class Voice(Struct, frozen=True):
    """One voice of a session: a channel of a file, or all of it where `channel` is None.

    `name` becomes the speaker; empty where nobody knows who speaks.
    """

    path: Path
    channel: int | None = None
    name: str = ""


class VoiceFile:
    """A recording read from any position as int16 of shape (n, columns) at another rate.

    Each voice of this file is one column. Frame k of the result is the sound at `k / rate`.
    Raises SessionLensError for a file that cannot be heard.
    """

    def __init__(self, path: Path, channels: Sequence[int | None], rate: int) -> None:
        self._recording = open_recording(path)
        if self._recording.sample_rate not in _RATES:
            self.close()
            raise SessionLensError(
                f"{self._recording.sample_rate} samples per second is what no sound has",
                "Export it again",
                where=path,
            )
        self._channels = channels
        self._rate = rate

    @property
    def columns(self) -> int:
        """The number of voices in this file."""
        return len(self._channels)

    @property
    def seconds(self) -> float:
        """The length, as far as it is known."""
        return self._recording.frames / self._recording.sample_rate

    def blocks(self, second: int) -> Iterator[Sound]:
        """The sound from a whole second to the end, in blocks of about a second.

        A whole second is a whole frame at any rate: the same frames come wherever one begins.
        """
        own = self._recording.sample_rate
        self._recording.seek(second * own)
        raw = _blocks(self._recording, int(_BLOCK * own))
        picked = (_picked(block, self._channels) for block in raw)
        return picked if own == self._rate else _resampled(picked, own, self._rate)

    def close(self) -> None:
        """Let go of the file."""
        self._recording.close()


def sound(voices: Sequence[Voice], rate: int, second: int = 0) -> Generator[Sound]:
    """The voices from `second` until the last of them ends, about a second at a time.

    A file that ends before the others goes on in silence.
    """
    files = [
        VoiceFile(path, [voice.channel for voice in group], rate)
        for path, group in groupby(voices, key=lambda voice: voice.path)
    ]
    try:
        if len(files) == 1:
            yield from files[0].blocks(second)
            return
        streams = [_even(file.blocks(second), rate) for file in files]
        counts = [len(list(group)) for _, group in groupby(voices, key=lambda voice: voice.path)]
        while True:
            blocks = [next(stream, None) for stream in streams]
            longest = max((len(block) for block in blocks if block is not None), default=0)
            if not longest:
                return
            yield np.concatenate(
                [_lengthened(b, longest, n) for b, n in zip(blocks, counts, strict=True)], axis=1
            )
    finally:
        for file in files:
            file.close()


def seconds_of(voices: Sequence[Voice]) -> float:
    """How long the longest of the voices is, as far as it is known without decoding."""
    longest = 0.0
    for path in {voice.path for voice in voices}:
        with open_recording(path) as recording:
            longest = max(longest, recording.frames / max(recording.sample_rate, 1))
    return longest


def _blocks(recording: Recording, frames: int) -> Iterator[Sound]:
    while len(block := recording.read(frames)):
        yield block


def _picked(block: Sound, channels: Sequence[int | None]) -> Sound:
    if len(channels) == block.shape[1] and all(i == c for i, c in enumerate(channels)):
        return block
    columns = [
        _mixed(block) if c is None else block[:, min(c, block.shape[1] - 1)] for c in channels
    ]
    return np.stack(columns, axis=1)


def _mixed(block: Sound) -> Sound:
    """All channels as one: their mean, or the louder one where they would cancel out."""
    if block.shape[1] == 1:
        return block[:, 0]
    wide = block.astype(np.float32)
    mean = wide.mean(axis=1)
    energies = (wide**2).sum(axis=0)
    if (mean**2).sum() < 0.2 * energies.max():
        return np.ascontiguousarray(block[:, int(energies.argmax())])
    rounded: Sound = np.rint(mean).astype(np.int16)
    return rounded


def _resampled(blocks: Iterator[Sound], own: int, rate: int) -> Iterator[Sound]:
    """FFmpeg's resampler; its filter's delay is taken out by itself."""
    import av

    resamplers: list[Any] = []
    for block in blocks:
        if not resamplers:
            resamplers = [
                av.AudioResampler(format="s16", layout="mono", rate=rate)
                for _ in range(block.shape[1])
            ]
        yield _pushed(resamplers, block, own)
    if resamplers:
        yield _pushed(resamplers, None, own)


def _pushed(resamplers: list[Any], block: Sound | None, own: int) -> Sound:
    import av

    columns = []
    for column, resampler in enumerate(resamplers):
        frame = None
        if block is not None:
            samples = np.ascontiguousarray(block[:, column])[None, :]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = own
        made = [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
        columns.append(np.concatenate(made) if made else np.zeros(0, np.int16))
    return np.stack(columns, axis=1)


def _even(blocks: Iterator[Sound], frames: int) -> Iterator[Sound]:
    """The same sound in blocks of exactly `frames`, but for the last."""
    held: list[Sound] = []
    count = 0
    for block in blocks:
        held.append(block)
        count += len(block)
        while count >= frames:
            joined = np.concatenate(held)
            yield joined[:frames]
            held, count = [joined[frames:]], count - frames
    if count:
        yield np.concatenate(held)


def _lengthened(block: Sound | None, frames: int, columns: int) -> Sound:
    if block is None:
        return np.zeros((frames, columns), np.int16)
    return np.pad(block, ((0, frames - len(block)), (0, 0)))
