"""Decodes a whole recording in a child process: a damaged one may crash that, but not us.

Only plain numbers, as in most wav files, are read here: there is nothing to decode in them.

What is told of here has been decoded once without harm. No file needs that a second time: its
peaks are kept (`peaks_cache`).
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec
import numpy as np
from msgspec.structs import replace

from sessionlens.audio import peaks_cache
from sessionlens.audio.description import RecordingInfo, describe, wrong_length
from sessionlens.audio.measuring_process import (
    LENGTH_BYTES,
    Chunk,
    Facts,
    Length,
    Message,
    Refusal,
)
from sessionlens.audio.peaks import PEAKS_PER_SECOND, Peaks, PeaksChunk
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.probe import decoding, recognise
from sessionlens.audio.soundfile_decoder import SoundfileRecording
from sessionlens.audio.tracks import chosen_track
from sessionlens.domain.errors import SessionLensError
from sessionlens.processor import cores

_LONGEST_MESSAGE = 1_000_000  # bytes; ten seconds of peaks are 4,000
_LARGE = 4_000_000  # bytes, from ten minutes on; less is over before a second process has begun
_ALIKE = 656  # of 32768: what a decoder begun in the midst of a recording may differ by, 2 %
_STOPPED_WITHIN = 0.05  # seconds
_MODULE = "sessionlens.audio.measuring_process"


def describe_apart(path: Path) -> RecordingInfo:
    """`description.describe`, in a child process; raises SessionLensError as that does."""
    if _is_plain(path):
        return describe(path)
    with _child("facts", path) as messages:
        for message in messages:
            if isinstance(message, Facts):
                return message.info
    raise crashed(path)


def open_apart(path: Path, place: float = 0.0, seconds: float = 1.0) -> None:
    """Open the recording and decode a part of it in a child process; raises SessionLensError.

    The part is so many `seconds` from `place`. For what `open_recording` would take milliseconds,
    but which does not look well, or has not been decoded there.
    """
    with _child("open", path, place, seconds) as messages:
        if any(isinstance(message, Length) for message in messages):
            return
    raise crashed(path)


def ensure_harmless(
    path: Path, cache: Path, should_stop: Callable[[], bool] = lambda: False
) -> None:
    """Have a recording decoded once in a child process; its peaks are kept in the folder `cache`.

    Nothing to do for one whose peaks are there already, nor for plain numbers. Takes a few seconds
    per hour of compressed sound; ends early when stopped. Raises SessionLensError.
    """
    if _is_plain(path) or peaks_cache.load(cache, path) is not None:
        return
    peaks: Peaks | None = None
    for chunk in Measuring(path).chunks(should_stop):
        peaks = peaks or Peaks.before(chunk)
        peaks.add(chunk)
    if peaks is not None and peaks.complete:
        peaks_cache.save(cache, path, peaks)


class Measuring:
    """One pass through a recording that finds its peaks and its true length.

    `wrong_length` is known when it is `over`: when `chunks` has come to its end. Other threads may
    wait until something has been decoded, or until it is known that it cannot be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wrong_length: str | None = None
        self.over = False
        self.failure: SessionLensError | None = None
        self._begun = threading.Event()
        self._decoded = 0
        self._harmless = False
        self._grown = threading.Condition()

    @property
    def harmless(self) -> bool:
        """Whether all of it may be decoded here: it has been, or there is nothing to decode."""
        return self._harmless or self.over

    def has_decoded(self, frame: int, patience: float) -> bool:
        """Whether a frame has been decoded unharmed, or is within `patience` seconds."""
        with self._grown:
            return self._grown.wait_for(
                lambda: self.harmless or frame < self._decoded or self.failure is not None, patience
            ) and (self.harmless or frame < self._decoded)

    def chunks(self, should_stop: Callable[[], bool] = lambda: False) -> Iterator[PeaksChunk]:
        """The peaks, ten seconds at a time; ends early when stopped.

        Raises SessionLensError where the recording cannot be heard, or crashes the decoder.
        """
        try:
            measured = self._here if _is_plain(self.path) else self._apart
            for chunk in measured(should_stop):
                yield chunk
                self._begun.set()
                with self._grown:
                    end = chunk.start + len(chunk.values)
                    self._decoded = end * chunk.sample_rate // PEAKS_PER_SECOND
                    self._grown.notify_all()
        except SessionLensError as error:
            self.failure = error
            raise
        finally:
            self._begun.set()

    def _here(self, should_stop: Callable[[], bool]) -> Iterator[PeaksChunk]:
        seconds = 0.0
        self._harmless = True
        self._begun.set()
        for chunk in compute_peaks(self.path, should_stop):
            yield chunk
            seconds = chunk.frames / chunk.sample_rate
        self.wrong_length = wrong_length(self.path, seconds, should_stop)
        self.over = not should_stop()

    def _apart(self, should_stop: Callable[[], bool]) -> Iterator[PeaksChunk]:
        with _child("peaks", self.path) as messages, second_half_of(self.path) as second:
            for message in messages:
                if should_stop():
                    return
                length = message if isinstance(message, Length) else None
                if isinstance(message, Chunk):
                    chunk = _unpacked(message)
                    yield chunk
                    if second is not None and second.follows(chunk, should_stop):
                        yield from second.after(chunk)
                        length = second.length
                if length is not None:
                    self.wrong_length = length.wrong
                    self.over = True
                    return
        raise crashed(self.path)

    def known_without(self) -> None:
        """There is nothing to measure: the peaks are those kept from last time."""
        self._harmless = True
        self._begun.set()

    def wait_until_begun(self, patience: float) -> None:
        """Return when the beginning has been decoded, or after `patience` seconds.

        Raises what `chunks` has raised.
        """
        self._begun.wait(patience)
        if self.failure is not None:
            raise self.failure


