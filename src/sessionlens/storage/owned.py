"""A file while one person works on it: claimed, guarded against others, saved on every change."""

import time
from pathlib import Path
from typing import Generic, TypeVar

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_read
from sessionlens.storage import atomic, document
from sessionlens.storage.document import Document
from sessionlens.storage.lock import Lock

T = TypeVar("T")


class GuardedFile:
    """Remembers what it last read or wrote, and refuses to write over anything else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._there: bytes | None = None
        self._tried: bytes | None = None
        self._copy: Path | None = None

    def seen(self, data: bytes) -> None:
        """Take note of the content just read."""
        self._there = data

    def write(self, data: bytes) -> None:
        """Replace the content durably.

        Raises SessionLensError when it cannot, or when another program has changed the file. Then
        that program's version stays, and ours lies beside it as `copy`; each later call renews it.
        """
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

    def save_copy(self, data: bytes) -> Path:
        """Write `data` beside the file, under a name that says so; returns where."""
        if self._copy is None:
            moment = time.strftime("%Y%m%d-%H%M%S")
            stem, suffix = self.path.stem, self.path.suffix
            copy = self.path.with_name(f"{stem}.conflict-{moment}{suffix}")
            number = 1
            while copy.exists():
                number += 1
                copy = self.path.with_name(f"{stem}.conflict-{moment}-{number}{suffix}")
            self._copy = copy
        atomic.write_bytes(self._copy, data)
        return self._copy

    def _on_disk(self) -> bytes | None:
        """The content on disk now; None where there is nothing to be overwritten."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise not_read(error, self.path) from error


class OwnedFile(Generic[T]):
    """The file of a T while it is being worked on.

    `claim` first, to make it ours alone; where that is refused, it can still be read. Then `load`,
    if it exists, and `save`, which is durable when it returns. `KIND` says what a T is called.
    """

    KIND = "file"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = GuardedFile(path)
        self._lock = Lock(path, self.KIND)
        self._refused = False

    @property
    def read_only(self) -> str:
        """The sentence that says why saving is refused; empty when it is not."""
        return self._lock.notice if self._refused else ""

    def claim(self) -> bool:
        """Keep other instances from writing; returns whether we may, `read_only` says why not."""
        self._refused = not self._lock.acquire()
        if self._lock.held:
            atomic.sweep(self.path)
        return not self._refused

    def refuse(self, why: str) -> None:
        """Save nothing from now on; `why` is what `read_only` says."""
        self._lock.notice = why
        self._refused = True

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
            raise self._lock.refusal()
        self._file.write(self._encode(value))

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
