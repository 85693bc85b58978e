"""Real recordings for tests, made with PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE = 48_000
CODECS = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".ogg": "vorbis",
    ".opus": "libopus",
    ".mp3": "libmp3lame",
    ".m4a": "aac",
    ".mp4": "aac",
    ".mov": "aac",
    ".mkv": "aac",
    ".webm": "libopus",
    ".aiff": "pcm_s16be",
    ".caf": "pcm_s16le",
    ".aac": "aac",
}
PICTURES = {".mp4": "mpeg4", ".mov": "mpeg4", ".mkv": "mpeg4", ".webm": "libvpx"}


def make(path: Path, *, seconds: float = 12.0, sound: bool = True) -> Path:
    """Noise in the container that the name stands for, a film's with a picture."""
    with av.open(str(path), "w") as container:
        voice = _sound_stream(container, path.suffix) if sound else None
        picture = _picture_stream(container, path.suffix)
        if picture is not None:
            for packet in (*_encoded_pictures(picture), *picture.encode(None)):
                container.mux(packet)
        if voice is not None:
            for packet in (*voice.encode(_noise(seconds)), *voice.encode(None)):
                container.mux(packet)
    return path


def _sound_stream(container: av.container.OutputContainer, suffix: str) -> av.AudioStream:
    options = {"strict": "experimental"} if suffix == ".ogg" else {}
    stream = container.add_stream(CODECS[suffix], rate=RATE, options=options)
    assert isinstance(stream, av.AudioStream)
    stream.layout = "stereo"
    return stream


def _picture_stream(container: av.container.OutputContainer, suffix: str) -> av.VideoStream | None:
    if suffix not in PICTURES:
        return None
    options = {"deadline": "realtime", "cpu-used": "8"} if suffix == ".webm" else {}
    stream = container.add_stream(PICTURES[suffix], rate=5, options=options)
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
    return stream


def _encoded_pictures(stream: av.VideoStream) -> list[av.Packet[av.VideoStream]]:
    random = np.random.default_rng(3)
    packets: list[av.Packet[av.VideoStream]] = []
    for number in range(20):
        picture = random.integers(0, 255, (240, 320, 3), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(picture)
        frame.pts, frame.time_base = number, Fraction(1, 5)
        packets += stream.encode(frame)
    return packets


def _noise(seconds: float) -> av.AudioFrame:
    random = np.random.default_rng(7)
    samples = random.integers(-8000, 8000, (1, 2 * round(RATE * seconds)), dtype=np.int16)
    frame = av.AudioFrame.from_ndarray(samples, layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    return frame
