"""Reads the hours and consents of all sessions in folders; one session counts once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ledger import (
    Ending,
    PairHours,
    SessionRecord,
    ending_of,
    hours,
    merged_consents,
)
from sessionlens.domain.review import Consent, Session
from sessionlens.library.folder_sessions import FolderSession, sessions_below
from sessionlens.library.session_files import files_of
from sessionlens.storage.heads import Head
from sessionlens.storage.kinds import KINDS, Kind
from sessionlens.storage.receipts import plain_id, receipts_in

_COUNTS_FIRST: dict[Kind, int] = {"review": 0, "feedback": 1, "reply": 2, "self_review": 3}
"""Whose word counts on a session: who reviews; else what of theirs has arrived."""

_WHAT_WAS_SAID = ("transcript", "spoken comment")
"""Files that are no recordings and no documents, in which people are to be heard or read."""


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A session in the ledger, and where its files lie, in one folder or several."""

    record: SessionRecord
    places: tuple[FolderSession, ...]


class DueSession(Struct, frozen=True, kw_only=True):
    """A session of which something has ended while files of it are still there."""

    entry: LedgerEntry
    ending: Ending
    files: tuple[Path, ...]


class Ledger(Struct, frozen=True, kw_only=True):
    """The sessions oldest first, the sums of every pair, and what is due for deletion.

    `unread` are the errors that say why files could not be read; the rest counts.
    """

    entries: tuple[LedgerEntry, ...]
    pairs: tuple[PairHours, ...]
    due: tuple[DueSession, ...]
    unread: tuple[SessionLensError, ...] = ()

    def names(self, record: SessionRecord) -> tuple[str, str]:
        """Coach and reviewer of a session, spelled as in the sums of their pair."""
        for pair in self.pairs:
            if (pair.work, pair.names) == (record.work, record.pair):
                return pair.coach, pair.reviewer
        return record.session.coach or record.session.reviewer, ""


class _Document(Struct, frozen=True):
    """A document that was read, and what it says of its session."""

    head: Head
    session: Session

    @property
    def rank(self) -> tuple[int, bool, float, float, str]:
        """By this the one that counts is the least: somebody's own file, then the newest."""
        exported, written = self.head.newest
        order = _COUNTS_FIRST[self.head.kind]
        copied = order == 0 and self.head.exported is not None
        return order, copied, -exported, -written, str(self.head.path)


class _Group(Struct, kw_only=True):
    """The documents of one review, and the folders in which something of it lies."""

    documents: list[_Document]
    places: list[FolderSession]

    @property
    def record(self) -> SessionRecord:
        documents = sorted(self.documents, key=lambda document: document.rank)
        return SessionRecord(
            session=documents[0].session,
            written=max(documents[0].head.newest),
            consents=merged_consents(document.session.consents for document in documents),
        )


def read_ledger(folders: Sequence[Path], day: dt.date) -> Ledger:
    """The ledger of these folders and their sub-folders, as it is on a day.

    A folder that cannot be listed is in `unread`, too. Reads each document whole: some milliseconds
    for each.
    """
    sessions: list[FolderSession] = []
    unlisted: list[SessionLensError] = []
    for folder in folders:
        try:
            sessions += sessions_below(folder)
        except SessionLensError as error:
            unlisted.append(error.at(folder))
    ledger = ledger_of(sessions, day)
    return replace(ledger, unread=(*unlisted, *ledger.unread))


def ledger_of(sessions: Iterable[FolderSession], day: dt.date) -> Ledger:
    """The ledger of these sessions, as it is on a day; what cannot be read is in `unread`."""
    places = _each_once(sessions)
    unread: list[SessionLensError] = []
    entries = [entry for places in _conversations(places) for entry in _entries(places, unread)]
    ordered = tuple(sorted(entries, key=lambda entry: entry.record.order))
    due = (
        DueSession(entry=entry, ending=ending, files=files)
        for entry in ordered
        if (ending := ending_of(entry.record, day)) and (files := _still_there(entry))
    )
    return Ledger(
        entries=ordered,
        pairs=hours(entry.record for entry in ordered),
        due=tuple(due),
        unread=tuple(_unlike(unread)),
    )


