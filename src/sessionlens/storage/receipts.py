"""Receipts: that files of a session were deleted, and when, without a word of what they held."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists, make_private_folder
from sessionlens.storage import atomic, toml
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.lock import Lock
from sessionlens.storage.names import mark
from sessionlens.storage.state import load_remembered, save_remembered, state_folder, state_name

FORMAT = KINDS["receipt"].format
ENDING = ".purged.toml"

_HEAD = """\
That the files of a session were deleted, and when. Nothing of what they held is in here.
"""


class FileCount(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """How many files of a kind, and their bytes."""

    kind: str
    files: int
    bytes: int


class ConsentDates(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A consent that has ended, by its dates alone: its purpose may say whose it was."""

    given: dt.date | None = None
    until: dt.date | None = None
    withdrawn: dt.date | None = None


class Receipt(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What was deleted of a session on a day, and what of it could not be.

    `review` is the id of its review (`plain_id`), or one made up where it had none; `also` are
    those of further reviews of it. `kept_feedback` says that the feedback was kept, without quotes.
    `consents` and `delete_by` are what had ended.
    """

    review: str
    date: dt.date
    kept_feedback: bool = False
    delete_by: dt.date | None = None
    also: tuple[str, ...] = ()
    removed: tuple[FileCount, ...] = ()
    left: tuple[FileCount, ...] = ()
    consents: tuple[ConsentDates, ...] = ()


class FileToDelete(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A file that is to go: `path` quoted as in an address, its bytes, and when it was written."""

    path: str
    kind: str
    bytes: int
    changed: str

    @property
    def file(self) -> Path:
        """Where it lies."""
        return unquoted(self.path)


class Deletion(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A deletion to which somebody has said yes, kept until its receipt is written.

    `place` is where the receipt goes, quoted like the paths of the files.
    """

    receipt: Receipt
    place: str
    files: tuple[FileToDelete, ...] = ()


_NOTHING = Deletion(receipt=Receipt(review="", date=dt.date.min), place="")


def load_receipt(path: Path) -> Receipt:
    """Read a receipt; raises SessionLensError with file, line and key."""
    return toml.load(path, Receipt, FORMAT)


def plain_id(review_id: str) -> str:
    """How a receipt names a review: its id, or a mark of one that could say anything."""
    return state_name(review_id).removesuffix(".toml")


def receipts_in(folder: Path) -> Iterator[Receipt]:
    """The receipts that lie in a folder; what cannot be read is passed over."""
    try:
        paths = sorted(folder.glob(f"*{ENDING}"))
    except OSError:
        return
    for path in paths:
        with suppress(SessionLensError):
            yield load_receipt(path)


def receipt_place(folder: Path, receipt: Receipt) -> Path:
    """Where a new receipt goes: `2026-11-28-5f0c5f0c.purged.toml`, a number behind it if taken."""
    stem = f"{receipt.date.isoformat()}-{receipt.review[:8]}"
    place, number = folder / f"{stem}{ENDING}", 1
    while exists(place):
        number += 1
        place = folder / f"{stem}-{number}{ENDING}"
    return place


def write_receipt(place: Path, receipt: Receipt) -> Path:
    """Write a receipt; in a folder that cannot be written, to the user's data folder.

    Returns where it is. Raises SessionLensError when that cannot be written, either.
    """
    data = toml.dumps(FORMAT, receipt, head=_HEAD)
    try:
        atomic.write_bytes(place, data, follow=False)
        atomic.sweep(place)
    except SessionLensError:
        folder = resources.data_folder() / "receipts"
        with suppress(OSError):
            make_private_folder(folder)
        instead = _same_or_new(receipt_place(folder, receipt), folder / place.name, data)
        atomic.write_bytes(instead, data, follow=False)
        return instead
    return place


def _same_or_new(new: Path, usual: Path, data: bytes) -> Path:
    """Where a receipt goes: no other is replaced, and one that is written once more is one."""
    with suppress(OSError):
        if usual.read_bytes() == data:
            return usual
    return new


@contextmanager
def deleting_alone() -> Iterator[None]:
    """Keep other runs from deleting meanwhile; raises SessionLensError where one is at it.

    What a killed run has left half written here is removed: it holds names of files.
    """
    folder = _folder()
    with suppress(OSError):
        make_private_folder(folder)
    with Lock(folder / "all") as lock:
        if lock.notice:
            raise SessionLensError(
                "Another window is deleting files of sessions", "Wait for it, then purge again"
            )
        with suppress(OSError):
            for path in folder.glob(".sessionlens-*.tmp"):
                path.unlink(missing_ok=True)
        yield


def save_deletion(deletion: Deletion) -> None:
    """Keep what is to be deleted until it is; raises SessionLensError."""
    save_remembered(deletion_file(deletion), deletion)


def drop_deletion(deletion: Deletion) -> None:
    """The deletion is done, and its receipt is written; raises OSError."""
    deletion_file(deletion).unlink(missing_ok=True)


def begun_deletions() -> list[Deletion]:
    """Deletions that were interrupted."""
    try:
        files = sorted(_folder().glob("*.toml"))
    except OSError:
        return []
    read = [load_remembered(file, _NOTHING) for file in files if ".broken-" not in file.name]
    return [deletion for deletion in read if deletion.place]


def quoted(path: Path) -> str:
    """A path as it can stand in any file, whatever is in its name."""
    return quote(os.fsencode(path.absolute()))


def unquoted(text: str) -> Path:
    """The path that was `quoted`."""
    return Path(os.fsdecode(unquote_to_bytes(text)))


def _folder() -> Path:
    return state_folder(None) / "purges"


def deletion_file(deletion: Deletion) -> Path:
    """Where a deletion is kept until it is done."""
    return _folder() / f"{mark(deletion.place.encode())}.toml"
