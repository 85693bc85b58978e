"""Recordings that libsndfile decodes exactly: wav, aiff, caf and Ogg with Vorbis or Opus."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from sessionlens.audio.formats import RATES
from sessionlens.audio.frames import Frames, rounded
from sessionlens.audio.probe import decoding
from sessionlens.audio.undeclared import is_chained, whole_wav

_WHOLE = ("PCM_16", "PCM_S8", "PCM_U8", "PCM_24", "PCM_32", "ULAW", "ALAW")
# FFmpeg takes the byte rate of these for even, and misses the place it seeks.
_PACKED = ("IMA_ADPCM", "MS_ADPCM", "GSM610")
# libsndfile hands out int16 of these unscaled or not clipped.
_FLOATING = ("FLOAT", "DOUBLE", "VORBIS", "OPUS")


@dataclass(frozen=True, slots=True)
class _Habit:
    """How libsndfile 1.2 has to be led to a frame of an Ogg file; all in seconds.

    What it decodes right after a seek is not yet in tune (`pre_roll`); in Vorbis it is wrong by
    whole packets after a seek into the last page (`last_page`) and after one that goes less than
    two seconds `forward`, which is reached by reading.
    """

    pre_roll: float
    last_page: float = 0.0
    forward: float = 0.0


_PLAIN = ("pcm_s8", "pcm_u8", "pcm_16", "pcm_24", "pcm_32", "float", "double", "ulaw", "alaw")
# libsndfile leaves out what is damaged in an Ogg file, so that all that follows comes too early.
_SURE = 10.0  # seconds after which the pages are asked again where we are
_HABITS = {"VORBIS": _Habit(1.0, 8.0, 3.0), "OPUS": _Habit(0.2)}


class SoundfileRecording:
    """A `Recording` through libsndfile."""

    frames_exact = True

    def __init__(self, file: Any, path: Path) -> None:
        self._file = file
        self._path = path
        self.sample_rate: int = file.samplerate
        self.channels: int = file.channels
        self.frames: int = file.frames
        self._floating = file.subtype in _FLOATING
        self._habit = _HABITS.get(file.subtype)
        self._next = 0
        self._sure = 0  # the last frame whose place is known from its page, not from counting

    @classmethod
    def attempt(cls, path: Path) -> Self | None:
        """Open a file, or return None where FFmpeg has to (rare codecs, many channels, damage)."""
        import soundfile

        try:
            file = _opened(path)
        except (soundfile.LibsndfileError, TypeError, OSError):
            return None
        if file is None:
            return None
        exact = file.subtype in _WHOLE + _PACKED + _FLOATING
        if exact and file.channels <= 2 and 0 < file.frames < 2**62 and file.samplerate in RATES:
            return cls(file, path)
        file.close()
        return None

    @property
    def codec(self) -> str:
        """libsndfile's name for it, in small letters."""
        return str(self._file.subtype).lower()

    @property
    def uncompressed(self) -> bool:
        """Whether its samples are numbers that only have to be read."""
        return self.codec in _PLAIN

    @property
    def sample_type(self) -> str:
        """What `file` is to be asked for: int16, or float32 where that would not be right."""
        return "float32" if self._floating else "int16"

    @property
    def file(self) -> Any:
        """soundfile's object."""
        return self._file

    def seek(self, frame: int) -> None:
        with decoding(self._path):
            self._seek(frame)

    def _seek(self, frame: int) -> None:
        frame = min(max(frame, 0), self.frames)
        if self._habit is None:
            self._file.seek(frame)
            return
        start = self._start_for(frame, self._habit)
        ahead = start - self._next
        if frame < self._next or ahead > self._habit.forward * self.sample_rate:
            self._go(start)
        self._read_over(frame)

    def _start_for(self, frame: int, habit: _Habit) -> int:
        start = min(
            frame - int(habit.pre_roll * self.sample_rate),
            self.frames - int(habit.last_page * self.sample_rate),
        )
        return max(start, 0)

    def _go(self, frame: int) -> None:
        self._file.seek(frame)
        self._next = self._sure = frame

    def _read_over(self, frame: int) -> None:
        while self._next < frame:
            count = len(self._read(min(frame - self._next, self.sample_rate)))
            if not count:
                return
            self._next += count

    def read(self, frames: int) -> Frames:
        with decoding(self._path):
            return self._read_on(frames)

    def _read_on(self, frames: int) -> Frames:
        if self._habit and self._next - self._sure >= _SURE * self.sample_rate:
            frame = self._next
            self._go(self._start_for(frame, self._habit))
            self._read_over(frame)
            self._sure = frame
        block = self._read(frames)
        self._next += len(block)
        return block

    def _read(self, frames: int) -> Frames:
        if self._floating:
            samples = self._file.read(frames, dtype="float32", always_2d=True)
            return rounded(np.nan_to_num(samples, copy=False) * np.float32(32768))
        block: Frames = self._file.read(frames, dtype="int16", always_2d=True)
        return block

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _opened(path: Path) -> Any:
    """soundfile's object for all the sound of a file; None for one that it would read in part."""
    import soundfile

    if is_chained(path):
        return None
    if whole := whole_wav(path):
        return soundfile.SoundFile(
            whole.opened(path),
            format="RAW",
            subtype=whole.subtype,
            endian="LITTLE",
            samplerate=whole.sample_rate,
            channels=whole.channels,
        )
    return soundfile.SoundFile(path.absolute())
