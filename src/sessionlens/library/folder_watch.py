"""Watches the recordings of a folder: what is new, and what the files of each hold."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.entry import Counts, counts_of
from sessionlens.library.folder import RecordingEntry, list_recordings

_EVERY = 2.0  # seconds

Stamp = tuple[tuple[Path, int], ...]


class FolderWatch:
    """One thread that lists and counts, at once and again and again; it calls back from there.

    `listed` gets the entries when they have changed, `told` the numbers of one of them, by its
    name, `failed` why the folder cannot be listed (once, until it can be again).
    """

    def __init__(
        self,
        folder: Path,
        entries: list[RecordingEntry],
        listed: Callable[[list[RecordingEntry]], object],
        told: Callable[[str, Counts], object],
        failed: Callable[[SessionLensError], object],
    ) -> None:
        self._folder = folder
        self._entries = entries
        self._listed = listed
        self._told = told
        self._failed = failed
        self._stamps: dict[str, Stamp] = {}
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin: what was listed already may have been told by names alone."""
        threading.Thread(target=self._run, name="folder", daemon=True).start()

    def stop(self) -> None:
        """End soon."""
        self._stopped.set()

    def _run(self) -> None:
        broken = False
        while not self._stopped.is_set():
            try:
                entries = list_recordings(self._folder)
            except SessionLensError as error:
                if not broken:
                    self._failed(error)
                broken = True
            else:
                broken = False
                if entries != self._entries:
                    self._entries = entries
                    self._listed(entries)
                self._count()
            self._stopped.wait(_EVERY)

    def _count(self) -> None:
        """Read what has changed since it was read last, the topmost first."""
        for entry in self._entries:
            if self._stopped.is_set():
                return
            stamp = _stamp(entry)
            if stamp != self._stamps.get(entry.name):
                self._stamps[entry.name] = stamp
                self._told(entry.name, counts_of(entry))


def _stamp(entry: RecordingEntry) -> Stamp:
    files = (entry.review, entry.self_review, entry.feedback, entry.reply)
    return tuple((path, _written(path)) for path in files if path is not None)


def _written(path: Path) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - thousands of them
    except OSError:
        return 0
