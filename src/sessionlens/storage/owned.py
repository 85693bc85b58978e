"""A document's file while one person works on it: claimed, guarded, saved on every change."""

from pathlib import Path
from typing import Generic, TypeVar

from sessionlens.storage import atomic, document
from sessionlens.storage.document import Document
from sessionlens.storage.guarded import GuardedFile
from sessionlens.storage.lock import Lock

T = TypeVar("T")


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
