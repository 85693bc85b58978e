"""Which sessions are meant where somebody names files and folders to be purged."""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ledger import Ending
from sessionlens.domain.review import Session
from sessionlens.library.folder_sessions import FolderSession, sessions_below, sessions_in
from sessionlens.library.ledger import Ledger, LedgerEntry, ledger_of
from sessionlens.library.session_files import files_of
from sessionlens.storage.receipts import ENDING


class PurgeTarget(Struct, frozen=True, kw_only=True):
    """A session to be purged, what its files say of it, and what has ended of it, if anything."""

    session: FolderSession
    details: Session = Session()
    ending: Ending | None = None

    @property
    def still_holds(self) -> bool:
        """Whether it is due in part only: another consent to its files still holds."""
        return bool(self.ending and self.ending.holding and not self.ending.delete_by)


def targets_at(path: Path, day: dt.date) -> list[PurgeTarget]:
    """The session of a file, or those in a folder and its sub-folders; with what ended by a day.

    Raises SessionLensError for what is no session's, and for what cannot be looked at.
    """
    if path.is_dir() and path.is_symlink():
        raise SessionLensError(
            "This is a link to a folder, and links are not followed",
            "Name the folder itself",
            where=path,
        )
    if path.is_dir():
        sessions = sessions_below(path)
    else:
        if not os.path.lexists(path):
            raise SessionLensError("There is no such file", "Check the name", where=path)
        sessions = [_session_of(path)]
    ledger = ledger_of(sessions, day)
    entries = {place.files: entry for entry in ledger.entries for place in entry.places}
    return [_target(session, entries.get(session.files), ledger) for session in sessions]


def _session_of(path: Path) -> FolderSession:
    sessions = sessions_in(path.parent)
    for session in sessions:
        if path in session.files:
            return session
    for session in sessions:
        if path in (file.path for file in files_of(session).files):
            return session
    raise SessionLensError(
        "This is no file of a session", "Name a recording, a review or a folder", where=path
    )


def _target(session: FolderSession, entry: LedgerEntry | None, ledger: Ledger) -> PurgeTarget:
    if entry is None:
        return PurgeTarget(session=session)
    endings = {due.entry.places: due.ending for due in ledger.due}
    return PurgeTarget(
        session=session,
        details=entry.record.session,
        ending=endings.get(entry.places),
    )


def unknown_files(folder: Path, accounted: Iterable[Path]) -> list[Path]:
    """The files of a folder, none of them hidden, that are not `accounted` for; receipts are."""
    paths = set(accounted)
    try:
        with os.scandir(folder) as files:
            names = sorted(file.name for file in files if file.is_file(follow_symlinks=False))
    except OSError:
        return []
    return [
        folder / name
        for name in names
        if not name.startswith(".")
        and not name.endswith((ENDING, ".lock"))
        and folder / name not in paths
    ]
