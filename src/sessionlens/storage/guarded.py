"""A file that is only replaced if nobody else has changed it meanwhile."""

import time
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_read
from sessionlens.storage import atomic


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
        found = self._found()
        if found is not None and found not in (self._there, self._tried):
            copy = self.save_copy(data)
            raise SessionLensError(
                "Another program has changed this file, so it was not overwritten",
                f"Your version is in {copy.name}: keep one of the two, then open it again",
                where=self.path,
            )
        self._there = self._there if found is None else found
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

    def _found(self) -> bytes | None:
        """The content on disk now; None where there is nothing to be overwritten."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise not_read(error, self.path) from error