def _each_once(sessions: Iterable[FolderSession]) -> list[FolderSession]:
    """Without what was named twice, as a folder and one above it."""
    unlike: dict[tuple[Path, ...], FolderSession] = {}
    for session in sessions:
        unlike.setdefault(tuple(path.absolute() for path in session.files), session)
    return list(unlike.values())


def _conversations(places: Iterable[FolderSession]) -> list[list[FolderSession]]:
    """What is about one conversation, in whatever folders, by ids and by the content's hash."""
    together: list[list[FolderSession]] = []
    by_key: dict[str, list[FolderSession]] = {}
    for place in places:
        keys = [*place.review_ids, *_hashes(place)]
        meeting = {id(by_key[key]): by_key[key] for key in keys if key in by_key}
        joined = [*(other for group in meeting.values() for other in group), place]
        together = [group for group in together if id(group) not in meeting]
        together.append(joined)
        for other in joined:
            by_key.update(dict.fromkeys([*other.review_ids, *_hashes(other)], joined))
    return together


def _hashes(place: FolderSession) -> set[str]:
    references = [head.recording for head in place.heads]
    return {one for ref in references for one in (ref.sha256, ref.sound_sha256) if one}


def _entries(places: Sequence[FolderSession], unread: list[SessionLensError]) -> list[LedgerEntry]:
    """The sessions of one conversation: one for everybody who has reviewed it."""
    by_review: dict[str, _Group] = {}
    for place in places:
        for head in place.heads:
            document = _read(head, unread)
            if document is None:
                continue
            name = head.review or str(head.path)
            group = by_review.setdefault(name, _Group(documents=[], places=list(places)))
            group.documents.append(document)
    own = [group for group in by_review.values() if group.record.work == "own-review"]
    groups = _joined(group for group in by_review.values() if group not in own) or own[:1]
    consents = [group.record.consents for group in own]
    return [LedgerEntry(record=_with(group, consents), places=tuple(places)) for group in groups]


def _joined(groups: Iterable[_Group]) -> list[_Group]:
    """One for several reviews of one session by one person, as when one was begun again."""
    alike: dict[object, _Group] = {}
    for group in groups:
        record = group.record
        key = record.pair, record.work, record.session.date, record.session.number
        if key in alike:
            alike[key].documents += group.documents
        else:
            alike[key] = group
    return list(alike.values())


def _with(group: _Group, others: Iterable[Sequence[Consent]]) -> SessionRecord:
    """The record with what the coach's own review says on consents."""
    record = group.record
    return replace(record, consents=merged_consents([record.consents, *others]))


def _read(head: Head, unread: list[SessionLensError]) -> _Document | None:
    try:
        if head.trouble is not None:
            raise head.trouble
        return _Document(head, KINDS[head.kind].read(head.path).session)
    except SessionLensError as error:
        unread.append(error.at(head.path))
        return None


def _unlike(errors: Iterable[SessionLensError]) -> Iterable[SessionLensError]:
    return {str(error): error for error in errors}.values()


def _still_there(entry: LedgerEntry) -> tuple[Path, ...]:
    """What is left of a session, without feedback that was kept on purpose.

    Those are its recordings, transcripts, spoken comments and documents.
    """
    paths: list[Path] = []
    for place in entry.places:
        paths += (path for path in place.files if not _was_kept(path, place))
        with suppress(SessionLensError):  # a folder that cannot be listed is in `unread`
            paths += (file.path for file in files_of(place).files if file.use in _WHAT_WAS_SAID)
    return tuple(dict.fromkeys(paths))


def _was_kept(path: Path, place: FolderSession) -> bool:
    """Whether a receipt says that this feedback was kept when all else was deleted."""
    head = next((head for head in place.heads if head.path == path), None)
    if head is None or head.kind != "feedback" or not head.review:
        return False
    return any(
        receipt.kept_feedback and plain_id(head.review) in (receipt.review, *receipt.also)
        for receipt in receipts_in(place.folder)
    )
