"""Short pieces of a recording, encoded in memory: what may leave the house instead of all of it."""

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sessionlens import resources
from sessionlens.audio.frames import Frames, with_channels
from sessionlens.audio.measuring import ensure_harmless
from sessionlens.audio.recording import Recording, open_recording

_FADE = 0.01  # seconds at either end and around silence, so that no cut clicks
_BLOCK = 1.0  # seconds decoded at once
_SHORTEST = 0.05  # seconds; less is no sound to listen to


class Codec(NamedTuple):
    """How clips are encoded: FFmpeg's names, the browser's, a sample rate, and what a file costs.

    `overhead` is bytes of the container per second, beside those of the sound.
    """

    encoder: str
    container: str
    mime: str
    rate: int
    overhead: int
    options: dict[str, str]


_VOICE = {"application": "voip", "compression_level": "5"}

CODECS: dict[str, Codec] = {
    # Speech at 24 kbit/s sounds as on the telephone's better days. Every browser since 2025 plays
    # it, Apple's included; older ones of Apple's need AAC.
    "opus": Codec("libopus", "ogg", "audio/ogg; codecs=opus", 24000, 120, _VOICE),
    "aac": Codec("aac", "adts", "audio/aac", 24000, 170, {}),
}
BIT_RATES: dict[str, tuple[int, ...]] = {
    "opus": (32000, 24000, 16000, 12000, 8000),
    "aac": (48000, 40000, 32000, 24000, 16000),
}
"""Bits per second, best first; the last is the least at which speech can be followed."""


class Clip(NamedTuple):
    """An encoded piece; `start` and `end` are seconds of the recording, `data` a whole file.

    Without any sound there, because the recording is shorter, `data` is empty.
    """

    data: bytes
    mime: str
    start: float
    end: float


def cut_clips(
    path: Path,
    spans: Iterable[tuple[float, float]],
    *,
    codec: str = "opus",
    bit_rate: int = 24000,
    silent: Sequence[tuple[float, float]] = (),
) -> Iterator[Clip]:
    """Yield one clip per span (start, end, in seconds), mono; sound within `silent` is silence.

    Holds one clip in memory. Quickest when the spans are in order. What is not known to be sound
    is decoded by a child process first. Raises SessionLensError for what cannot be heard.
    """
    ensure_harmless(path, resources.cache_folder())
    with open_recording(path) as recording:
        for start, end in spans:
            yield _clip(recording, max(start, 0.0), end, CODECS[codec], bit_rate, silent)


def _clip(
    recording: Recording,
    start: float,
    end: float,
    codec: Codec,
    bit_rate: int,
    silent: Sequence[tuple[float, float]],
) -> Clip:
    rate = recording.sample_rate
    first, last = round(start * rate), round(end * rate)
    recording.seek(first)
    blocks = []
    at = first
    while at < last:
        block = recording.read(min(last - at, round(_BLOCK * rate)))
        if not len(block):
            break
        blocks.append(with_channels(block, 1))
        at += len(block)
    if at - first < _SHORTEST * rate:
        return Clip(b"", codec.mime, start, start)
    sound = np.concatenate(blocks)
    for from_, to in silent:
        _silence(sound, round(from_ * rate) - first, round(to * rate) - first, rate)
    _fade(sound, rate)
    return Clip(encoded(sound, rate, codec, bit_rate), codec.mime, start, at / rate)


def _silence(sound: Frames, begin: int, end: int, rate: int) -> None:
    """Nothing at all from `begin` to `end`; what is next to it is faded, outside of the stretch."""
    fade = round(_FADE * rate)
    sound[max(begin, 0) : max(end, 0)] = 0
    if 0 < begin <= len(sound):
        _ramp(sound[max(begin - fade, 0) : begin], 1, 0)
    if 0 < end < len(sound):
        _ramp(sound[end : end + fade], 0, 1)


def _fade(sound: Frames, rate: int) -> None:
    fade = min(round(_FADE * rate), len(sound) // 2)
    _ramp(sound[:fade], 0, 1)
    _ramp(sound[len(sound) - fade :], 1, 0)


def _ramp(sound: Frames, begin: float, end: float) -> None:
    ramp = np.linspace(begin, end, len(sound), dtype=np.float32)[:, None]
    sound[:] = np.rint(sound * ramp).astype(np.int16)


def encoded(sound: Frames, rate: int, codec: Codec, bit_rate: int) -> bytes:
    """Mono sound of a rate as the bytes of a whole file."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format=codec.container) as container:
        stream: Any = container.add_stream(codec.encoder, rate=codec.rate, options=codec.options)
        stream.layout = "mono"
        stream.bit_rate = bit_rate
        resampler = av.AudioResampler(stream.format, "mono", codec.rate)
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        for resampled in (*resampler.resample(frame), *resampler.resample(None)):
            resampled.pts = None
            fifo.write(resampled)
        size = stream.codec_context.frame_size or 960
        sent = 0
        while (piece := fifo.read(size) or fifo.read(0, partial=True)) is not None:
            piece.pts = sent
            sent += piece.samples
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return file.getvalue()
