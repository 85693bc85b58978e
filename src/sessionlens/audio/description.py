"""What a recording is, and whether it is what it says."""

import re
from collections.abc import Callable
from pathlib import Path

from sessionlens.audio.pyav_decoder import PyavRecording
from sessionlens.audio.pyav_source import PyavSource
from sessionlens.audio.recording import RecordingInfo, open_recording
from sessionlens.audio.soundfile_decoder import SoundfileRecording
from sessionlens.domain.timecode import clock

_TOLERANCE = 0.25  # seconds that a declared length may be off: codecs pad to whole packets
_BLOCK = 10  # seconds decoded between two looks at `should_stop`
_BYTES = {"pcm_s8": 1, "pcm_u8": 1, "pcm_16": 2, "pcm_24": 3, "pcm_32": 4, "float": 4, "double": 8}
# libsndfile's log of a chunk whose declared size, in bytes, is not what the file holds.
_WRONG_SIZE = re.compile(r"^\s*(?:data|SSND) : (\d+) \(should be \d+\)", re.MULTILINE)
_UNSIZED = (0, 0xFFFFFFFF)  # what programs write that do not know the length yet


def described(path: Path, should_stop: Callable[[], bool]) -> RecordingInfo:
    """See `recording.describe`."""
    with open_recording(path) as recording:
        if isinstance(recording, PyavRecording):
            return _of_pyav(recording.source, should_stop)
        assert isinstance(recording, SoundfileRecording)
        return _of_soundfile(recording, should_stop)


def _of_soundfile(recording: SoundfileRecording, should_stop: Callable[[], bool]) -> RecordingInfo:
    codec, file = recording.codec, recording.file
    frames, declared = recording.frames, None
    if codec in ("vorbis", "opus"):
        # The length is written on the last page; damage before it shows only in decoding.
        declared = frames / recording.sample_rate
        frames = _read_through(recording, should_stop)
    elif codec in _BYTES:
        declared = _declared_bytes(file.extra_info)
        if declared is not None:
            declared /= _BYTES[codec] * file.channels * file.samplerate
    container = {"wavex": "wav"}.get(file.format.lower(), file.format.lower())
    return _info(codec, container, file.samplerate, file.channels, frames, declared, 0)


def _read_through(recording: SoundfileRecording, should_stop: Callable[[], bool]) -> int:
    frames = 0
    while count := len(recording.read(_BLOCK * recording.sample_rate)):
        frames += count
        if should_stop():
            return recording.frames
    return frames


def _declared_bytes(log: str) -> float | None:
    found = _WRONG_SIZE.search(log)
    size = int(found[1]) if found else 0
    return None if size in _UNSIZED else float(size)


def _of_pyav(source: PyavSource, should_stop: Callable[[], bool]) -> RecordingInfo:
    frames = 0
    for count, piece in enumerate(source.frames(0)):
        frames += piece.samples
        if count % 500 == 0 and should_stop():
            break
    container = _container_name(source)
    declared = None if container == "aac" else _declared_by(source)
    codec = source.stream.codec_context.codec.canonical_name
    return _info(
        codec, container, source.sample_rate, source.channels, frames, declared, source.damaged
    )


def _container_name(source: PyavSource) -> str:
    names: list[str] = source.container.format.name.split(",")
    brand = source.container.metadata.get("major_brand", "").strip().lower()
    suffix = source.path.suffix.lower().lstrip(".")
    if names[0] == "mov":
        return {"m4a": "m4a", "m4b": "m4a", "qt": "mov"}.get(brand, "mp4")
    return suffix if suffix in names else names[0]


def _declared_by(source: PyavSource) -> float | None:
    stream, container = source.stream, source.container
    if stream.duration:
        late = max(source.timeline.seconds(stream.start_time or 0), 0.0)
        return float(stream.duration * stream.time_base) + late
    if len(container.streams) == 1 and container.duration:
        return float(container.duration) / 1_000_000
    return None


def _info(
    codec: str,
    container: str,
    rate: int,
    channels: int,
    frames: int,
    declared: float | None,
    damaged: int,
) -> RecordingInfo:
    duration = frames / rate
    warnings = []
    if declared is not None and abs(declared - duration) > _TOLERANCE:
        warnings.append(
            f"its declared length is wrong: it says {clock(declared, 1)},"
            f" {clock(duration, 1)} can be heard"
        )
    if damaged:
        warnings.append(f"{damaged} damaged {'stretch' if damaged == 1 else 'stretches'} skipped")
    return RecordingInfo(codec, container, rate, channels, duration, declared, tuple(warnings))
