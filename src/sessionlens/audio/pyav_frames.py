"""FFmpeg's frames of sound: judged, brought to one shape, cut, made of silence, mixed down."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sessionlens.audio.formats import MOST_CHANNELS, RATES

if TYPE_CHECKING:
    from av import AudioFrame

Shape = tuple[int, int, str]
"""Frames per second, number of channels and kind of the samples."""

_READABLE = ("u8", "s16", "s32", "flt", "dbl", "u8p", "s16p", "s32p", "fltp", "dblp")


def usable(shape: Shape) -> bool:
    """Whether a decoded frame can be sound: damage may claim any rate, any number of channels."""
    rate, channels, sample_format = shape
    return rate in RATES and 0 < channels <= MOST_CHANNELS and sample_format in _READABLE


class Shaper:
    """Brings the frames of a stream that changes on its way to the shape of its first one.

    A frame of n samples becomes n times the ratio of the rates, but for some that come later.
    """

    def __init__(self, first: "AudioFrame") -> None:
        self._shape = shape_of(first)
        self._first = first
        self._time_base = first.time_base
        self._from = self._shape
        self._resampler: Any = None

    def shaped(self, frame: "AudioFrame") -> "list[AudioFrame]":
        """The frame as it has to be; raises ValueError or FFmpegError where that cannot be."""
        import av

        shape = shape_of(frame)
        frames: list[AudioFrame] = []
        if shape != self._from:
            if self._resampler is not None:
                frames += self._resampler.resample(None)
                self._resampler = None
            if shape != self._shape:
                first = self._first
                self._resampler = av.AudioResampler(first.format, first.layout, first.sample_rate)
            self._from = shape
        if self._resampler is None:
            frames.append(frame)
        else:
            frame.pts = None
            frames += self._resampler.resample(frame)
        for piece in frames:
            if piece is not frame:
                piece.time_base = self._time_base  # queues refuse frames of several
        return frames


def shape_of(frame: "AudioFrame") -> Shape:
    """Its shape."""
    sample_format = frame.format
    name = "" if sample_format is None else sample_format.name
    return (frame.sample_rate, frame.layout.nb_channels, name)


def mixer_of(like: "AudioFrame", sample_format: str) -> Any:
    """A converter of frames like that one to `sample_format` and to one or two channels."""
    import av

    channels = like.layout.nb_channels
    layout = "mono" if channels == 1 else "stereo"
    # FFmpeg leaves out the channel it takes for the subwoofer; it may be someone's microphone.
    options = {"lfe_mix_level": "1"} if channels > 2 else None
    return av.AudioResampler(sample_format, layout, like.sample_rate, options=options)


def cut(frame: "AudioFrame", head: int) -> "AudioFrame":
    """The frame without its first `head` samples."""
    if not head:
        return frame
    width = 1 if frame.format.is_planar else frame.layout.nb_channels
    return _framed(frame.to_ndarray()[:, head * width :], frame)


def silence_like(frame: "AudioFrame", samples: int) -> "AudioFrame":
    """Silence in the shape of another frame."""
    sample_type = frame.to_ndarray().dtype
    channels = frame.layout.nb_channels
    shape = (channels, samples) if frame.format.is_planar else (1, samples * channels)
    quiet = 128 if sample_type == np.uint8 else 0
    return _framed(np.full(shape, quiet, sample_type), frame)


def _framed(samples: Any, like: "AudioFrame") -> "AudioFrame":
    import av

    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples), format=like.format.name, layout=like.layout.name
    )
    frame.sample_rate = like.sample_rate
    if like.time_base is not None:
        frame.time_base = like.time_base
    return frame
