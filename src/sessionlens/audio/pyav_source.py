"""Compressed sound through FFmpeg, as a row of frames without gap or overlap."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessionlens.audio.formats import MOST_CHANNELS
from sessionlens.audio.probe import soundless, too_many_channels, unreadable
from sessionlens.audio.pyav_frames import (
    Shape,
    Shaper,
    cut,
    mixer_of,
    shape_of,
    silence_like,
    usable,
)
from sessionlens.audio.timestamps import Timestamps
from sessionlens.audio.tracks import track_of

if TYPE_CHECKING:
    from av import AudioFrame

# Demuxers that may be tried. Others would follow links in playlists or paint text files.
_FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,live_flv,matroska,webm,mov,mp4,m4a,3gp,3g2,"
    "mj2,mp3,mpeg,mpegts,mpc,mpc8,ogg,rm,tta,voc,w64,wav,wv"
)
_WITHOUT_INDEX = ("mp3", "aac", "ac3", "eac3", "amr")
# Sound before the wanted frame that a decoder needs to be in tune: seconds tried in turn.
_PRE_ROLLS = (0.5, 3.0, 30.0)
_LEAST_PRE_ROLL = 4 * 1024  # frames, of plain AAC: each packet needs but the one before it
_FEWEST_BYTES = 50  # per second of sound, in the most sparing codecs
_SHORT = 60  # seconds that a file of any size may last
TAGS = (b"TAG", b"ID3", b"3DI", b"APETAGEX", b"LYRICSBE")
"""How packets begin that lie behind the sound of an mp3 and are none."""

_GIVE_UP = 100  # errors of the container itself
_MISSED = 0.02  # seconds of sound whose absence is damage and not a codec's rounding
_MALLOC_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h
_LARGE_BLOCK = 1_000_000  # bytes: FFmpeg's index of an hour of AAC, more than a block of samples
_SETTLING = 8  # frames looked at to learn the codec's frame size


def open_container(path: Path) -> Any:
    """Have FFmpeg open a file, without looking anywhere else; raises SessionLensError."""
    import av

    # FFmpeg reports on fd 2, where the screen is drawn.
    av.logging.set_level(None)
    try:
        # Absolute: FFmpeg takes what stands before a colon for a protocol.
        return av.open(
            str(path.absolute()),
            metadata_errors="replace",
            container_options={"protocol_whitelist": "file", "format_whitelist": _FORMATS},
        )
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise unreadable(path) from error


class PyavSource:
    """The audio stream of a file that was chosen, decoded in pieces of FFmpeg's own making.

    It is the one of the number `track`, else of `tracks.use_track`, else the best.

    `sample_rate`, `channels` (1 or 2) and `sample_format` are those of `first`, the first frame
    decoded and mixed down; later frames are brought to them. `file_channels` are not mixed yet.
    `damaged` counts the stretches that did not decode; `reached` says whether the last
    `frames(start)` found anything there.
    Raises SessionLensError for a file without sound or one that does not decode.
    """

    def __init__(self, path: Path, track: int = 0) -> None:
        self.path = path
        self._track = track
        self.damaged = 0
        self.reached = False
        self._most_channels = 0
        self._mixers: dict[Shape, Any] = {}
        self._open()
        settling = self._settle()
        first = settling[0]
        self.sample_rate: int = first.sample_rate
        self.channels: int = first.layout.nb_channels
        mixed_from = next((channels for _, channels, _ in self._mixers), 0)
        self.file_channels = mixed_from or self.channels
        self.sample_format: str = first.format.name
        self.first = first
        self._missed = int(_MISSED * first.sample_rate)
        self._pre_rolls: tuple[float, ...] = _PRE_ROLLS
        codec = self._stream.codec_context
        if codec.name == "aac" and codec.profile == "LC":
            self._pre_rolls = (_LEAST_PRE_ROLL / first.sample_rate, *_PRE_ROLLS)
        longest = path.stat().st_size // _FEWEST_BYTES + _SHORT
        self.timestamps = Timestamps.of(self._container, self._stream, settling, longest)

    def _open(self) -> None:
        from av.stream import Discard

        self._container = open_container(self.path)
        tracks, best = self._container.streams.audio, self._best_stream()
        stream = tracks[self._track - 1] if self._track else track_of(self.path, tracks, best)
        self._stream = stream
        if stream.codec_context.name == "flac":
            # Its checksums are looked at only when asked for; damage would be a burst of noise.
            stream.codec_context.options = {"err_detect": "crccheck+explode"}
        for other in self._container.streams:
            if other.index != stream.index:
                other.discard = Discard.all

    def _best_stream(self) -> Any:
        streams = self._container.streams
        # A codec that FFmpeg does not know leaves a stream without context.
        decodable = [stream for stream in streams.audio if stream.codec_context is not None]
        best = streams.best("audio")
        if not decodable:
            self.close()
            raise unreadable(self.path, "its codec is unknown") if best else soundless(self.path)
        return best if best in decodable else decodable[0]

    @property
    def container(self) -> Any:
        """PyAV's container."""
        return self._container

    @property
    def stream(self) -> Any:
        """PyAV's audio stream."""
        return self._stream

    def estimated_frames(self) -> int:
        """The length by what FFmpeg supposes of the whole file, in frames."""
        microseconds = max(self._container.duration or 0, 0)
        return min(int(microseconds * self.sample_rate // 1_000_000), self.timestamps.limit)

    def _settle(self) -> list["AudioFrame"]:
        settling: list[AudioFrame] = []
        for frame in self._decoded():
            settling.append(frame)
            if len(settling) == _SETTLING:
                break
        if not settling:
            self.close()
            if self._most_channels > MOST_CHANNELS:
                raise too_many_channels(self.path, self._most_channels)
            raise unreadable(self.path, "none of its sound decodes")
        self.damaged = 0
        return settling

    def _decoded(self) -> Iterator["AudioFrame"]:
        import av

        self._whole = True
        for _ in range(_GIVE_UP):
            try:
                for packet in self._container.demux(self._stream):
                    try:
                        frames = packet.decode()
                    except av.FFmpegError:
                        if not bytes(packet)[:8].startswith(TAGS):
                            self._note_damage()
                        continue
                    for frame in frames:
                        mixed = self._mixed(frame)
                        if mixed:
                            self._whole = True
                            yield from mixed
                        elif frame.samples:
                            self._most_channels = frame.layout.nb_channels
                            self._note_damage()
                return
            except av.FFmpegError:
                self._note_damage()

    def _mixed(self, frame: Any) -> list["AudioFrame"]:
        """A decoded frame with two channels at most; nothing for one that is no sound.

        PyAV hands out arrays of up to seven channels: beyond that it reads past its own.
        """
        import av

        shape = shape_of(frame)
        if not frame.samples or not usable(shape):
            return []
        if shape[1] <= 2:
            return [frame]
        mixer = self._mixers.get(shape) or mixer_of(frame, shape[2])
        self._mixers[shape] = mixer
        stamp, frame.pts = frame.pts, None
        try:
            mixed: list[AudioFrame] = mixer.resample(frame)
        except (av.FFmpegError, ValueError):
            return []
        for piece in mixed:
            piece.pts, stamp = stamp, None
            piece.time_base = frame.time_base  # queues refuse frames of several
        return mixed

    def _note_damage(self) -> None:
        """Count a stretch of damage once, however many packets it spoils."""
        self.damaged += self._whole
        self._whole = False

    def frames(self, start: int) -> Iterator["AudioFrame"]:
        """The sound from frame `start` to the end, each piece beginning where the last ended.

        Sound that is missing is silence; sound that comes twice is heard once.
        """
        for pre_roll in self._pre_rolls:
            before = start - int(pre_roll * self.sample_rate)
            self._seek(before)
            decoded = self._decoded()
            first = next(decoded, None)
            if first is None:
                continue
            late = self.timestamps.place(first.pts, None) > start
            if not late or before <= 0 or pre_roll == self._pre_rolls[-1]:
                yield from self._joined(chain([first], decoded), start)
                return

    def _seek(self, frame: int) -> None:
        import av

        try:
            self._container.seek(self.timestamps.stamp(frame), stream=self._stream)
        except (av.FFmpegError, OverflowError):
            # Some demuxers cannot go to the very beginning; a fresh one is there.
            self._container.close()
            self._open()

    def prepare(self) -> None:
        """Make far seeks quick: FFmpeg walks once through a file that has no index of its own."""
        import av

        if self._container.format.name in _WITHOUT_INDEX:
            beyond = 2 * self.estimated_frames() + 60 * self.sample_rate
            with suppress(av.FFmpegError):
                self._container.seek(self.timestamps.stamp(beyond), stream=self._stream)

    def _joined(self, decoded: Iterable["AudioFrame"], start: int) -> Iterator["AudioFrame"]:
        import av

        self.reached = start == 0
        expected: int | None = None
        cursor, counted = start, self.damaged
        shaper = Shaper(self.first)
        for frame in decoded:
            place = self.timestamps.place(frame.pts, expected)
            end = place + round(frame.samples * self.sample_rate / frame.sample_rate)
            if expected is None or end > expected:
                gap = expected is not None and place - expected > self._missed
                # What did not decode has been counted already.
                self.damaged += gap and self.damaged == counted
                expected = end
            counted = self.damaged
            if end <= cursor:
                continue
            if cursor != place:
                for silent in range(cursor, place, self.sample_rate):
                    yield silence_like(self.first, min(place - silent, self.sample_rate))
                head = max(cursor - place, 0) * frame.sample_rate // self.sample_rate
                frame = cut(frame, head)  # noqa: PLW2901
            self.reached = True
            cursor = end
            try:
                yield from shaper.shaped(frame)
            except (av.FFmpegError, ValueError):
                self._note_damage()

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()


def give_back_large_blocks() -> None:
    """Have every large block returned when it is freed, where the C library is glibc.

    By itself it keeps blocks of all sizes that were freed once, and the index of a long recording,
    which each of its readers has for a while, would stay in memory several times.
    """
    if sys.platform != "linux":
        return
    import ctypes

    # Other C libraries have no such function, and no need of it.
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MALLOC_THRESHOLD, _LARGE_BLOCK)
