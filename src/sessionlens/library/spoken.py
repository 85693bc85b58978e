"""Spoken comments: recorded beside the document, packed, found, copied along, swept away."""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.spoken_comment import (
    BEGUN,
    LONGEST,
    begun_name,
    files_in,
    is_plain,
    name_begun,
    note_name,
    spoken_of,
)
from sessionlens.files import exists, is_file, not_read, not_written, read_whole
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.heads import heads_in
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.lock import Lock, claimed

if TYPE_CHECKING:
    from sessionlens.audio.recording import Recording

_BIT_RATE = 32000
_NOTHING = 16  # of 32768, at the loudest moment: no voice, a muted or dead microphone
_CLOSES_WITHIN = 5.0  # seconds
_NUMBERS = 1000
_LARGEST = 64 * 1024 * 1024  # bytes; ten minutes take some 3 MB


class SpokenFiles:
    """Where the spoken comments of one document lie: new ones in `folder`, others in `besides`.

    `stem` begins the names of new ones: `talk`, `talk.self`, `talk.reply`.
    """

    def __init__(self, document: Path, besides: Iterable[Path] = ()) -> None:
        self.folder = document.parent
        self.stem = document.name.removesuffix(".toml").removesuffix(".review")
        self._besides = tuple(dict.fromkeys(besides))
        self._made: set[str] = set()

    def new_name(self, text: str) -> str:
        """A name for what is spoken to a text, or marker, that no file has yet.

        Raises SessionLensError.
        """
        for number in range(1, _NUMBERS):
            name = note_name(self.stem, text, number)
            if not any(exists(self.folder / file) for file in (name, begun_name(name))):
                self._made.add(name)
                return name
        raise SessionLensError("There are too many spoken comments here", where=self.folder)

    def find(self, name: str) -> Path | None:
        """The file of that name, beside the document or else beside the recording."""
        return find_spoken(name, (self.folder, *self._besides))

    def unfinished(self) -> list[str]:
        """Comments that were being spoken, or recognised, when a program was ended."""
        names = []
        with suppress(OSError):
            for path in sorted(self.folder.glob(f"*{BEGUN}")):
                own = spoken_of(path.name)[0] == self.stem
                if own and is_file(path) and not claimed(path):
                    names.append(name_begun(path.name))
        return names

    def sweep(self, reachable: Iterable[Collection[str]], kept: Collection[str]) -> None:
        """Remove the files that nothing refers to any more.

        `reachable` are the names in each state that could have been brought back until now, `kept`
        those in the document and its drafts as they are on disk.
        """
        gone = {name for names in reachable for name in names} | self._made
        gone = {name for name in gone - set(kept) if is_file(self.folder / name)}
        if not gone:
            return
        gone -= _named_beside(self.folder)
        for name in gone:
            if is_plain(name) and spoken_of(name)[1]:
                with suppress(OSError):
                    (self.folder / name).unlink()


class SpokenRecording:
    """A comment while it is spoken: on disk a second later, whole at every moment.

    Made for a name that `SpokenFiles.new_name` gave, or for one that `unfinished` told.
    """

    def __init__(self, folder: Path, name: str) -> None:
        from sessionlens.audio.capture.microphone import Input
        from sessionlens.audio.capture.recorder import Recorder

        self.name = name
        self.path = folder / name
        self._raw = folder / begun_name(name)
        self._lock = Lock(self._raw, "comment")
        self._recorder = Recorder([Input()], self._raw)

    def start(self) -> None:
        """Open the microphone and begin: some seconds. Raises SessionLensError, nothing is left."""
        self._lock.acquire()
        try:
            self._recorder.start()
        except BaseException:
            self._lock.release()
            raise

    @property
    def seconds(self) -> float:
        """How much has been recorded."""
        return self._recorder.recorded

    @property
    def level(self) -> float:
        """How loud it is now: 1 as loud as can be, 0 at 60 dB below that."""
        rms = max(self._recorder.levels[0].rms, 1e-6)
        return min(max(1 + 20 * math.log10(rms) / 60, 0.0), 1.0)

    @property
    def trouble(self) -> str:
        """Why it cannot go on; empty while all is well."""
        if self._recorder.trouble is not None:
            return str(self._recorder.trouble)
        for device, reason in self._recorder.absent:
            return f"The microphone is gone ({device}: {reason})"
        return ""

    def stop(self) -> None:
        """Let go of the microphone, without waiting: what was spoken stays, and is unfinished."""
        self._recorder.close()

    def settle(self) -> None:
        """Wait until all that was spoken is written, as far as it can be."""
        self._recorder.close()
        self._recorder.closed_within(_CLOSES_WITHIN)
        self._lock.release()

    def discard(self) -> None:
        """Throw it away."""
        self.settle()
        finish_spoken(self.path)


