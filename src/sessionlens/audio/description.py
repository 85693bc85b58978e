"""What a recording is, and whether it is what it says."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from sessionlens.audio.probe import decoding
from sessionlens.audio.pyav_decoder import PyavRecording
from sessionlens.audio.pyav_source import PyavSource
from sessionlens.audio.recording import Recording, open_recording
from sessionlens.audio.soundfile_decoder import SoundfileRecording
from sessionlens.audio.tracks import MIXED, Track, chosen_track, described, other_tracks, use_track
from sessionlens.audio.undeclared import whole_wav
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.files import not_read

_TOLERANCE = 0.25  # seconds that a declared length may be off: codecs pad to whole packets
# Bytes per sample, and FFmpeg's names, of libsndfile's codecs without compression.
_BYTES = {
    "pcm_s8": 1,
    "pcm_u8": 1,
    "pcm_16": 2,
    "pcm_24": 3,
    "pcm_32": 4,
    "float": 4,
    "double": 8,
    "ulaw": 1,
    "alaw": 1,
}
_CODECS = {
    "pcm_s8": "pcm_s8",
    "pcm_u8": "pcm_u8",
    "pcm_16": "pcm_s16*",
    "pcm_24": "pcm_s24*",
    "pcm_32": "pcm_s32*",
    "float": "pcm_f32*",
    "double": "pcm_f64*",
    "ulaw": "pcm_mulaw",
    "alaw": "pcm_alaw",
    "ima_adpcm": "adpcm_ima_wav",
    "ms_adpcm": "adpcm_ms",
    "gsm610": "gsm_ms",
}
_BIG_ENDIAN = ("aiff", "au")
# libsndfile's log of a chunk whose declared size, in bytes, is not what the file holds.
_WRONG_SIZE = re.compile(r"^\s*(?:data|SSND) : (\d+) \(should be \d+\)", re.MULTILINE)
_UNSIZED = (0, 0xFFFFFFFF)  # what programs write that do not know the length yet
_FILM_MISSING = 2.0  # seconds; the last still of slides may have no length of its own
_OGG_MARK = b"OggS\0"  # with the only version there is
_OGG_HEADER = 27  # bytes of a page before the sizes of its segments
_OGG_END_OF_STREAM = 4
_OGG_TAIL = 128 * 1024  # bytes: two of the largest pages


class RecordingInfo(msgspec.Struct, frozen=True):
    """What a recording is.

    `duration` is what decodes and `declared_duration` what the file says, both in seconds;
    the latter is None where a file says nothing. `channels` counts those in the file.
    """

    codec: str
    container: str
    sample_rate: int
    channels: int
    duration: float
    declared_duration: float | None = None
    warnings: tuple[str, ...] = ()


def describe(path: Path, should_stop: Callable[[], bool] = lambda: False) -> RecordingInfo:
    """Say what a recording is; decodes it whole where its header cannot be relied upon.

    That takes a few seconds per hour of compressed sound. Raises SessionLensError.
    """
    with decoding(path), open_recording(path) as recording:
        if isinstance(recording, SoundfileRecording) and recording.codec in _CODECS:
            return _of_soundfile(recording, path)
        if isinstance(recording, PyavRecording):
            return _of_pyav(recording.source, recording, should_stop)
    with decoding(path), closing(PyavSource(path)) as source:
        return _of_pyav(source, recording, should_stop)


def wrong_length(path: Path, heard: float, should_stop: Callable[[], bool]) -> str | None:
    """What is wrong with the length of a file of which `heard` seconds were decoded.

    It declares another, its end is missing, or it has another track of another length. Nothing is
    decoded here. Raises
    SessionLensError for a file that cannot be heard.
    """
    with decoding(path), open_recording(path) as recording:
        if isinstance(recording, SoundfileRecording) and recording.codec in _CODECS:
            return _wrong_length(_declared_seconds(recording, path), heard)
        if isinstance(recording, PyavRecording):
            return _wrong_length_by(recording.source, heard, should_stop)
    with decoding(path), closing(PyavSource(path)) as source:
        return _wrong_length_by(source, heard, should_stop)


def choose_track(path: Path, number: int) -> None:
    """From now on, decode this audio track of a recording; see `tracks.use_track`.

    Raises SessionLensError where there is no such track.
    """
    count = len(tracks_in(path))
    if number == MIXED and count > 1:
        before = chosen_track(path)
        use_track(path, MIXED)
        try:
            open_recording(path).close()
        except SessionLensError:
            use_track(path, before)
            raise
        return
    if not 1 <= number <= count:
        raise SessionLensError(
            f"There is no audio track {number}"
            if number > 0
            else "There are no audio tracks to mix",
            "It has one track only" if count == 1 else f"Choose one from 1 to {count}",
            where=path,
        )
    use_track(path, number)


def tracks_in(path: Path) -> list[Track]:
    """The audio tracks of a recording; raises SessionLensError for what cannot be heard."""
    with decoding(path), closing(PyavSource(path)) as source:
        return described(source.container.streams.audio)


def _wrong_length_by(
    source: PyavSource, heard: float, should_stop: Callable[[], bool]
) -> str | None:
    mixed = chosen_track(source.path) == MIXED
    tracks = other_tracks(source.container.streams.audio, source.stream, mixed=mixed)
    if mixed and tracks:
        return tracks  # it lasts as long as the longest, which the header of one does not tell
    declared = _declared_by(source, _container_name(source), heard, should_stop)
    wrong = _missing_end(source.path) or _wrong_length(declared, heard)
    return "; ".join(filter(None, [tracks, wrong])) or None


def _of_soundfile(recording: SoundfileRecording, path: Path) -> RecordingInfo:
    file = recording.file
    container = {"wavex": "wav", "raw": "wav"}.get(file.format.lower(), file.format.lower())
    order = "be" if file.endian == "BIG" or container in _BIG_ENDIAN else "le"
    codec = _CODECS[recording.codec].replace("*", order)
    shape = (codec, container, file.samplerate, file.channels)
    duration, declared = recording.frames / file.samplerate, _declared_seconds(recording, path)
    return _info(shape, duration, declared, [_wrong_length(declared, duration)])


def _declared_seconds(recording: SoundfileRecording, path: Path) -> float | None:
    file = recording.file
    if recording.codec not in _BYTES:
        return None
    whole = whole_wav(path) if file.format == "RAW" else None
    size = _sized(whole.declared) if whole else _declared_bytes(file.extra_info)
    return size and size / (_BYTES[recording.codec] * file.channels * file.samplerate)


def _declared_bytes(log: str) -> float | None:
    match = _WRONG_SIZE.search(log)
    return _sized(int(match[1]) if match else 0)


def _sized(size: int) -> float | None:
    return None if size in _UNSIZED else float(size)


def _of_pyav(
    source: PyavSource, recording: Recording, should_stop: Callable[[], bool]
) -> RecordingInfo:
    frames = 0
    for count, piece in enumerate(source.frames(0)):
        frames += piece.samples
        if count % 500 == 0 and should_stop():
            break
    container = _container_name(source)
    codec = source.stream.codec_context.codec.canonical_name
    shape = (codec, container, recording.sample_rate, source.file_channels)
    duration = frames / source.sample_rate
    declared = _declared_by(source, container, duration, should_stop)
    # Ogg declares no length: FFmpeg takes that of the last page it finds.
    wrong = _missing_end(source.path) or _wrong_length(declared, duration)
    mixed = chosen_track(source.path) == MIXED
    tracks = other_tracks(source.container.streams.audio, source.stream, mixed=mixed)
    return _info(shape, duration, declared, [tracks, wrong, _damage(source.damaged)])


def _container_name(source: PyavSource) -> str:
    names: list[str] = source.container.format.name.split(",")
    brand = source.container.metadata.get("major_brand", "").strip().lower()
    suffix = source.path.suffix.lower().lstrip(".")
    if names[0] == "mov":
        return {"m4a": "m4a", "m4b": "m4a", "qt": "mov"}.get(brand, "mp4")
    return suffix if suffix in names else names[0]


def _declared_by(
    source: PyavSource, container_name: str, heard: float, should_stop: Callable[[], bool]
) -> float | None:
    if container_name == "aac":
        return None  # it holds no length at all, and FFmpeg's guess is nobody's claim
    stream, container = source.stream, source.container
    if container_name == "caf" and stream.frames and _is_even(stream):
        # FFmpeg's duration is what the file holds; what its data chunk declares is in `frames`.
        return float(stream.frames) / source.sample_rate
    # In Matroska tracks have no length: FFmpeg puts that of the film in its place.
    if stream.duration and not container.format.name.startswith("matroska"):
        late = max(source.timestamps.seconds(stream.start_time or 0), 0.0)
        return float(stream.duration * stream.time_base) + late
    if not container.duration:
        return None
    declared = float(container.duration) / 1_000_000
    if len(container.streams) == 1 or _is_cut_off(source, declared, heard, should_stop):
        return declared
    return None


def _is_even(stream: Any) -> bool:
    """Whether all packets are of one size, so that the size of the data says how long it is."""
    name: str = stream.codec_context.name
    return name.startswith(("pcm_", "adpcm_"))


def _info(
    shape: tuple[str, str, int, int],
    duration: float,
    declared: float | None,
    warnings: list[str | None],
) -> RecordingInfo:
    return RecordingInfo(*shape, duration, declared, tuple(filter(None, warnings)))


def _damage(stretches: int) -> str | None:
    if not stretches:
        return None
    return f"{counted(stretches, 'damaged stretch', 'damaged stretches')} skipped"


def _missing_end(path: Path) -> str | None:
    if not _ogg_end_is_missing(path):
        return None
    return "its end is missing: the file was cut off, or its recorder was stopped hard"


def _wrong_length(declared: float | None, heard: float) -> str | None:
    if declared is None or abs(declared - heard) <= _TOLERANCE:
        return None
    return (
        f"its declared length is wrong: it says {clock(declared, 1)},"
        f" {clock(heard, 1)} can be heard"
    )


def _is_cut_off(
    source: PyavSource, declared: float, heard: float, should_stop: Callable[[], bool]
) -> bool:
    """Whether a film, and not merely its sound, ends before the length that it declares.

    `declared` is the film's length and `heard` where its sound ends, both in seconds. Nothing is
    decoded, and only what follows `heard` is read. Call it last: `source` decodes no more sound.
    """
    if declared - heard <= _FILM_MISSING:
        return False
    for count, end in enumerate(_packet_ends(source, heard)):
        if declared - end <= _FILM_MISSING or (count % 500 == 0 and should_stop()):
            return False
    return True


def _packet_ends(source: PyavSource, start: float) -> Iterator[float]:
    """Where each packet after `start` ends, and a few before it; all in seconds."""
    import av
    from av.stream import Discard

    container: Any = source.container
    for stream in container.streams:
        stream.discard = Discard.default
    try:
        container.seek(int(start * 1_000_000))
        for packet in container.demux():
            if packet.pts is not None:
                yield float((packet.pts + (packet.duration or 0)) * packet.time_base)
    except av.FFmpegError:
        return  # nothing can be read from here on


def _ogg_end_is_missing(path: Path) -> bool:
    """Whether this is an Ogg file whose last page is cut off or not marked as the last.

    Reads a few bytes at the beginning and the last 128 KB. Raises SessionLensError.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_OGG_MARK)) != _OGG_MARK:
                return False
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _OGG_TAIL, 0))
            tail = file.read(_OGG_TAIL)
    except OSError as error:
        raise not_read(error, path) from error
    start = tail.rfind(_OGG_MARK)
    return start < 0 or not _ends_stream(tail[start:])


def _ends_stream(page: bytes) -> bool:
    """Whether a page is whole and the last of its stream; something else may follow it."""
    if len(page) < _OGG_HEADER:
        return False
    kind, segments = page[5], page[26]
    sizes = page[_OGG_HEADER : _OGG_HEADER + segments]
    whole = len(sizes) == segments and len(page) >= _OGG_HEADER + segments + sum(sizes)
    return whole and bool(kind & _OGG_END_OF_STREAM)
