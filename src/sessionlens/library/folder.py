"""The recordings of a folder and what there is for each, told by what the files say."""

import os
import re
import time
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.audio.formats import SUFFIXES, mp4_length
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import SAME_LENGTH
from sessionlens.domain.spoken_comment import spoken_of
from sessionlens.files import is_file, not_read
from sessionlens.library.belonging import Documents, documents_of
from sessionlens.library.relinking import the_one_meant
from sessionlens.library.review_place import real_path
from sessionlens.library.transcript import candidates
from sessionlens.storage.conflicts import conflict_copies, is_conflict_copy
from sessionlens.storage.heads import Head, head_of, may_be_document
from sessionlens.storage.kinds import Kind
from sessionlens.storage.names import named, own_names, short
from sessionlens.storage.paths import fallback_folder, fallbacks_folder, own_path
from sessionlens.transcripts.beside import FolderTranscripts

_DOCUMENTS: tuple[Kind, ...] = ("self_review", "review", "feedback", "reply")
_MP4 = (".mp4", ".m4a")
# Zoom's video1234.mp4 and audio1234.m4a, zoom_0.mp4 and audio_only.m4a, and sizes of videos.
_TELLING_APART = re.compile(r"^(?:audio_only|zoom_\d|video|audio)_?(?=\d*$)|_\d{3,4}x\d{3,4}$")
_AT_ONCE = 0.05  # seconds of looking into files that hold up no first paint
_DEPTH = 3
_MOST_FOLDERS = 1000


class RecordingEntry(Struct, frozen=True, kw_only=True):
    """A recording and the files that belong to it; those that do not exist are None.

    `recording` is None for documents whose recording is not in the folder, and for a second review
    of one. `modified` is when the recording, or else the newest of them, was written: seconds since
    1970. `twin` is the same meeting in another file, such as the video beside its sound. `copies`
    counts those of the reviews that file synchronisers have left; `older` are other exports, and
    `remarks` say what else lies there.
    """

    name: str
    recording: Path | None = None
    twin: Path | None = None
    modified: float = 0.0
    transcript: Path | None = None
    review: Path | None = None
    self_review: Path | None = None
    feedback: Path | None = None
    reply: Path | None = None
    copies: int = 0
    older: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def list_recordings(folder: Path) -> list[RecordingEntry]:
    """The recordings in a folder and its sub-folders, the newest first.

    Names of those further down begin with their folder's. Quick enough to be called again and
    again while somebody looks at the list: no file is read twice that has not changed. Raises
    SessionLensError when the folder cannot be listed; a sub-folder that cannot be is left out.
    """
    return _listed(folder, None)


def recordings_in(folder: Path) -> list[RecordingEntry]:
    """Like `list_recordings`, without sub-folders."""
    return _in_folder(_Listing(folder, None), "")


def first_look(folder: Path) -> list[RecordingEntry]:
    """Like `list_recordings`, at once: in a large folder documents are told by their names only."""
    return _listed(folder, time.monotonic() + _AT_ONCE)


def entry_now(folder: Path, entry: RecordingEntry) -> RecordingEntry:
    """The same entry as its files are now; as it was where it is not there any more."""
    path = entry.recording or next(iter(_files(entry)), folder / entry.name)
    prefix = entry.name[: -len(path.name)] if entry.name.endswith(f"/{path.name}") else ""
    try:
        entries = _in_folder(_Listing(path.parent, None, path), prefix)
    except SessionLensError:
        return entry
    for now in entries:
        if path in ((now.recording, now.twin) if entry.recording else _files(now)):
            return now
    return entry


def _listed(folder: Path, until: float | None) -> list[RecordingEntry]:
    entries = _in_folder(_Listing(folder, until), "")
    for below in folders_below(folder):
        try:
            prefix = f"{below.relative_to(folder).as_posix()}/"
            entries += _in_folder(_Listing(below, until), prefix)
        except SessionLensError:
            continue
    return sorted(entries, key=lambda entry: (-entry.modified, entry.name))


