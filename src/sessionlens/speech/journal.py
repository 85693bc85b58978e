"""What is recognised so far, beside the transcript to be: a run that was killed goes on from it."""

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.files import is_file, not_read, not_written, open_private
from sessionlens.speech.record import Record
from sessionlens.storage.lock import Lock

FORMAT = "sessionlens.journal"
VERSION = 1

_LARGEST = 256 * 1024 * 1024  # bytes; a day of speech takes a tenth of it
_SYNC = 5.0  # seconds; a killed process loses nothing, a power cut at most this


class Key(Struct, frozen=True):
    """What makes a journal fit: the sound, and all that decides what is recognised in it.

    `sounds` has the content's hash and the channel of each voice: names may change meanwhile.
    `variant` is the engine's, where it has one.
    """

    sounds: tuple[tuple[str, int | None], ...]
    model: str
    speaker_model: str = ""
    rate: int = 16000
    variant: str | UnsetType = UNSET  # keeps the digest of an engine that has none as it was

    @property
    def digest(self) -> str:
        """A short hash of all of it."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]


class _Head(Struct):
    format: str
    version: int
    key: str


class Journal:
    """The records of one transcript, one line of JSON each; held by one run at a time.

    Open it with `with`. Raises SessionLensError when another run has it, or when the disk does not
    take what is written; what was written before is whole all the same.
    """

    def __init__(self, output: Path, key: Key) -> None:
        self.path = _path(output, key.digest)
        self.records: list[Record] = []
        self._output = output
        self._key = key
        self._lock = Lock(output.with_name(f".{output.name}.journal"))
        self._descriptor: int | None = None
        self._synced = 0.0

    @staticmethod
    def exists(output: Path, key: Key | None = None) -> bool:
        """Whether an unfinished run left something for this transcript (and this key)."""
        if key is not None:
            return is_file(_path(output, key.digest))
        return any(_all(output))

    def __enter__(self) -> Self:
        if not self._lock.acquire():
            raise SessionLensError(
                "It is being transcribed by another run",
                "Wait for it or stop it",
                where=self._output,
            )
        try:
            whole = self._load()
            self._descriptor = self._open(whole)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def add(self, record: Record) -> None:
        """Keep a record; once this returns, no crash of the program loses it."""
        self.records.append(record)
        self._append(msgspec.json.encode(record) + b"\n")

    def close(self) -> None:
        """Let go of the file, which stays for the next run."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._lock.release()

    def discard(self) -> None:
        """The transcript is written: remove every journal of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        for path in _all(self._output):
            with suppress(OSError):  # it stays, and a later run makes use of it
                path.unlink(missing_ok=True)

    def _load(self) -> int:
        """Read the records; returns the length of what is whole, in bytes."""
        try:
            descriptor = open_private(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise not_read(error, self.path) from error
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(_LARGEST)
        whole = 0
        for line in data.splitlines(keepends=True):
            if not line.endswith(b"\n") or not self._take(line, first=whole == 0):
                break
            whole += len(line)
        return whole

    def _take(self, line: bytes, *, first: bool) -> bool:
        try:
            if first:
                head = msgspec.json.decode(line, type=_Head)
                return (head.format, head.version, head.key) == (FORMAT, VERSION, self._key.digest)
            self.records.append(_cleaned(msgspec.json.decode(line, type=Record)))
        except (msgspec.DecodeError, UnicodeError):
            return False  # what a killed run or a full disk left of a line
        return True

    def _open(self, whole: int) -> int:
        try:
            descriptor = open_private(self.path, os.O_RDWR | os.O_CREAT)
            os.ftruncate(descriptor, whole)
            os.lseek(descriptor, 0, os.SEEK_END)
        except FileNotFoundError as error:
            # Only its folder can be missing, and only the name of the output was given.
            raise not_written(error, self._output) from error
        except OSError as error:
            raise not_written(error, self.path) from error
        self._descriptor = descriptor
        if not whole:
            head = _Head(FORMAT, VERSION, self._key.digest)
            self._append(msgspec.json.encode(head) + b"\n")
        return descriptor

    def _append(self, line: bytes) -> None:
        if self._descriptor is None:
            raise ValueError("the journal is closed")
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            if time.monotonic() - self._synced > _SYNC:
                os.fsync(self._descriptor)
                self._synced = time.monotonic()
        except OSError as error:
            raise not_written(error, self.path) from error


def _cleaned(record: Record) -> Record:
    words = (replace(word, text=clean(word.text)) for word in record.words)
    return replace(record, words=tuple(word for word in words if word.text))


def _path(output: Path, digest: str) -> Path:
    return output.with_name(f".{output.name}.{digest}.journal")


def _all(output: Path) -> list[Path]:
    prefix = f".{output.name}."
    try:
        return [
            path
            for path in output.parent.iterdir()
            if path.name.startswith(prefix) and path.name.endswith(".journal")
        ]
    except OSError:
        return []  # nothing can have been left there
