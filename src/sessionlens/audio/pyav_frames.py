"""FFmpeg's frames of sound: cut, made of silence, mixed down."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av import AudioFrame


def mixer(like: "AudioFrame", sample_format: str) -> Any:
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
    return frame