def _in_folder(listing: "_Listing", prefix: str) -> list[RecordingEntry]:
    entries = _without_twins(listing.entries())
    return [replace(entry, name=prefix + entry.name) for entry in entries] if prefix else entries


def _files(entry: RecordingEntry) -> list[Path]:
    return [path for kind in _DOCUMENTS if (path := getattr(entry, kind)) is not None]


def folders_below(folder: Path, depth: int = _DEPTH, most: int = _MOST_FOLDERS) -> list[Path]:
    """Sub-folders, not hidden and no links, as deep and as many as somebody may have made."""
    below: list[Path] = []
    level = [folder]
    for _ in range(depth):
        level = [inner for parent in level for inner in _folders_in(parent)]
        below += level
        if not level or len(below) > most:
            break
    return below[:most]


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as files:
            return [
                Path(file.path)
                for file in files
                if not file.name.startswith(".") and file.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []


def _without_twins(entries: list[RecordingEntry]) -> list[RecordingEntry]:
    """One entry for a meeting that lies there as video and as sound, of one length."""
    groups: dict[str, list[RecordingEntry]] = {}
    for entry in entries:
        key = _meeting(entry.name) if _suffix(entry.name) in _MP4 else entry.name
        groups.setdefault(key, []).append(entry)
    return [entry for group in groups.values() for entry in _joined(group)]


def _joined(group: list[RecordingEntry]) -> list[RecordingEntry]:
    if sorted(_suffix(entry.name) for entry in group) != [".m4a", ".mp4"]:
        return group
    sound, video = sorted(group, key=lambda entry: _suffix(entry.name))
    if _worked_on(sound) and _worked_on(video):
        return group
    lengths = [mp4_length(entry.recording) for entry in group if entry.recording]
    if None in lengths or abs((lengths[0] or 0) - (lengths[1] or 0)) > SAME_LENGTH:
        return group
    # What has been worked on; else the sound, which opens sooner and holds as much.
    kept, other = (video, sound) if _worked_on(video) else (sound, video)
    transcript = kept.transcript or other.transcript
    return [replace(kept, twin=other.recording, transcript=transcript)]


def _worked_on(entry: RecordingEntry) -> bool:
    return bool(entry.review or entry.self_review or entry.feedback)


def _meeting(name: str) -> str:
    """What the files of one meeting have in common: the stem without what tells them apart."""
    stem = name.casefold().rsplit(".", 1)[0]
    return _TELLING_APART.sub("", stem)


class _Listing:
    """One look at a folder: its files, and those of the fallback folders.

    It looks into documents until so late (`time.monotonic`), None for as long as it takes, and then
    into recordings, too, which may be what a feedback is about under another name. With `about`
    nothing is wanted but the entry of that file.
    """

    def __init__(self, folder: Path, until: float | None, about: Path | None = None) -> None:
        self._folder = folder
        self._about = about
        self._until = until
        self._files: dict[str, os.stat_result] = {}
        self._links: set[str] = set()
        try:
            with os.scandir(folder) as files:
                for file in files:
                    if not file.name.startswith("."):
                        self._take(file)
        except OSError as error:
            raise _not_listed(error, folder) from error
        self._recordings = [
            folder / name
            for name in self._files
            if _suffix(name) in SUFFIXES and not spoken_of(name)[1]
        ]
        names = [path.name for path in self._recordings]
        self._transcripts = FolderTranscripts(self._files, names)
        self._copies = conflict_copies(self._files)
        self._elsewhere = _names(fallbacks_folder())

    def entries(self) -> list[RecordingEntry]:
        """Each recording with what belongs to it, and documents of recordings elsewhere."""
        heads = filter(None, map(self._head, sorted(self._files)))
        entries: list[RecordingEntry] = []
        taken: set[str] = set()
        gathered = documents_of(heads, self._recordings)
        for documents in gathered if self._until else self._found_by_content(gathered):
            name = self._name(documents, taken)
            taken.add(name)
            entries.append(self._entry(documents, name))
        return entries

    def _found_by_content(self, gathered: list[Documents]) -> list[Documents]:
        """Feedback on a recording that has another name than it says goes to that recording.

        Nobody has worked on it yet: so Enter begins no review of what feedback is here for.
        """
        bare = {
            documents.recording: documents
            for documents in gathered
            if documents.recording and not documents.paths
        }
        if self._about is not None and self._about not in bare:
            return gathered
        for alone in list(gathered):
            if not bare or not alone.feedback or alone.recording or alone.review:
                continue
            head = head_of(alone.feedback)
            if head is None or not head.recording.sha256:
                continue
            recording = the_one_meant(head.recording, bare)
            if recording is not None:
                gathered[gathered.index(bare.pop(recording))] = replace(alone, recording=recording)
                gathered.remove(alone)
        return gathered

    def _head(self, name: str) -> Head | None:
        """What a file says it is, or else its name."""
        if not may_be_document(name) or is_conflict_copy(name):
            return None
        path = self._folder / name
        if self._until is None or time.monotonic() < self._until:
            head = head_of(path, self._files[name])
            if head is not None:
                return head
        parts = named(name)
        return Head(path=path, kind=parts[1]) if parts and parts[1] in _DOCUMENTS else None

    def _name(self, documents: Documents, taken: set[str]) -> str:
        """What the entry is called, unlike all others."""
        if documents.recording is not None:
            return documents.recording.name
        path = documents.paths[0]
        parts = named(path.name)
        name = parts[0] if parts else path.name
        return path.name if name in taken else name

    def _entry(self, documents: Documents, name: str) -> RecordingEntry:
        recording = documents.recording
        files = {kind: getattr(documents, kind) for kind in _DOCUMENTS}
        if recording is not None:
            files = {kind: self._elsewhere_of(recording, kind, files[kind]) for kind in _DOCUMENTS}
        own = [path for path in files.values() if path is not None]
        written = [self._files[path.name].st_mtime for path in own if path.name in self._files]
        return RecordingEntry(
            name=name,
            recording=recording,
            modified=self._files[recording.name].st_mtime if recording else max(written),
            transcript=self._transcript(recording) if recording else None,
            copies=sum(len(self._copies.get(path.name, [])) for path in own),
            older=documents.older,
            remarks=documents.remarks,
            **files,
        )

    def _take(self, file: os.DirEntry[str]) -> None:
        try:
            if file.is_symlink():
                self._links.add(file.name)
            if file.is_file():
                self._files[file.name] = file.stat()
        except OSError:
            return  # it has just gone, as locks do, or may not be looked at: no reason to stop

    def _elsewhere_of(self, recording: Path, kind: Kind, here: Path | None) -> Path | None:
        """A document beside the file that a link leads to, or where nothing could be written."""
        if recording.name in self._links:
            real = real_path(recording)
            path = own_path(real.parent, real, kind)
            if is_file(path):
                return path
        return here or self._fallen_back(recording, kind)

    def _transcript(self, recording: Path) -> Path | None:
        """The one that a review would show."""
        fallback = self._fallen_back(recording, "transcript")
        return next(iter(candidates(recording, self._transcripts, fallback)), None)

    def _fallen_back(self, recording: Path, kind: Kind) -> Path | None:
        """Where this file lies if the folder could not be written."""
        if not any(name.startswith(f"{short(recording.stem)}-") for name in self._elsewhere):
            return None
        path = fallback_folder(recording) / own_names(recording, kind)[0]
        return path if is_file(path) else None


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - of many names, without a Path each


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return []


def _not_listed(error: OSError, folder: Path) -> SessionLensError:
    if isinstance(error, NotADirectoryError):
        return SessionLensError("This is not a folder", "Name a folder", where=folder)
    return not_read(error, folder)
