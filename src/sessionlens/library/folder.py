"""The recordings of a folder and what there is for each, told by names alone."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.audio.formats import SUFFIXES, mp4_length
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_file, not_read
from sessionlens.library.review_place import real_path
from sessionlens.library.transcript import candidates
from sessionlens.storage.conflicts import conflict_copies
from sessionlens.storage.kinds import ENDINGS, Kind
from sessionlens.storage.names import named, own_names, short
from sessionlens.storage.paths import fallback_folder, fallbacks_folder, own_path
from sessionlens.storage.replies import TO_SEND
from sessionlens.transcripts.beside import FolderTranscripts

_DOCUMENTS: tuple[Kind, ...] = ("self_review", "review", "feedback", "reply")
_MP4 = (".mp4", ".m4a")
# Zoom's video1234.mp4 and audio1234.m4a, zoom_0.mp4 and audio_only.m4a, and sizes of videos.
_TELLING_APART = re.compile(r"^(?:audio_only|zoom_\d|video|audio)_?(?=\d*$)|_\d{3,4}x\d{3,4}$")
_SAME_LENGTH = 1.0  # seconds
_DEPTH = 3
_MOST_FOLDERS = 1000


class RecordingEntry(Struct, frozen=True, kw_only=True):
    """A recording and the files that belong to it; those that do not exist are None.

    `recording` is None for a feedback file or review whose recording is not in the folder.
    `modified` is when the recording, or else that file, was written: seconds since 1970.
    `twin` is the same meeting in another file, such as the video beside its sound. `copies`
    counts those of the reviews that file synchronisers have left.
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


def list_recordings(folder: Path) -> list[RecordingEntry]:
    """The recordings in a folder and its sub-folders, the newest first.

    Names of those further down begin with their folder's. Quick enough to be called again and
    again while somebody looks at the list: no file is opened that need not be. Raises
    SessionLensError when the folder cannot be listed; a sub-folder that cannot be is left out.
    """
    entries = _in_folder(_Listing(folder), "")
    for below in _folders_below(folder):
        try:
            entries += _in_folder(_Listing(below), f"{below.relative_to(folder).as_posix()}/")
        except SessionLensError:
            continue
    return sorted(entries, key=lambda entry: (-entry.modified, entry.name))


def _in_folder(listing: "_Listing", prefix: str) -> list[RecordingEntry]:
    entries = _without_twins([listing.entry(recording) for recording in listing.recordings])
    entries += listing.without_recording(entries)
    return [replace(entry, name=prefix + entry.name) for entry in entries] if prefix else entries


def _folders_below(folder: Path) -> list[Path]:
    """Sub-folders, not hidden and no links, as deep and as many as somebody may have made."""
    below: list[Path] = []
    level = [folder]
    for _ in range(_DEPTH):
        level = [inner for parent in level for inner in _folders_in(parent)]
        below += level
        if not level or len(below) > _MOST_FOLDERS:
            break
    return below[:_MOST_FOLDERS]


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
    if None in lengths or abs((lengths[0] or 0) - (lengths[1] or 0)) > _SAME_LENGTH:
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
    """One look at a folder: its files by name, and those of the fallback folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modified: dict[str, float] = {}
        self._links: set[str] = set()
        try:
            with os.scandir(folder) as files:
                for file in files:
                    if not file.name.startswith("."):
                        self._take(file)
        except OSError as error:
            raise _not_listed(error, folder) from error
        self.recordings = [folder / name for name in self._modified if _suffix(name) in SUFFIXES]
        names = [path.name for path in self.recordings]
        self._transcripts = FolderTranscripts(self._modified, names)
        self._stems = Counter(short(path.stem) for path in self.recordings)
        self._copies = conflict_copies(self._modified)
        self._elsewhere = _names(fallbacks_folder())

    def entry(self, recording: Path) -> RecordingEntry:
        """The recording with what belongs to it."""
        files = {kind: self._own(recording, kind) for kind in _DOCUMENTS}
        files["reply"] = files["reply"] or self._sent(recording)
        return RecordingEntry(
            name=recording.name,
            recording=recording,
            modified=self._modified[recording.name],
            transcript=self._transcript(recording),
            copies=sum(len(self._copies.get(path.name, [])) for path in files.values() if path),
            **files,
        )

    def without_recording(self, entries: Iterable[RecordingEntry]) -> list[RecordingEntry]:
        """Reviews and feedback files of recordings that lie somewhere else."""
        taken = {
            path
            for entry in entries
            for path in (entry.review, entry.self_review, entry.feedback, entry.reply)
        }
        files: dict[str, dict[str, Any]] = {}
        for name in self._modified:
            stem, kind = named(name) or ("", None)
            if kind not in _DOCUMENTS or self._folder / name in taken:
                continue
            if stem.endswith(".self") and stem.removesuffix(".self") in self._stems:
                continue  # what a coach has exported of their own review
            files.setdefault(stem, {})[kind] = self._folder / name
        return [
            RecordingEntry(
                name=stem, modified=max(self._modified[one.name] for one in kinds.values()), **kinds
            )
            for stem, kinds in files.items()
            if kinds.keys() != {"reply"}
        ]

    def _take(self, file: os.DirEntry[str]) -> None:
        try:
            if file.is_symlink():
                self._links.add(file.name)
            if file.is_file():
                self._modified[file.name] = file.stat().st_mtime
        except OSError:
            return  # it has just gone, as locks do, or may not be looked at: no reason to stop

    def _own(self, recording: Path, kind: Kind) -> Path | None:
        usual, whole = own_names(recording, kind)
        if recording.name in self._links:
            real = real_path(recording)
            path = own_path(real.parent, real, kind)
            if is_file(path):
                return path
        if whole in self._modified:
            return self._folder / whole
        if usual in self._modified:
            path = self._folder / usual
            if self._stems[short(recording.stem)] > 1:
                path = own_path(self._folder, recording, kind)
            return path if path.name in self._modified else None
        return self._fallen_back(recording, usual)

    def _sent(self, recording: Path) -> Path | None:
        """What a coach has exported of their reply, and the mentor put there."""
        usual = own_names(recording, "reply")[0].removesuffix(ENDINGS["reply"]) + TO_SEND
        alone = self._stems[short(recording.stem)] == 1
        return self._folder / usual if alone and usual in self._modified else None

    def _transcript(self, recording: Path) -> Path | None:
        """The one that a review would show."""
        fallback = self._fallen_back(recording, own_names(recording, "transcript")[0])
        return next(iter(candidates(recording, self._transcripts, fallback)), None)

    def _fallen_back(self, recording: Path, name: str) -> Path | None:
        """Where this file lies if the folder could not be written."""
        if not any(one.startswith(f"{short(recording.stem)}-") for one in self._elsewhere):
            return None
        path = fallback_folder(recording) / name
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