class SecondHalf:
    """The peaks from the middle of a recording on, gathered from another child process.

    They count only if they agree with what the first process finds at their beginning, and if all
    of them decoded without damage: a seek into a damaged recording may be a little off.
    """

    def __init__(self, messages: Iterator[Message]) -> None:
        self.length: Length | None = None
        self._chunks: list[PeaksChunk] = []
        self._over = threading.Event()
        threading.Thread(target=self._gather, args=(messages,), daemon=True).start()

    def _gather(self, messages: Iterator[Message]) -> None:
        # Whatever happens to it, the first process tells of the whole recording, too.
        with suppress(SessionLensError, OSError, ValueError):
            for message in messages:
                if isinstance(message, Chunk):
                    self._chunks.append(_unpacked(message))
                elif isinstance(message, Length):
                    self.length = message
                    break
        self._over.set()

    def follows(self, chunk: PeaksChunk, should_stop: Callable[[], bool]) -> bool:
        """Whether all after a chunk of the first process is here; waits for it, if it will be."""
        if not self._chunks or self._chunks[0].start != chunk.start or chunk.damaged:
            return False
        own = self._chunks[0].values
        if own.shape != chunk.values.shape or np.abs(own - chunk.values).max() > _ALIKE:
            return False
        while not self._over.wait(_STOPPED_WITHIN):
            if should_stop():
                return False
        return self.length is not None and not self._chunks[-1].damaged

    def after(self, chunk: PeaksChunk) -> Iterator[PeaksChunk]:
        """What follows a chunk of the first process."""
        for later in self._chunks[1:]:
            heard = [same for same in (chunk.same_sound, later.same_sound) if same is not None]
            same = all(heard) if heard else None
            yield replace(later, same_sound=same)


@contextmanager
def second_half_of(path: Path) -> Iterator[SecondHalf | None]:
    """Begin with the second half, if the recording is long and there is a core to do it on."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size < _LARGE or cores() < 2:
        yield None
        return
    with _child("second half", path) as messages:
        yield SecondHalf(messages)


def crashed(path: Path) -> SessionLensError:
    """The error for a recording that has killed the decoder."""
    return SessionLensError(
        "The recording is damaged so that it crashes the decoder",
        "Copy it again from where it was recorded, or convert it with another program",
        where=path,
    )


def _is_plain(path: Path) -> bool:
    """Whether its samples are numbers that only have to be read."""
    if recognise(path) != "soundfile":
        return False
    with decoding(path):
        recording = SoundfileRecording.attempt(path)
        if recording is None:
            return False
        with recording:
            return recording.uncompressed


@contextmanager
def _child(work: str, path: Path, *part: float) -> Iterator[Iterator[Message]]:
    # Without -P a module in the current folder would be taken for one of ours.
    command = [sys.executable, "-P", "-m", _MODULE, work, str(path.absolute())]
    command += [str(chosen_track(path)), *map(str, part)]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SessionLensError(
            f"The recording cannot be measured ({error.strerror})",
            "Start the program again",
            where=path,
        ) from error
    assert child.stdout is not None
    try:
        yield _messages(child.stdout, path)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _messages(output: IO[bytes], path: Path) -> Iterator[Message]:
    while len(head := output.read(LENGTH_BYTES)) == LENGTH_BYTES:
        length = int.from_bytes(head, "little")
        content = output.read(length) if length <= _LONGEST_MESSAGE else b""
        if len(content) < length:
            return
        try:
            message = msgspec.msgpack.decode(content, type=Message)
        except msgspec.DecodeError:
            return  # a process that was dying wrote it
        if isinstance(message, Refusal):
            raise SessionLensError(message.what, message.hint, where=path)
        yield message


def _unpacked(chunk: Chunk) -> PeaksChunk:
    values = np.frombuffer(chunk.values, np.int16).reshape(-1, chunk.channels)
    return PeaksChunk(
        chunk.start,
        values,
        chunk.sample_rate,
        chunk.frames,
        chunk.final,
        chunk.same_sound,
        chunk.damaged,
    )
