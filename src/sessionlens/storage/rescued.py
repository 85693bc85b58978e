"""Copies of what cannot be saved where it belongs, in the user's data folder."""

import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.files import exists, is_file, make_private_folder
from sessionlens.storage import toml
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.names import mark, short
from sessionlens.storage.state import FORMAT as STATE
from sessionlens.storage.state import Draft, ReviewState

_ENDING = r"(?:\.self)?\.\w+\.\w+$"


T = TypeVar("T", Review, Reply)


class RescuedCopy(Struct, Generic[T], frozen=True):
    """What a run of the program could not save where it belongs, and when it was put here."""

    path: Path
    written: dt.datetime
    content: T

    def put_aside(self) -> None:
        """Offer it no more; it stays in the folder, under a name that says so."""
        try:
            self.path.rename(self.path.with_name(f"{self.path.name}.seen"))
        except OSError:
            return  # it is offered again


def rescued_folder() -> Path:
    """Where copies lie of what could not be saved."""
    return resources.data_folder() / "rescued"


def rescued_copies(file: Path, current: T, load: Callable[[Path], T]) -> list[RescuedCopy[T]]:
    """Copies of a document that say something else than its file, the newest first.

    `current` is what was read from the file, or a new one where there is none yet: then copies of
    the same recording's document count. What cannot be read is left where it is.
    """
    there = exists(file)
    copies = []
    try:
        paths = list(rescued_folder().glob(f"*{''.join(file.suffixes[-2:])}"))
    except OSError:
        return []
    for path in paths:
        try:
            content = load(path)
        except SessionLensError:
            continue
        same = content.id == current.id if there else _same_recording(content, current)
        if same and _words_of(content) != _words_of(current):
            copies.append(RescuedCopy(path, modified(path), content))
    return sorted(copies, key=lambda copy: copy.written, reverse=True)


def _words_of(document: Review | Reply) -> Review | Reply:
    """Only what a person has written: not how the recording or another document is named."""
    plain = RecordingRef(file="")
    if isinstance(document, Reply):
        return replace(document, id="", feedback="", recording=plain)
    return replace(document, id="", recording=plain)


def _same_recording(a: Review | Reply, b: Review | Reply) -> bool:
    same = a.recording.same_as(b.recording)
    return file_name(a.recording.file) == file_name(b.recording.file) if same is None else same


def modified(path: Path) -> dt.datetime:
    """When a file was last written, in local time; the beginning of time if that cannot be told."""
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, OverflowError, ValueError):
        return dt.datetime.fromtimestamp(0, dt.UTC)


def keep_drafts(file: Path, drafts: Sequence[Draft]) -> Path | None:
    """Put unfinished words here for the next opening of `file`; returns where, None if it fails.

    They replace those of an earlier time, which were given back when the file was opened.
    """
    path = drafts_of(file)
    try:
        make_private_folder(path.parent)
        write_bytes(path, toml.dumps(STATE, ReviewState(drafts=tuple(drafts))))
    except (OSError, SessionLensError):
        return None
    return path


def rescued_drafts(file: Path) -> tuple[Draft, ...]:
    """The unfinished words that could not be kept where they belong when `file` was open last."""
    path = drafts_of(file)
    try:
        return toml.load(path, ReviewState, STATE).drafts if is_file(path) else ()
    except SessionLensError:
        return ()  # left where it is: a person may still read it


def drop_drafts(file: Path) -> None:
    """Remove them: they are kept where they belong."""
    with suppress(OSError):
        drafts_of(file).unlink(missing_ok=True)


def drafts_of(file: Path) -> Path:
    """Where unfinished words of `file` are kept that could not be kept where they belong."""
    place = mark(os.fsencode(file.absolute()))
    return rescued_folder() / f"{short(file.stem)}.{place}.drafts.toml"


class Rescue:
    """The copies of one run of the program: none replaces what another run has left."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}

    def copy(self, name: str, data: bytes) -> Path | None:
        """Write a copy named like the file it is for; returns where, or None if that fails too."""
        folder = rescued_folder()
        try:
            make_private_folder(folder)
            path = self._paths.get(name) or _free(folder, name)
            write_bytes(path, data)
        except (OSError, SessionLensError):
            return None
        self._paths[name] = path
        return path

    def drop(self, name: str) -> None:
        """Remove the copy that this run has made: what it holds is saved where it belongs."""
        if (path := self._paths.pop(name, None)) is not None:
            with suppress(OSError):  # it is offered again, as something older
                path.unlink(missing_ok=True)


def _free(folder: Path, name: str) -> Path:
    """`talk.review.toml`, or `talk-2.review.toml` and so on where that is taken."""
    ending = re.search(_ENDING, name)
    start = ending.start() if ending else len(name)
    names = chain([name], (f"{name[:start]}-{number}{name[start:]}" for number in count(2)))
    return next(path for one in names if not exists(path := folder / one))
