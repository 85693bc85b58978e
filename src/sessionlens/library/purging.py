"""Deletes the files of a session: what would go, and then, after a yes, all of it or what is left.

The yes is written down before the first file goes, and struck out when the receipt lies there:
whoever is interrupted goes on from it.
"""

import datetime as dt
import errno
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import without_quotes
from sessionlens.domain.ledger import Ending
from sessionlens.domain.review import Session
from sessionlens.files import exists
from sessionlens.library.folder_sessions import FolderSession
from sessionlens.library.session_files import SessionFile, StayingFile, files_of, written_at
from sessionlens.storage import atomic
from sessionlens.storage.feedback import encode_feedback, load_feedback
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.lock import Lock, claimed
from sessionlens.storage.paths import fallbacks_folder
from sessionlens.storage.pattern_index import discard_index
from sessionlens.storage.receipts import (
    ConsentDates,
    Deletion,
    FileCount,
    FileToDelete,
    Receipt,
    begun_deletions,
    deleting_alone,
    deletion_file,
    drop_deletion,
    plain_id,
    quoted,
    receipt_place,
    save_deletion,
    unquoted,
    write_receipt,
)

_WRITTEN_ANEW = frozenset(["cache", "remembered", "copy", "unfinished", "link"])
"""What the program itself may have touched since: it goes all the same."""

_LOCKED = frozenset(["review", "self-review", "reply"])
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


class PurgePlan(Struct, frozen=True, kw_only=True):
    """What would go of a session, what stays, and the feedback that is kept without quotes."""

    session: FolderSession
    details: Session
    files: tuple[SessionFile, ...]
    staying: tuple[StayingFile, ...]
    keep: tuple[Path, ...] = ()
    ending: Ending | None = None

    @property
    def bytes(self) -> int:
        """What the files take on the disk."""
        return sum(file.bytes for file in self.files)


class Purged(Struct, frozen=True, kw_only=True):
    """What became of a deletion; `receipt` is None where nothing at all could be deleted."""

    receipt: Path | None
    removed: tuple[Path, ...]
    troubles: tuple[SessionLensError, ...] = ()


def planned(
    session: FolderSession,
    details: Session,
    ending: Ending | None = None,
    *,
    keep_feedback: bool = False,
) -> PurgePlan:
    """What would go of a session; nothing is changed.

    Raises SessionLensError where it is open elsewhere, and where its feedback is to be kept and
    cannot be.
    """
    gathered = files_of(session)
    keep = _feedback_to_keep(session) if keep_feedback else ()
    files = tuple(file for file in gathered.files if file.path not in keep)
    for path in (*_worked_on((file.use, file.path) for file in files), *gathered.usual):
        if claimed(path):
            _refuse_open(path, Lock(path))
    return PurgePlan(
        session=session,
        details=details,
        files=files,
        staying=gathered.staying,
        keep=keep,
        ending=ending,
    )


def _feedback_to_keep(session: FolderSession) -> tuple[Path, ...]:
    """The newest feedback on each review; raises SessionLensError for one that cannot be read."""
    newest: dict[str, Path] = {}
    feedback = [head for head in session.heads if head.kind == "feedback"]
    for head in sorted(feedback, key=lambda head: head.newest):
        newest[head.review] = head.path
    for path in newest.values():
        load_feedback(path)
        if path.is_symlink():
            raise SessionLensError(
                "This is a link, and what it leads to is not changed",
                "Put the feedback itself there, or purge without --keep-feedback",
                where=path,
            )
    for head in session.heads:
        if head.kind == "review" and head.exported is None and head.review not in newest:
            raise SessionLensError(
                "There is no feedback file of this review that could be kept",
                f"Make one first: sessionlens export {head.path.name}",
                where=head.path,
            )
    return tuple(newest.values())


def carry_out(plan: PurgePlan, day: dt.date) -> Purged:
    """Delete what was planned and leave a receipt; raises SessionLensError if nothing was begun."""
    ids = tuple(map(plain_id, plan.session.review_ids)) or (uuid.uuid4().hex,)
    ending = plan.ending
    receipt = Receipt(
        review=ids[0],
        also=ids[1:],
        date=day,
        kept_feedback=bool(plan.keep),
        delete_by=ending.delete_by if ending else None,
        consents=tuple(
            ConsentDates(given=consent.given, until=consent.until, withdrawn=consent.withdrawn)
            for consent in (ending.ended if ending else ())
        ),
    )
    deletion = Deletion(
        receipt=receipt,
        place=quoted(receipt_place(plan.session.folder, receipt)),
        files=tuple(map(_to_delete, plan.files)),
    )
    with deleting_alone():
        with _claimed((file.use, file.path) for file in plan.files):
            for path in plan.keep:
                feedback = without_quotes(load_feedback(path))
                atomic.write_bytes(path, encode_feedback(feedback, path.name))
            save_deletion(deletion)
            purged = _go_on(deletion)
        _strike_out(deletion)
    return purged


