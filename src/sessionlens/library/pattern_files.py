"""Finds the files that patterns are made of: in folders and sub-folders, told by their content."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.seal import Conversation
from sessionlens.domain.text import file_name
from sessionlens.files import not_read, real
from sessionlens.library.folder import folders_below
from sessionlens.storage.conflicts import is_conflict_copy
from sessionlens.storage.evidence import DocumentEvidence, evidence_in
from sessionlens.storage.heads import may_be_document
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.pattern_index import IndexedFile, PatternIndex

_DEPTH = 6  # folders for years, clients and sessions, in any order, and some more
_MOST_FOLDERS = 10_000
_LOCK = f"{ENDINGS['self_review']}.lock"

Progress = Callable[[int, int], bool]
"""Called with how much is done and how much there is to do; False gives up."""


class PatternFile(NamedTuple):
    """A document and when it was written: seconds since 1970."""

    path: Path
    written: float
    evidence: DocumentEvidence

    @property
    def conversation(self) -> Conversation:
        """What it is about."""
        return Conversation(self.evidence.recording, self.evidence.session.title)

    @property
    def noted(self) -> dt.datetime:
        """When it was exported, else written; with a time zone, so that any two can be compared."""
        try:
            when = self.evidence.exported or dt.datetime.fromtimestamp(self.written)
            return when.astimezone()
        except (OSError, OverflowError, ValueError):
            return dt.datetime.fromtimestamp(0, dt.UTC)

    @property
    def newest(self) -> tuple[float, float]:
        """By this the newer of two exports is the greater."""
        exported = self.noted.timestamp() if self.evidence.exported else 0.0
        return exported, self.written


class GatheredFiles(NamedTuple):
    """The documents of some folders; `begun` are own reviews that may be open, without a file.

    `folders` are those that were named, `unread` those that could not be listed; `cut` says that
    there are more sub-folders than were looked into.
    """

    files: tuple[PatternFile, ...]
    begun: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()
    cut: bool = False

    def name_of(self, path: Path) -> str:
        """What a file or folder is called: its path below the folder that was named."""
        for folder in self.folders:
            if path.is_relative_to(folder) and path != folder:
                return file_name(path.relative_to(folder).as_posix())
        return file_name(path)


class GivenUpError(Exception):
    """The person did not want to wait any longer."""


def gather(
    folders: Sequence[Path], progress: Progress | None = None, index: Path | None = None
) -> GatheredFiles:
    """The reviews, feedback files and replies in folders, and how many sub-folders these have.

    Neither links nor hidden folders are followed, and copies of synchronisers left alone. `index`
    is where the index lies, if not in the cache. Raises SessionLensError for a folder that cannot
    be listed, GivenUpError where `progress` says so.
    """
    places = _places(folders)
    files: list[PatternFile] = []
    begun: list[Path] = []
    unread: list[Path] = []
    with PatternIndex(index) as known_files:
        for number, folder in enumerate(places):
            reading = _Reading(folder, known_files, progress, (number, len(places)))
            try:
                files += reading.files()
            except OSError as error:
                if folder in folders:
                    raise not_read(error, folder) from error
                unread.append(folder)
            begun += reading.begun
        known_files.forget_lost_folders()
    return GatheredFiles(
        tuple(files), tuple(begun), tuple(folders), tuple(unread), len(places) > _MOST_FOLDERS
    )


def _places(folders: Sequence[Path]) -> list[Path]:
    places: dict[Path, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            what = "This is a file" if folder.exists() else "There is no such folder"
            raise SessionLensError(what, "Name a folder with feedback in it", where=folder)
        for place in (folder, *folders_below(folder, _DEPTH, _MOST_FOLDERS)):
            places.setdefault(real(place), place)
    return list(places.values())


class _Reading:
    """Reads one folder: from the index what has not changed, else from the file."""

    def __init__(
        self, folder: Path, index: PatternIndex, progress: Progress | None, place: tuple[int, int]
    ) -> None:
        self._folder = folder
        self._index = index
        self._progress = progress
        self._place = place
        self.begun: list[Path] = []

    def files(self) -> list[PatternFile]:
        """The documents of the folder, in order of their names; raises OSError."""
        with os.scandir(self._folder) as entries:
            there = sorted(self._candidates(entries), key=lambda entry: entry.name)
        before = self._index.files_in(self._folder)
        read: dict[str, IndexedFile] = {}
        files: list[PatternFile] = []
        try:
            for number, entry in enumerate(there):
                self._tell(number / len(there))
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:
                    continue  # it is gone
                file = before.get(entry.name)
                if file is None or (file.size, file.written) != (
                    status.st_size,
                    status.st_mtime_ns,
                ):
                    path = Path(entry.path)
                    evidence = evidence_in(path, status)
                    file = IndexedFile(status.st_size, status.st_mtime_ns, evidence)
                    if evidence is None or not evidence.trouble:
                        read[entry.name] = file
                if file.evidence is not None:
                    written = status.st_mtime_ns / 1e9
                    files.append(PatternFile(Path(entry.path), written, file.evidence))
        finally:
            self._index.keep(self._folder, read, before.keys() - {entry.name for entry in there})
        return files

    def _candidates(self, entries: "Iterator[os.DirEntry[str]]") -> "Iterator[os.DirEntry[str]]":
        for entry in entries:
            if entry.name.endswith(_LOCK):
                self.begun.append(Path(entry.path.removesuffix(".lock")))
            if (
                may_be_document(entry.name)
                and not is_conflict_copy(entry.name)
                and entry.is_file(follow_symlinks=False)
            ):
                yield entry

    def _tell(self, part: float) -> None:
        done, count = self._place
        if self._progress and not self._progress(round((done + part) * 1000), count * 1000):
            raise GivenUpError
