"""The one pass through a whole recording that finds its peaks and its true length."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sessionlens.audio.mixed import MixedRecording
from sessionlens.audio.peaks import PEAKS_PER_SECOND, PeaksChunk, PeakValues
from sessionlens.audio.probe import decoding
from sessionlens.audio.pyav_decoder import PyavRecording
from sessionlens.audio.pyav_source import PyavSource
from sessionlens.audio.recording import Recording, open_recording
from sessionlens.audio.soundfile_decoder import SoundfileRecording

# Samples of any type, one row per channel.
Planes = NDArray[Any]

_CACHED = 400_000  # bytes
_CHUNK_SECONDS = 10
_CHUNK = _CHUNK_SECONDS * PEAKS_PER_SECOND  # peaks
_EVERY = 96  # frames; comparing channels needs no more
_SAME = 1e-3  # of the energy: 30 dB below, what lossy codecs make of equal channels


def compute_peaks(
    path: Path, should_stop: Callable[[], bool] = lambda: False, *, second_half: bool = False
) -> Iterator[PeaksChunk]:
    """Decode a recording and yield its peaks, ten seconds at a time; ends early when stopped.

    With `second_half` they are those from about the middle on; none for a recording so short that
    it has no middle. Raises SessionLensError for what `open_recording` refuses.
    """
    with decoding(path), open_recording(path) as recording:
        begin = 0  # seconds
        if second_half:
            middle = recording.frames // 2 // recording.sample_rate
            begin = middle - middle % _CHUNK_SECONDS
            if not begin:
                return
        source: _Blocks | _Read | _Decoded
        if isinstance(recording, PyavRecording):
            source = _Decoded(recording.source, begin)
        elif isinstance(recording, MixedRecording):
            source = _Blocks(recording, begin)
        else:
            assert isinstance(recording, SoundfileRecording)
            # FFmpeg decodes these twice as fast as libsndfile, though Opus always at 48 kHz.
            if recording.codec in ("vorbis", "opus"):
                with closing(PyavSource(path)) as decoder:
                    yield from _chunks(recording, _Decoded(decoder, begin), should_stop)
                return
            source = _Read(recording, begin)
        yield from _chunks(recording, source, should_stop)


class _Blocks:
    """Blocks as the recording itself gives them, from so many seconds on."""

    damaged = 0

    def __init__(self, recording: MixedRecording, begin: int) -> None:
        self.sample_rate = recording.sample_rate
        self.begin = begin
        self._recording = recording
        recording.seek(begin * self.sample_rate)

    def blocks(self) -> Iterator[Planes]:
        size = _block(self.sample_rate, self._recording.channels, "int16")
        while len(block := self._recording.read(size)):
            yield np.ascontiguousarray(block.T)


class _Read:
    """Blocks as libsndfile reads them, from so many seconds on."""

    damaged = 0

    def __init__(self, recording: SoundfileRecording, begin: int) -> None:
        self.sample_rate = recording.sample_rate
        self.begin = begin
        self._recording = recording
        recording.seek(begin * self.sample_rate)

    def blocks(self) -> Iterator[Planes]:
        file, sample_type = self._recording.file, self._recording.sample_type
        channels = self._recording.channels
        size = _block(self.sample_rate, channels, sample_type)
        read, planes = (
            np.empty((size, channels), sample_type),
            np.empty((channels, size), sample_type),
        )
        while count := len(file.read(out=read)):
            planes[:, :count] = read[:count].T
            yield planes[:, :count]


class _Decoded:
    """Blocks as FFmpeg decodes them, from so many seconds on, gathered in its own queue."""

    def __init__(self, source: PyavSource, begin: int) -> None:
        self.sample_rate = source.sample_rate
        self.begin = begin
        self._source = source

    @property
    def damaged(self) -> int:
        return self._source.damaged

    def blocks(self) -> Iterator[Planes]:
        import av

        queue = av.AudioFifo()
        size = _block(self.sample_rate, self._source.channels, "float32")
        if self.begin:
            self._source.prepare()
        for piece in self._source.frames(self.begin * self.sample_rate):
            piece.pts = None
            queue.write(piece)
            while queue.samples >= size:
                yield _planes(queue.read(size))
        if queue.samples:
            yield _planes(queue.read())


def _block(rate: int, channels: int, sample_type: str) -> int:
    """Frames that the processor's cache holds: a part of a chunk in whole seconds.

    So a block holds a whole number of peaks, and never holds up another thread for long.
    """
    second = rate * channels * np.dtype(sample_type).itemsize
    return rate * next((n for n in (10, 5, 2) if n * second <= _CACHED), 1)


def _planes(frame: Any) -> Planes:
    samples: Planes = frame.to_ndarray()
    if frame.format.is_planar:
        return samples
    return np.ascontiguousarray(samples.reshape(-1, frame.layout.nb_channels).T)


def _chunks(
    recording: Recording, decoder: _Blocks | _Read | _Decoded, should_stop: Callable[[], bool]
) -> Iterator[PeaksChunk]:
    scale = recording.sample_rate / decoder.sample_rate
    likeness = _Likeness()
    frames, start = decoder.begin * decoder.sample_rate, decoder.begin * PEAKS_PER_SECOND
    parts: list[PeakValues] = []

    def chunk(final: bool) -> PeaksChunk:
        values = np.concatenate([np.zeros((0, recording.channels), np.int16), *parts])
        length = round(frames * scale)
        rate = recording.sample_rate
        return PeaksChunk(start, values, rate, length, final, likeness.same, decoder.damaged)

    for planes in decoder.blocks():
        if should_stop():
            return
        likeness.hear(planes)
        parts.append(_magnitudes(planes, decoder.sample_rate))
        frames += planes.shape[1]
        if sum(len(part) for part in parts) >= _CHUNK:
            yield chunk(final=False)
            start += _CHUNK
            parts.clear()
    yield chunk(final=True)


def _magnitudes(planes: Planes, rate: int) -> PeakValues:
    """The largest magnitude of each 10 ms of a block, on the scale of int16."""
    count = -(-planes.shape[1] * PEAKS_PER_SECOND // rate)
    begins = np.arange(count) * rate // PEAKS_PER_SECOND
    high = np.maximum.reduceat(planes, begins, axis=1).astype(np.float32)
    low = np.minimum.reduceat(planes, begins, axis=1).astype(np.float32)
    zero, full = _SCALES[planes.dtype.kind, planes.dtype.itemsize]
    loudest = np.maximum(high - zero, zero - low) * np.float32(32768 / full)
    if planes.dtype.kind == "f":
        np.nan_to_num(loudest, copy=False)
    values: PeakValues = np.minimum(loudest, 32767).astype(np.int16).T
    return values


# The value of silence, and the largest, by kind and size of the sample.
_SCALES = {
    ("f", 4): (0, 1),
    ("f", 8): (0, 1),
    ("i", 2): (0, 2**15),
    ("i", 4): (0, 2**31),
    ("u", 1): (128, 128),
}


class _Likeness:
    """Whether two channels carry the same sound: the energy of their difference is next to none."""

    def __init__(self) -> None:
        self._difference = self._energy = 0.0

    def hear(self, planes: Planes) -> None:
        if len(planes) != 2:
            return
        left, right = planes[:, ::_EVERY].astype(np.float32)
        between = left - right
        self._difference += float(between @ between)
        self._energy += float(left @ left + right @ right)

    @property
    def same(self) -> bool | None:
        """None while nothing was heard, and for a single channel."""
        return self._difference < _SAME * self._energy if self._energy > 0 else None
