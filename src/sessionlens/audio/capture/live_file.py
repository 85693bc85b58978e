"""The file of a recording while it is made: whole at every moment, and never waited for."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sessionlens.audio.capture.au import AuFormat, format_of
from sessionlens.audio.frames import Frames, silence
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_read, not_written, open_private, sync_folder

VANISHED = "The folder of the recording has vanished"

_EVERY = 0.25  # seconds between two writings, each with an fsync
_LOOK = 1.0  # seconds between two looks at whether the file is still where it was
_PIECE = 1 << 15  # frames copied or overwritten at once
_KEPT = 120.0  # seconds of sound that memory holds for a disk that takes none

Span = tuple[int, int]
"""From and to which frame."""


class LiveFile:
    """Takes frames at once and writes them in a thread of its own, fsynced four times a second.

    While the disk takes nothing, two minutes are kept in memory; of what comes then, silence of
    true length is left, and `lost` says where. A file that vanishes from its folder is written
    there anew as soon as there is a folder. Raises SessionLensError if it cannot be made.
    """

    def __init__(self, path: Path, form: AuFormat, *, kept: float = _KEPT) -> None:
        self.path = path
        self.format = form
        self.trouble: SessionLensError | None = None  # while not everything can be written
        self.lost: tuple[Span, ...] = ()  # where nothing could be kept
        self.frames = 0  # taken
        self.on_disk = 0  # of these, safe from a loss of power
        self._kept = int(kept * form.rate)
        self._lock = threading.Lock()  # held for moments, never while the disk works
        self._waiting: deque[tuple[int, Frames | int]] = deque()  # int: so much silence
        self._in_memory = 0
        self._written = 0
        self._erasures: tuple[Span, ...] = ()
        self._reading = threading.Lock()
        self._descriptor, self._reader = _made(path, form)
        self._looked = time.monotonic()
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="recording to disk", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> float:
        """Seconds of sound that are in memory only."""
        return (self.frames - self.on_disk) / self.format.rate

    @property
    def erased(self) -> bool:
        """Whether all that was to be erased is gone from the disk."""
        return not self._erasures

    def append(self, frames: Frames) -> None:
        """Take the next frames; never waits for the disk."""
        with self._lock:
            first, self.frames = self.frames, self.frames + len(frames)
            if self._in_memory + len(frames) <= self._kept:
                self._waiting.append((first, frames))
                self._in_memory += len(frames)
            else:
                self._silent(first, len(frames))
                self._lose(first, self.frames)

    def append_silence(self, count: int) -> None:
        """Take so many frames of silence, which need no memory."""
        with self._lock:
            self._silent(self.frames, count)
            self.frames += count

    def erase(self, first: int, last: int) -> None:
        """Make silence of frames: in memory now, on the disk as soon as it takes it."""
        with self._lock:
            for at, piece in self._waiting:
                if not isinstance(piece, int):
                    piece[max(first - at, 0) : max(last - at, 0)] = 0
            self._erasures = (*self._erasures, (first, last))
        self._wake.set()

    def read(self, first: int, count: int) -> Frames:
        """Frames from number `first` on, fewer at the end, whether or not they are on disk.

        After it is closed as well, as long as there is the file. Raises SessionLensError where the
        disk cannot be read.
        """
        with self._reading:
            with self._lock:
                count = max(min(count, self.frames - first), 0)
                out = silence(count, self.format.channels)
                ahead = min(max(self._written - first, 0), count)
                for at, piece in self._waiting:
                    if not isinstance(piece, int):
                        _lay(out, first, piece, at)
                erasures = self._erasures
            try:
                if not self._reader.closed:
                    stored = self.format.read(self._reader, first, ahead)
                else:
                    with _opened(self.path) as reader:
                        stored = self.format.read(reader, first, ahead)
            except OSError as error:
                raise not_read(error, self.path) from error
        out[: len(stored)] = stored
        for low, high in erasures:
            out[max(low - first, 0) : max(high - first, 0)] = 0
        return out

    def close(self) -> None:
        """Write what is there and end; does not wait. Nothing may be appended any more.

        A disk that takes nothing is tried until it does.
        """
        self._closing = True
        self._wake.set()

    def closed_within(self, seconds: float) -> bool:
        """Whether all is written and closed, or will be within `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _silent(self, first: int, count: int) -> None:
        at, piece = self._waiting[-1] if self._waiting else (0, None)
        if isinstance(piece, int):
            self._waiting[-1] = (at, piece + count)
        else:
            self._waiting.append((first, count))

    def _lose(self, first: int, last: int) -> None:
        if self.lost and self.lost[-1][1] == first:
            first = self.lost[-1][0]
            self.lost = self.lost[:-1]
        self.lost = (*self.lost, (first, last))

    def _run(self) -> None:
        ended = False
        while not ended:
            self._wake.wait(_EVERY)
            self._wake.clear()
            closing = self._closing  # of what comes before that, nothing is left out
            faults = [self._tried(step) for step in (self._look, self._write, self._erase)]
            self.trouble = next((fault for fault in faults if fault is not None), None)
            ended = closing and not self._waiting and not self._erasures
        with self._reading:
            self._reader.close()
            os.close(self._descriptor)

    def _tried(self, step: Callable[[], SessionLensError | None]) -> SessionLensError | None:
        try:
            return step()
        except OSError as error:
            return not_written(error, self.path)
        except SessionLensError as error:
            return error

    def _write(self) -> None:
        while self._waiting:
            with self._lock:
                first, piece = self._waiting[0]
            if isinstance(piece, int):
                end = first + piece
                os.ftruncate(self._descriptor, self.format.place(end))
            else:
                end = first + len(piece)
                _write_at(self._descriptor, self.format.place(first), self.format.encoded(piece))
            with self._lock:
                self._written = end
                _, written = self._waiting.popleft()
                if not isinstance(written, int):
                    self._in_memory -= len(written)
                elif first + written > end:  # more silence came meanwhile
                    self._waiting.appendleft((end, first + written - end))
        if self.on_disk < self._written:
            written = self._written
            os.fsync(self._descriptor)
            self.on_disk = written

    def _erase(self) -> None:
        while self._erasures:
            first, last = self._erasures[0]
            last = min(last, self._written)  # what is not written yet is silent in memory
            for at in range(first, last, _PIECE):
                piece = silence(min(_PIECE, last - at), self.format.channels)
                _write_at(self._descriptor, self.format.place(at), piece.tobytes())
            os.fsync(self._descriptor)
            with self._lock:
                self._erasures = self._erasures[1:]

    def _look(self) -> SessionLensError | None:
        """See to it that the file lies where it should; returns what is wrong if it cannot."""
        if time.monotonic() - self._looked < _LOOK and self.trouble is None:
            return None
        self._looked = time.monotonic()
        try:
            if os.path.samestat(self.path.stat(), os.fstat(self._descriptor)):
                return None
        except OSError:
            if not self.path.parent.is_dir():
                return SessionLensError(VANISHED, "Create it again", where=self.path.parent)
            self._write_anew()
            return None
        if format_of(self.path) != self.format:
            return SessionLensError(
                "Another file has taken the place of the recording", "Move it away", where=self.path
            )
        self._go_back()  # the drive is back
        return None

    def _write_anew(self) -> None:
        """Write a new file with all that can be read of the one so far."""
        descriptor, reader = _made(self.path, self.format)
        try:
            unread = self._copy_to(descriptor)
            os.fsync(descriptor)
        except OSError as error:
            reader.close()
            os.close(descriptor)
            with suppress(OSError):
                self.path.unlink()
            raise not_written(error, self.path) from error
        self._exchange(descriptor, reader)
        with self._lock:
            for first, last in unread:
                self._lose(first, last)

    def _go_back(self) -> None:
        """Go on in the file that lies there: it holds what was written before it vanished."""
        descriptor = open_private(self.path, os.O_RDWR)
        reader = _opened(self.path)
        there = self.format.frames_in(os.fstat(descriptor).st_size)
        self._exchange(descriptor, reader)
        if there < self._written:
            os.ftruncate(descriptor, self.format.place(self._written))
            with self._lock:
                self._lose(there, self._written)

    def _copy_to(self, descriptor: int) -> list[Span]:
        """Copy what is written; returns what could not be read, which is silent there."""
        unread: list[Span] = []
        for first in range(0, self._written, _PIECE):
            count = min(_PIECE, self._written - first)
            try:
                with self._reading:
                    frames = self.format.read(self._reader, first, count)
            except OSError:
                frames = silence(0, self.format.channels)
            if len(frames) < count:
                unread.append((first + len(frames), first + count))
            place = self.format.place(first)
            missing = silence(count - len(frames), self.format.channels)
            _write_at(descriptor, place, self.format.encoded(frames) + missing.tobytes())
        return unread

    def _exchange(self, descriptor: int, reader: BinaryIO) -> None:
        before = self._descriptor, self._reader
        with self._reading:
            self._descriptor, self._reader = descriptor, reader
        with suppress(OSError):
            os.close(before[0])
        with suppress(OSError):
            before[1].close()


def _made(path: Path, form: AuFormat) -> tuple[int, BinaryIO]:
    """A new file with nothing but its header, to write to and to read from."""
    try:
        descriptor = open_private(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            _write_at(descriptor, 0, form.header)
            os.fsync(descriptor)
            sync_folder(path.parent)
            return descriptor, _opened(path)
        except BaseException:
            os.close(descriptor)
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_written(error, path) from error


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(open_private(path, os.O_RDONLY), "rb", buffering=0)


def _write_at(descriptor: int, place: int, data: bytes) -> None:
    os.lseek(descriptor, place, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _lay(out: Frames, first: int, piece: Frames, at: int) -> None:
    """Copy what a piece holds of the frames that `out` is for; both have the number of a first."""
    low, high = max(first, at), min(first + len(out), at + len(piece))
    if low < high:
        out[low - first : high - first] = piece[low - at : high - at]