def pack_spoken(path: Path) -> bool:
    """Make the file of a comment from what was recorded; False where there is nothing to hear.

    What was recorded stays until `finish_spoken`. Raises SessionLensError.
    """
    from sessionlens.audio.capture.au import format_of
    from sessionlens.audio.clips import CODECS, encoded
    from sessionlens.audio.frames import with_channels

    raw = path.with_name(begun_name(path.name))
    form = format_of(raw)
    if form is None:
        return False
    try:
        with raw.open("rb") as file:
            sound = form.read(file, 0, round(LONGEST * form.rate))
    except OSError as error:
        raise not_read(error, raw) from error
    if not len(sound) or max(int(sound.max()), -int(sound.min())) < _NOTHING:
        return False
    if not exists(path):
        mono = with_channels(sound, 1)
        write_bytes(path, encoded(mono, form.rate, CODECS["opus"], _BIT_RATE), follow=False)
    return True


def finish_spoken(path: Path) -> None:
    """Remove what was recorded: the comment is packed and its words are there, or not wanted."""
    with suppress(OSError):
        path.with_name(begun_name(path.name)).unlink(missing_ok=True)


def words_spoken(path: Path, model: str = "", language: str = "") -> str:
    """What is said in a comment, in words; empty where nothing is understood.

    `model` and `language` as in `speech.choice.models_for`, whose errors this raises, too.
    """
    from sessionlens.speech.channels import layout_of
    from sessionlens.speech.choice import ChosenModels, models_for
    from sessionlens.speech.engines.interface import EngineUse
    from sessionlens.speech.probe import engine_of
    from sessionlens.speech.transcriber import RecognitionOptions, recognising, transcript_of

    only_speech = ChosenModels(models_for(model, language).speech)
    layout = layout_of(path)
    with (
        closing(engine_of(only_speech, EngineUse(gentle=True))) as engine,
        recognising(layout, engine, (), RecognitionOptions(gentle=True)) as records,
    ):
        transcript = transcript_of(layout, list(records), engine.model, engine.rate)
    return " ".join(utterance.text for utterance in transcript.utterances)


def find_spoken(name: str, folders: Iterable[Path]) -> Path | None:
    """The file of a spoken comment in the first folder that has it; no link is followed."""
    if not is_plain(name):
        return None
    paths = (folder / name for folder in folders)
    return next((path for path in paths if is_file(path) and not path.is_symlink()), None)


def missing_spoken(names: Sequence[str], folders: Sequence[Path]) -> list[str]:
    """A sentence for each spoken comment that is not there."""
    return [
        f"The spoken comment '{name}' is not there: put it beside this file"
        for name in names
        if find_spoken(name, folders) is None
    ]


def carry_spoken(names: Sequence[str], folders: Sequence[Path], target: Path) -> tuple[str, ...]:
    """Copy spoken comments into the folder of a file that names them; returns what is to be known.

    Another file of that name is left as it is.
    """
    notices = []
    there = []
    for name in names:
        source, copy = find_spoken(name, folders), target.parent / name
        if source is None:
            notices.append(f"The spoken comment '{name}' is not there, and does not go along")
            continue
        try:
            if not exists(copy):
                data = read_whole(source, _LARGEST, "spoken comment")
                write_bytes(copy, data, follow=False)
            elif not _same(source, copy):
                notices.append(f"Another file is called '{name}' there, and was left as it is")
                continue
        except OSError as error:
            raise not_written(error, copy) from error
        there.append(name)
    if there:
        listed = ", ".join(there)
        notices.append(f"Send what was spoken along, too: {listed}")
    return tuple(notices)


def _same(source: Path, copy: Path) -> bool:
    return source.samefile(copy) or source.read_bytes() == copy.read_bytes()


def _named_beside(folder: Path) -> set[str]:
    """The spoken comments that the documents of a folder name."""
    names: set[str] = set()
    for head in heads_in(folder):
        with suppress(SessionLensError):
            names |= set(files_in(KINDS[head.kind].read(head.path)))
    return names


def ready_to_play(path: Path) -> "Callable[[], Recording]":
    """What opens a spoken comment for the player, once it is known to do no harm.

    Raises SessionLensError for what cannot be heard.
    """
    from sessionlens.audio.measuring import ensure_harmless
    from sessionlens.audio.recording import open_recording

    ensure_harmless(path, resources.cache_folder())
    return lambda: open_recording(path)
