"""The sessions of a folder: what is about one conversation, by whomever, taken together."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.feedback import file_name
from sessionlens.domain.spoken_comment import spoken_of
from sessionlens.library.folder import RecordingEntry, list_recordings, recordings_in
from sessionlens.storage.heads import Head, head_of, heads_in
from sessionlens.storage.kinds import Kind
from sessionlens.storage.names import named, short

_DOCUMENTS: tuple[Kind, ...] = ("review", "self_review", "feedback", "reply")


class FolderSession(Struct, frozen=True, kw_only=True):
    """The recordings and documents of one conversation in one folder.

    `recordings` are the recording and the same meeting in other files, none where only documents
    are there. `heads` are those of all documents, copies and older exports included; they may lie
    elsewhere, where the recording is a link or its folder could not be written.
    """

    folder: Path
    recordings: tuple[Path, ...] = ()
    heads: tuple[Head, ...] = ()

    @property
    def review_ids(self) -> tuple[str, ...]:
        """The ids of the reviews that it has, or that its documents are about."""
        return tuple(dict.fromkeys(head.review for head in self.heads if head.review))

    @property
    def files(self) -> tuple[Path, ...]:
        """Its recordings and documents."""
        return (*self.recordings, *(head.path for head in self.heads))


def sessions_below(folder: Path) -> list[FolderSession]:
    """The sessions in a folder and its sub-folders, as far as the list of recordings walks.

    Raises SessionLensError when the folder cannot be listed.
    """
    by_folder: dict[Path, list[RecordingEntry]] = {}
    for entry in list_recordings(folder):
        place = entry.recording or next(head.path for head in _heads_of(entry))
        by_folder.setdefault(place.parent, []).append(entry)
    return [
        session
        for place, entries in sorted(by_folder.items())
        for session in _sessions(place, entries)
    ]


def sessions_in(folder: Path) -> list[FolderSession]:
    """The sessions of one folder; raises SessionLensError when it cannot be listed."""
    return _sessions(folder, recordings_in(folder))


def _sessions(folder: Path, entries: Iterable[RecordingEntry]) -> list[FolderSession]:
    gathered = _Gathered(folder)
    for entry in sorted(entries, key=lambda entry: (entry.recording is None, entry.name)):
        recordings = tuple(filter(None, (entry.recording, entry.twin)))
        heads = _heads_of(entry)
        if not heads and entry.recording and spoken_of(entry.recording.name)[1]:
            continue  # it goes with the recording that it is spoken about
        gathered.add(recordings, heads)
    for head in heads_in(folder):  # copies, older exports, what was made to be sent
        if not gathered.has(head):
            gathered.add((), [head])
    return gathered.sessions


class _Gathered:
    """Sessions of one folder, found again by what their documents have in common."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recordings: list[tuple[Path, ...]] = []
        self._heads: list[dict[Path, Head]] = []
        self._by_key: dict[tuple[str, str], int] = {}
        self._taken: set[Path] = set()

    @property
    def sessions(self) -> list[FolderSession]:
        return [
            FolderSession(folder=self._folder, recordings=recordings, heads=tuple(heads.values()))
            for recordings, heads in zip(self._recordings, self._heads, strict=True)
        ]

    def has(self, head: Head) -> bool:
        """Whether a document is there already."""
        return head.path in self._taken

    def add(self, recordings: tuple[Path, ...], heads: Sequence[Head]) -> None:
        """Add documents to the session that they are about; a recording begins one."""
        place = None if recordings else self._place(heads)
        if place is None:
            place = len(self._heads)
            self._recordings.append(recordings)
            self._heads.append({})
            for recording in recordings:
                self._by_key.setdefault(("name", _folded(recording.name)), place)
        for head in heads:
            self._heads[place].setdefault(head.path, head)
            self._taken.add(head.path)
            for key in _keys(head):
                self._by_key.setdefault(key, place)

    def _place(self, heads: Sequence[Head]) -> int | None:
        for head in heads:
            for key in _keys(head):
                place = self._by_key.get(key)
                if place is not None and (key[0] != "name" or not self._differs(head, place)):
                    return place
        return None

    def _differs(self, head: Head, place: int) -> bool:
        """Whether it names a recording of that name, and is about another one."""
        others = self._heads[place].values()
        return any(head.recording.same_as(other.recording) is False for other in others)


def _keys(head: Head) -> list[tuple[str, str]]:
    """What documents of one conversation have in common; of the name one may not be sure."""
    reference = head.recording
    keys = [("review", head.review), ("sha", reference.sha256), ("sound", reference.sound_sha256)]
    name = ("name", _folded(file_name(reference.file)))
    return [(kind, key) for kind, key in (*keys, name) if key]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", short(name)).casefold()


def _heads_of(entry: RecordingEntry) -> tuple[Head, ...]:
    """The documents of an entry; one whose content says nothing is what its name says."""
    heads = []
    for kind in _DOCUMENTS:
        path: Path | None = getattr(entry, kind)
        if path is not None:
            heads.append(head_of(path) or Head(path=path, kind=kind))
    return (*heads, *filter(None, map(head_of, entry.older)))


def stems_of(head: Head) -> tuple[str, ...]:
    """What the names of files begin with that were made from a document."""
    parts = named(head.path.name)
    stem = parts[0] if parts else head.path.name.removesuffix(".toml")
    stem = stem.removesuffix(".to-send")
    match head.kind:
        case "self_review":
            return (f"{stem.removesuffix('.self')}.self",)
        case "reply":
            return (f"{stem}.reply", f"{stem}.to-send.reply")
        case _:
            return (stem,)
