"""An index of what patterns count in each file, so that a thousand need not be read again.

It lies in the cache folder and may be deleted at any time. No words that anybody has said or
written about a session are in it: a moment's are read from its file when somebody opens it.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from sessionlens import resources
from sessionlens.files import make_private_folder, open_private
from sessionlens.storage.evidence import DocumentEvidence

_VERSION = 2
_MOST = 100_000  # files; a hundred thousand sessions are more than anybody has
_LATEST = 1 << 63  # nanoseconds: SQLite has no larger numbers, and no file is as new
_TABLE = """
CREATE TABLE IF NOT EXISTS files (
    folder BLOB, name BLOB, size INTEGER, written INTEGER, evidence BLOB,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID
"""
_decode = msgspec.msgpack.Decoder(DocumentEvidence).decode
_encode = msgspec.msgpack.Encoder().encode


class IndexedFile(NamedTuple):
    """A file as it was when it was read: bytes, nanoseconds since 1970, and what counts in it.

    `evidence` is None for a file that is none of ours.
    """

    size: int
    written: int
    evidence: DocumentEvidence | None


class PatternIndex:
    """The index while it is open; where it cannot be used, nothing is known and nothing kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _usual_path()
        self._database = self._opened() or self._made_anew()

    def __enter__(self) -> "PatternIndex":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def files_in(self, folder: Path) -> dict[str, IndexedFile]:
        """What is known of the files of a folder, by their names."""
        if self._database is None:
            return {}
        query = "SELECT name, size, written, evidence FROM files WHERE folder = ?"
        try:
            rows = self._database.execute(query, (os.fsencode(folder),)).fetchall()
            return {
                os.fsdecode(name): IndexedFile(size, written, _decode(blob) if blob else None)
                for name, size, written, blob in rows
            }
        except sqlite3.OperationalError:  # another program writes it just now
            return {}
        except (sqlite3.Error, msgspec.MsgspecError, TypeError):
            self._database.close()
            self._database = self._made_anew()
            return {}

    def keep(
        self, folder: Path, files: Mapping[str, IndexedFile], gone: Iterable[str] = ()
    ) -> None:
        """Note files that were read, and forget those that are gone, if that can be done."""
        if self._database is None or not (files or gone):
            return
        place = os.fsencode(folder)
        rows = [
            (
                place,
                os.fsencode(name),
                file.size,
                file.written,
                _encode(file.evidence) if file.evidence else b"",
            )
            for name, file in files.items()
            if abs(file.written) < _LATEST
        ]
        with suppress(sqlite3.Error), self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)
            self._database.executemany(
                "DELETE FROM files WHERE folder = ? AND name = ?",
                [(place, os.fsencode(name)) for name in gone],
            )

    def forget_lost_folders(self) -> None:
        """Forget folders that are not there any more, if that can be done."""
        if self._database is None:
            return
        with suppress(sqlite3.Error), self._database:
            self._database.execute("BEGIN")
            rows = self._database.execute("SELECT DISTINCT folder FROM files").fetchall()
            lost = [row for row in rows if not os.path.isdir(row[0])]  # noqa: PTH112 - bytes
            self._database.executemany("DELETE FROM files WHERE folder = ?", lost)
            count = self._database.execute("SELECT count(*) FROM files").fetchone()[0]
            if count > _MOST:
                self._database.execute("DELETE FROM files")

    def _opened(self) -> sqlite3.Connection | None:
        """The index that is there, or a new one; None where it is damaged or of another version."""
        database: sqlite3.Connection | None = None
        try:
            make_private_folder(self._path.parent)
            # SQLite would make it readable for everybody, and follow a link to anywhere.
            os.close(open_private(self._path, os.O_RDWR | os.O_CREAT))
            database = sqlite3.connect(
                self._path, timeout=1.0, isolation_level=None, check_same_thread=False
            )
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError
            database.execute("PRAGMA synchronous = OFF")  # what is lost is read again
            if version != _VERSION:
                database.execute(_TABLE)
                database.execute(f"PRAGMA user_version = {_VERSION}")
            database.execute("SELECT folder, name, size, written, evidence FROM files LIMIT 1")
        except (OSError, sqlite3.Error):
            if database is not None:
                database.close()
            return None
        return database

    def _made_anew(self) -> sqlite3.Connection | None:
        try:
            discard_index(self._path)
        except OSError:
            return None
        return self._opened()


def discard_index(path: Path | None = None) -> None:
    """Remove the index, which holds the details of sessions; it is made anew. Raises OSError."""
    path = path or _usual_path()
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _usual_path() -> Path:
    return resources.cache_folder() / "patterns.sqlite"
