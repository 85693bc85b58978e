"""Recordings in every format, encoded on the spot."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

Sound = NDArray[np.int16]  # (frames, channels)


def voices(seconds: float, rate: int, channels: int = 2, seed: int = 1) -> Sound:
    """Two voices that glide and pulse and never repeat: a shift by one frame is seen."""
    time = np.arange(int(seconds * rate)) / rate
    generator = np.random.default_rng(seed)
    sound = np.empty((len(time), channels))
    for channel in range(channels):
        glide = 200 + 60 * channel + 40 * np.sin(2 * np.pi * (0.31 + 0.07 * channel) * time)
        phase = 2 * np.pi * np.cumsum(glide) / rate + channel
        loudness = 0.3 + 0.2 * np.sin(2 * np.pi * (0.9 + 0.3 * channel) * time)
        tones = sum(np.sin(phase * n) / n for n in (1, 2, 3, 5) if n * 300 < rate / 2)
        sound[:, channel] = loudness * tones * 0.5 + generator.normal(0, 0.0002, len(time))
    return np.clip(sound * 32767, -32768, 32767).astype(np.int16)


def encode(
    path: Path,
    sound: Sound,
    rate: int,
    codec: str,
    *,
    container: str | None = None,
    options: Mapping[str, str] | None = None,
    muxer: Mapping[str, str] | None = None,
    film: bool = False,
    late: float = 0.0,
    credits: float = 0.0,
    sound_track: bool = True,
) -> Path:
    """Encode with FFmpeg's encoders, beside a picture in a `film`.

    Its sound begins `late` seconds and its picture goes on for `credits` seconds after the sound.
    """
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1", 16: "hexadecagonal"}[sound.shape[1]]
    with av.open(str(path), "w", format=container, options=dict(muxer or {})) as output:
        picture: Any = output.add_stream("mpeg4", rate=10) if film else None
        if not sound_track:
            _paint(output, picture, len(sound) / rate)
            return path
        stream: Any = output.add_stream(codec, rate=rate, options=dict(options or {}))
        stream.codec_context.layout = layout
        formats = stream.codec_context.codec.audio_formats
        stream.codec_context.format = formats[0].name if formats else "s16"
        if picture is not None:
            _paint(output, picture, len(sound) / rate + credits)
        _feed(output, stream, sound, rate, layout, round(late * rate))
    return path


def _paint(output: Any, picture: Any, seconds: float) -> None:
    picture.width, picture.height, picture.pix_fmt = 32, 32, "yuv420p"
    picture.codec_context.time_base = Fraction(1, 10)
    for index in range(int(seconds * 10)):
        still = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
        still.pts, still.time_base = index, Fraction(1, 10)
        output.mux(picture.encode(still))
    output.mux(picture.encode(None))


def _feed(output: Any, stream: Any, sound: Sound, rate: int, layout: str, place: int) -> None:
    to_codec = av.AudioResampler(stream.codec_context.format, layout, rate)
    for begin in range(0, len(sound), 4800):
        piece = np.ascontiguousarray(sound[begin : begin + 4800]).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(piece, format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, place + begin, Fraction(1, rate)
        for converted in to_codec.resample(frame):
            output.mux(stream.encode(converted))
    output.mux(stream.encode(None))


def write(path: Path, sound: Sound, rate: int, container: str, subtype: str) -> Path:
    """Write with libsndfile."""
    soundfile.write(path, sound, rate, format=container, subtype=subtype)
    return path


def retagged(path: Path) -> Path:
    """Give a WAV file another title, behind its sound; the sound stays as it is."""
    data = bytearray(path.read_bytes())
    data += b"LIST" + (22).to_bytes(4, "little") + b"INFOINAM" + (10).to_bytes(4, "little")
    data += b"Confession"[:10]
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def tracks_of(
    path: Path, rate: int, *sounds: Sound, names: Mapping[int, str] | None = None
) -> Path:
    """A film without pictures that has each sound on a track of its own, all of them mono."""
    with av.open(str(path), "w") as output:
        streams: list[Any] = [
            output.add_stream("pcm_s16le", rate=rate, layout="mono") for _ in sounds
        ]
        for number, stream in enumerate(streams, 1):
            if names and number in names:
                stream.metadata["title"] = names[number]
                stream.metadata["language"] = "ger"
        for stream, sound in zip(streams, sounds, strict=True):
            frame = av.AudioFrame.from_ndarray(sound.T.copy(), format="s16", layout="mono")
            frame.sample_rate = rate
            output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    return path
