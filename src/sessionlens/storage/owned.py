"""A file while one person works on it: claimed, guarded against others, saved on every change."""

import os
import time
from pathlib import Path
from typing import Generic, TypeVar

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import LARGEST_DOCUMENT, LARGEST_TRANSCRIPT, exists, is_read_only, read_whole
from sessionlens.storage import atomic, document
from sessionlens.storage.document import Document
from sessionlens.storage.lock import Lock

T = TypeVar("T")


_NOT_OURS = b"a folder, a pipe, or more than we have ever written"


def refuse_too_large(path: Path, data: bytes, largest: int) -> None:
    """Raise SessionLensError for content that would be too large to be read again."""
    if len(data) > largest:
        raise SessionLensError(
            f"This is more text than can be kept in one file ({len(data) / 1e6:.1f} MB of"
            f" {largest / 1e6:.1f})",
            "Take some of it out again",
            where=path,
        )


class GuardedFile:
    """Remembers what it last read or wrote, and refuses to write over anything else."""

    def __init__(self, path: Path, largest: int = LARGEST_TRANSCRIPT) -> None:
        self.path = path
        self._largest = largest
        self._there: bytes | None = None
        self._tried: bytes | None = None
        self._copy: Path | None = None

    def seen(self, data: bytes) -> None:
        """Take note of the content just read."""
        self._there = data

    def write(self, data: bytes) -> None:
        """Replace the content durably.

        Raises SessionLensError when it cannot, when it could not be read again, or when another
        program has changed the file. Then that program's version stays, and ours lies beside it as
        `copy`; each later call renews it.
        """
        refuse_too_large(self.path, data, self._largest)
        present = self._on_disk()
        if present is not None and present not in (self._there, self._tried):
            copy = self.save_copy(data)
            raise SessionLensError(
                "Another program has changed this file, so it was not overwritten",
                f"Your version is in {copy.name}: keep one of the two, then open it again",
                where=self.path,
            )
        self._there = self._there if present is None else present
        # Remembered before the attempt: it may reach the disk and still report an error.
        self._tried = data
        atomic.write_bytes(self.path, data)
        self._there = data

    @property
    def changed_elsewhere(self) -> bool:
        """Whether another program has written the file; only while it is not being written here.

        Raises SessionLensError when that cannot be told.
        """
        return self._on_disk() not in (None, self._there, self._tried)

    def save_copy(self, data: bytes) -> Path:
        """Write `data` beside the file, under a name that says so; returns where."""
        if self._copy is None:
            moment = time.strftime("%Y%m%d-%H%M%S")
            stem, suffix = self.path.stem, self.path.suffix
            copy = self.path.with_name(f"{stem}.conflict-{moment}{suffix}")
            number = 1
            while exists(copy):
                number += 1
                copy = self.path.with_name(f"{stem}.conflict-{moment}-{number}{suffix}")
            self._copy = copy
        atomic.write_bytes(self._copy, data)
        return self._copy

    def _on_disk(self) -> bytes | None:
        """The content on disk now; None where there is nothing to be overwritten."""
        try:
            return read_whole(self.path, self._largest, "ours")
        except SessionLensError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            if isinstance(error.__cause__, OSError):
                raise
            return _NOT_OURS


class OwnedFile(Generic[T]):
    """The file of a T while it is being worked on.

    `claim` first, to make it ours alone; where that is refused, it can still be read. Then `load`,
    if it exists, and `save`, which is durable when it returns. `KIND` says what a T is called.
    """

    KIND = "file"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = GuardedFile(path, LARGEST_DOCUMENT)
        # A link to a file and the file itself are one document.
        self._lock = Lock(Path(os.path.realpath(path)), self.KIND)
        self._refused = False
        self._refusal = ("", "")

    @property
    def read_only(self) -> str:
        """The sentence that says why saving is refused; empty when it is not."""
        return self._refusal[0] if self._refused else ""

    def claim(self) -> bool:
        """Keep other instances from writing; returns whether we may, `read_only` says why not."""
        self._refused = not self._lock.acquire()
        if self._refused:
            open_elsewhere = self._lock.notice or "Another program has this file open"
            self.refuse(open_elsewhere, f"Close it there first, then open the {self.KIND} again")
        if self._lock.held:
            atomic.sweep(self.path)
        if not self._refused and is_read_only(self.path):
            why = f"{self.path.name} is read-only, so nothing is saved in it"
            self.refuse(why, "Let it be written to, then open it again")
        return not self._refused

    def refuse(self, why: str, way_out: str) -> None:
        """Save nothing from now on; `why` is what `read_only` says."""
        self._refused, self._refusal = True, (why, way_out)

    def refusal(self) -> SessionLensError:
        """The error to raise for a change that may not be saved here."""
        return SessionLensError(*self._refusal, where=self.path)

    def load(self) -> T:
        """Read the document; raises SessionLensError."""
        data = document.read_bytes(self.path)
        value = self._decode(document.parse(data, self.path))
        self._file.seen(data)
        return value

    def prepare(self, value: T) -> None:
        """Encode it now, so that the first change need not wait for all that is in it."""
        self._encode(value)

    def save(self, value: T) -> None:
        """Write it durably.

        Raises SessionLensError when another instance has claimed the file, when another program
        has changed it since we read or wrote it (our version is then saved beside it), or when it
        cannot be written. Nothing is overwritten then.
        """
        if self._refused:
            raise self.refusal()
        data = self._encode(value)
        document.refuse_too_many_values(data, self.path, "Take some of it out again")
        self._file.write(data)

    def save_copy(self, value: T) -> Path:
        """Write it beside its file; returns where. Raises SessionLensError."""
        return self._file.save_copy(self._encode(value))

    def close(self) -> None:
        """Let other instances write."""
        self._lock.release()

    def _encode(self, value: T) -> bytes:
        raise NotImplementedError

    def _decode(self, source: Document) -> T:
        raise NotImplementedError