def finish_interrupted() -> list[Purged | SessionLensError]:
    """Go on with every deletion that was begun and did not come to its end."""
    with deleting_alone():
        return [_finished(deletion) for deletion in begun_deletions()]


def _finished(deletion: Deletion) -> Purged | SessionLensError:
    folder = unquoted(deletion.place).parent
    if not exists(folder):  # what cannot be seen is not known to be gone
        return SessionLensError(
            "A deletion was interrupted in this folder, and it is not there",
            f"Connect its disk and purge again; if it is gone for good, remove"
            f" {deletion_file(deletion)}",
            where=folder,
        )
    try:
        with _claimed((file.kind, file.file) for file in deletion.files):
            purged = _go_on(deletion)
    except SessionLensError as error:
        return error
    _strike_out(deletion)
    return purged


def _go_on(deletion: Deletion) -> Purged:
    troubles: list[SessionLensError] = []
    for file in deletion.files:
        try:
            _remove(file)
        except SessionLensError as error:
            troubles.append(error)
    with suppress(OSError):  # rows that are taken out of it stay in the file
        discard_index()
    _remove_empty_folders(deletion)
    left = [file for file in deletion.files if os.path.lexists(file.file)]
    removed = [file for file in deletion.files if file not in left]
    place = None
    if removed:
        counts = replace(deletion.receipt, removed=_counts(removed), left=_counts(left))
        place = write_receipt(unquoted(deletion.place), counts)
    paths = tuple(file.file for file in removed)
    return Purged(receipt=place, removed=paths, troubles=tuple(troubles))


def _strike_out(deletion: Deletion) -> None:
    # Last of all: until then, whoever comes next clears away what is left, locks included.
    with suppress(OSError):
        drop_deletion(deletion)


def _remove(file: FileToDelete) -> None:
    path = file.file
    try:
        status = path.lstat()
        changed = (status.st_size, written_at(status)) != (file.bytes, file.changed)
        if changed and file.kind not in _WRITTEN_ANEW:
            raise SessionLensError(
                "This was written since you said yes, so it was not deleted",
                "Look at it, then purge again",
                where=path,
            )
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _not_removed(error, path) from error


def _not_removed(error: OSError, path: Path) -> SessionLensError:
    if error.errno in _NOT_ALLOWED:
        what, hint = "You may not delete this", "Let its folder be written to, then purge again"
    else:
        reason = (error.strerror or type(error).__name__).rstrip(".").lower()
        what, hint = f"This could not be deleted ({reason})", "Look at the disk, then purge again"
    return SessionLensError(what, hint, where=path)


def _remove_empty_folders(deletion: Deletion) -> None:
    """Folders of the user's data folder that held nothing but files of this session."""
    for folder in {file.file.parent for file in deletion.files}:
        if folder.parent == fallbacks_folder():
            with suppress(OSError):
                folder.rmdir()


def _counts(files: Iterable[FileToDelete]) -> tuple[FileCount, ...]:
    number, size = Counter[str](), Counter[str]()
    for file in files:
        number[file.kind] += 1
        size[file.kind] += file.bytes
    return tuple(FileCount(kind=kind, files=number[kind], bytes=size[kind]) for kind in number)


def _to_delete(file: SessionFile) -> FileToDelete:
    return FileToDelete(
        path=quoted(file.path), kind=file.use, bytes=file.bytes, changed=file.changed
    )


@contextmanager
def _claimed(files: Iterable[tuple[str, Path]]) -> Iterator[None]:
    """Keep others from writing these files; raises SessionLensError for one that is open."""
    with ExitStack() as held:
        for path in dict.fromkeys(_worked_on(files)):
            lock = held.enter_context(Lock(path))
            if lock.notice:
                _refuse_open(path, lock)
        yield


def _refuse_open(path: Path, lock: Lock) -> None:
    if lock.acquire():
        lock.release()  # whoever had it has just let go
        return
    where = lock.notice.partition(", so it")[0]
    raise SessionLensError(
        f"{where}, so nothing of it was deleted", "Close it there, then purge again", where=path
    )


def _worked_on(files: Iterable[tuple[str, Path]]) -> Iterator[Path]:
    """What programs lock while they work on it: documents, and transcripts being made."""
    for use, path in files:
        if use in _LOCKED:
            yield path
        elif use == "transcript" and path.name.endswith(ENDINGS["transcript"]):
            yield path.with_name(f".{path.name}.journal")
        elif path.name.endswith(".journal"):
            output = path.name.removeprefix(".").rsplit(".", 2)[0]
            yield path.with_name(f".{output}.journal")
