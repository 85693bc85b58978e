"""All files of a session: what would go with it, and what lies near it and stays."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from sessionlens import resources
from sessionlens.audio import peaks_cache
from sessionlens.audio.formats import SUFFIXES
from sessionlens.documents.formats import FORMATS, SERIES
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.intention import plain_name
from sessionlens.domain.spoken_comment import BEGUN, files_in, recording_stem, spoken_of
from sessionlens.library.exporting import replay_key
from sessionlens.library.folder_sessions import FolderSession, stems_of
from sessionlens.library.live_remains import remains_of
from sessionlens.library.transcript import candidates
from sessionlens.storage.atomic import is_leftover
from sessionlens.storage.heads import head_of, heads_in
from sessionlens.storage.kinds import ENDINGS, KINDS, Kind
from sessionlens.storage.names import own_names, short
from sessionlens.storage.paths import fallback_folder, fallbacks_folder
from sessionlens.storage.rescued import drafts_of, rescued_folder
from sessionlens.storage.spoken_names import FILE as NAMES
from sessionlens.storage.state import remembered_of

FileUse = Literal[
    "recording",
    "link",
    "transcript",
    "spoken comment",
    "export",
    "unfinished",
    "cache",
    "remembered",
    "copy",
    "feedback",
    "reply",
    "self-review",
    "review",
]
"""What a file is in a session, in the order in which they go: what tells it from others, last."""

_USES: dict[Kind, FileUse] = {
    "review": "review",
    "self_review": "self-review",
    "feedback": "feedback",
    "reply": "reply",
}
_EXPORTS = tuple(format.ending for format in FORMATS if format.name != "toml")
_ORDER: dict[FileUse, int] = {use: place for place, use in enumerate(get_args(FileUse))}


class SessionFile(Struct, frozen=True, kw_only=True):
    """A file of a session: what it is, its bytes, and when it was written (`written_at`)."""

    path: Path
    use: FileUse
    bytes: int
    changed: str


class StayingFile(Struct, frozen=True):
    """A file near a session that stays, and why."""

    path: Path
    why: str


class SessionFiles(Struct, frozen=True, kw_only=True):
    """What would go with a session, and what stays.

    `usual` are the places of its documents under their usual names, whether they are there or not.
    """

    files: tuple[SessionFile, ...]
    staying: tuple[StayingFile, ...]
    usual: tuple[Path, ...] = ()


def files_of(session: FolderSession) -> SessionFiles:
    """The files of a session beside its recording, and what the program keeps of it elsewhere.

    Nothing that a link leads to is among them. Raises SessionLensError when the folder cannot be
    listed. Reads transcripts, so as to tell them from notes.
    """
    search = _Search(session)
    search.take_recordings()
    search.take_documents()
    for place in search.places:
        search.take_transcripts(place)
        search.take_named(place)
    search.take_kept()
    search.take_rescued()
    search.name_others()
    return search.result()


class _Search:
    """The files found so far."""

    def __init__(self, session: FolderSession) -> None:
        self._session = session
        self._files: dict[Path, SessionFile] = {}
        self._staying: dict[Path, str] = {}
        self._names = {place: _names(place) for place in (session.folder, *_fallbacks(session))}
        recordings = [
            session.folder / name for name in filter(_is_recording, self._names[session.folder])
        ]
        self._others = [path for path in recordings if path not in session.recordings]
        self._bases = self._session.recordings or self._meant()
        self._raw = [path for base in self._bases for path in remains_of(base)]
        self._others = [path for path in self._others if path not in self._raw]
        self._stems = self._all_stems()

    @property
    def places(self) -> list[Path]:
        return list(self._names)

    def result(self) -> SessionFiles:
        files = sorted(self._files.values(), key=lambda file: (_ORDER[file.use], file.path))
        staying = ((path, why) for path, why in self._staying.items() if path not in self._files)
        return SessionFiles(
            files=tuple(files),
            staying=tuple(StayingFile(path, why) for path, why in sorted(staying)),
            usual=tuple(self._usual_documents()),
        )

    def take_recordings(self) -> None:
        for path in self._session.recordings:
            self._take(path, "recording")
        for path in self._raw:
            self._take(path, "unfinished")

    def take_documents(self) -> None:
        fallen_back = (head for place in self.places[1:] for head in heads_in(place))
        for head in (*self._session.heads, *fallen_back):
            if head.path.parent in self._names:
                self._take(head.path, _USES[head.kind])
            else:
                self._staying[head.path] = "it lies beside what a link leads to"

    def take_transcripts(self, place: Path) -> None:
        """Ours, and those of other programs that can be read as nothing else."""
        for base in self._bases:
            for path in candidates(base):
                if path.parent != place:
                    continue
                if self._may_be_anothers(path, base):
                    self._staying[path] = "it may belong to another recording of that name"
                elif path.name.endswith(ENDINGS["transcript"]) or _is_transcript(path):
                    self._take(path, "transcript")
                else:
                    self._staying[path] = "it may be notes of yours"

    def _may_be_anothers(self, transcript: Path, base: Path) -> bool:
        """Whether its name is that of another recording: of `talk.en.wav`, or of both."""
        name = _folded(transcript.name)
        own = _folded(base.stem) if name.startswith(f"{_folded(base.stem)}.") else ""
        others = (_folded(path.stem) for path in self._others)
        if any(len(other) > len(own) and name.startswith(f"{other}.") for other in others):
            return True
        shared = short(base.stem) not in self._stems
        return shared and not name.startswith(f"{_folded(base.name)}.")

    def take_named(self, place: Path) -> None:
        """What was made for the session, by names that only the program gives."""
        stems = dict.fromkeys((*self._stems, *(short(path.name) for path in self._files)))
        made = "|".join(map(re.escape, stems))
        ours = re.compile(
            rf"(?P<stem>(?:{made})(?:-\d+)?)\.transcript(?:\.before-\d+|\.conflict-[\d-]+)?\.json"
        )
        journal = re.compile(
            rf"\.(?P<stem>(?:{made})(?:-\d+)?)\.transcript\.json\.[0-9a-f]+\.journal"
        )
        exports = {f"{one}{ending}" for one in self._stems for ending in _EXPORTS}
        series = {f"{one}{ending}" for one in self._stems for ending in SERIES.values()} | {NAMES}
        begin = (*stems, *(f".{one}" for one in stems))
        for name in self._names[place]:
            if spoken_of(name.removesuffix(".lock"))[1]:
                if self._is_spoken_comment(name):
                    begun = name.removesuffix(".lock").endswith(BEGUN)
                    self._take(place / name, "unfinished" if begun else "spoken comment")
            elif name in series:
                self._staying[place / name] = "it may be about several sessions"
            elif not name.startswith(begin):
                continue
            elif (match := ours.fullmatch(name)) and self._is_own(match["stem"], stems, place):
                self._take(place / name, "transcript")
            elif (match := journal.fullmatch(name)) and self._is_own(match["stem"], stems, place):
                self._take(place / name, "unfinished")
            elif name in exports:
                self._take(place / name, "export")

    def _is_own(self, stem: str, stems: Collection[str], place: Path) -> bool:
        """Whether `talk-2` is a second name of `talk` here, and nothing else is called so."""
        if stem in stems:
            return True
        if plain_name(stem) in {plain_name(path.stem) for path in self._others}:
            return False  # `Talk 2.wav` is here, too
        others = (name for name in self._names[place] if name.startswith(f"{stem}."))
        return all(name.startswith(f"{stem}.transcript.") for name in others)

    def take_kept(self) -> None:
        """What the program keeps elsewhere: how it was left, and peaks."""
        for recording in self._session.recordings:
            self._take(fallback_folder(recording) / NAMES, "remembered")
            for path in peaks_cache.kept_of(resources.cache_folder(), recording):
                self._take(path, "cache")
        with suppress(OSError):
            for review_id in self._session.review_ids:
                for path in (*remembered_of(review_id), *remembered_of(replay_key(review_id))):
                    self._take(path, "remembered")

    def take_rescued(self) -> None:
        """Copies and drafts that could not be kept where they belong, and what was left there."""
        made = "|".join(re.escape(stem) for stem in self._stems)
        transcript = re.compile(rf"(?:{made})(?:-\d+)?\.transcript\.json(?:\.seen)?")
        with suppress(OSError):
            for path in sorted(rescued_folder().iterdir()):
                head = head_of(path)
                if head is not None and head.review and head.review in self._session.review_ids:
                    self._take(path, "copy")
                elif transcript.fullmatch(path.name):  # it does not say of which recording
                    self._staying[path] = "it may be of this session, or of another of that name"
        documents = [path for path, file in self._files.items() if file.use in _USES.values()]
        loose = {
            place: [name for name in names if name.endswith((".lock", ".tmp"))]
            for place, names in self._names.items()
        }
        for path in dict.fromkeys((*documents, *self._usual_documents())):
            self._take(drafts_of(path), "copy")
            for name in loose.get(path.parent, ()):
                if name == f"{path.name}.lock" or is_leftover(name, path):
                    self._take(path.parent / name, "unfinished")

    def name_others(self) -> None:
        """Files that begin as the session does, and that the program knows nothing about."""
        folder = self._session.folder
        owned = tuple(
            f"{_folded(stem)}." for path in self._others for stem in (path.stem, path.name)
        )
        begin = tuple(f"{_folded(stem)}." for stem in self._stems)
        for name in self._names[folder]:
            folded = _folded(name)
            if folded.startswith(begin) and not folded.startswith(owned) and folded[-5:] != ".lock":
                self._staying.setdefault(folder / name, "it is not known what it is")

    def _take(self, path: Path, use: FileUse) -> None:
        try:
            status = path.lstat()
        except OSError:
            return  # it is not there
        if path.is_symlink():
            self._staying[Path(os.path.realpath(path))] = "a link leads to it, and is not followed"
            use = "link"
        self._files.setdefault(
            path,
            SessionFile(path=path, use=use, bytes=status.st_size, changed=written_at(status)),
        )

    def _meant(self) -> tuple[Path, ...]:
        """Where the recording would lie that is not here, unless another has its name."""
        files = (file_name(head.recording.file) for head in self._session.heads)
        paths = (self._session.folder / name for name in dict.fromkeys(files) if name)
        return tuple(path for path in paths if path not in self._others)

    def _all_stems(self) -> tuple[str, ...]:
        """What names of files begin with that were made for this session and for no other."""
        others = {_folded(path.stem) for path in self._others}
        own = {_folded(base.stem) for base in self._bases}
        of_documents = [
            stem
            for head in self._session.heads
            if head.path.parent in self._names
            for stem in stems_of(head)
            if _folded(stem) in own or _folded(stem) not in others
        ]
        of_bases = [short(base.stem) for base in self._bases if _folded(base.stem) not in others]
        whole = [short(base.name) for base in self._bases]
        return tuple(dict.fromkeys([*of_documents, *of_bases, *whole]))

    def _is_spoken_comment(self, name: str) -> bool:
        stem = spoken_of(name.removesuffix(".lock"))[0]
        alone = all(stem != path.stem for path in self._others)
        return recording_stem(stem) in self._stems or (alone and name in self._notes())

    def _notes(self) -> Iterator[str]:
        """The spoken comments that the markers name."""
        for head in self._session.heads:
            with suppress(SessionLensError):
                yield from files_in(KINDS[head.kind].read(head.path))

    def _usual_documents(self) -> Iterator[Path]:
        for place in self._names:
            for base in self._bases:
                for kind in (*_USES, "transcript"):
                    yield from (place / name for name in own_names(base, kind))


def written_at(status: os.stat_result) -> str:
    """When a file was written, as text: no number in our files is as large."""
    return f"{status.st_mtime_ns} ns since 1970"


def _fallbacks(session: FolderSession) -> list[Path]:
    """Folders of the user's data folder that hold what could not be written beside a recording."""
    elsewhere = fallbacks_folder()
    of_documents = (
        head.path.parent for head in session.heads if head.path.parent.parent == elsewhere
    )
    of_recordings = (fallback_folder(path) for path in session.recordings)
    return [path for path in dict.fromkeys([*of_documents, *of_recordings]) if path.is_dir()]


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as files:
            return sorted(file.name for file in files if not file.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _is_transcript(path: Path) -> bool:
    """Whether a file can be nothing but the transcript: it has times, and no doubt about it."""
    from sessionlens.transcripts.recognise import read_transcript

    try:
        reading = read_transcript(path)
    except SessionLensError:
        return False
    return not reading.doubt and not reading.untimed


def _is_recording(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES and not spoken_of(name)[1]  # noqa: PTH122


def _folded(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", name).casefold()
