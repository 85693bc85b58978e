"""Which transcript belongs to a recording, and where corrections of it go."""

import itertools
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.audio.formats import SUFFIXES
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, stretch
from sessionlens.files import exists, is_file
from sessionlens.library.recording import ensure_recording
from sessionlens.storage import atomic
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.names import own_names, short
from sessionlens.storage.owned import GuardedFile
from sessionlens.storage.paths import fallback_folder, transcript_path
from sessionlens.transcripts.beside import FolderTranscripts
from sessionlens.transcripts.draft import TranscriptReading

_ENDING = ENDINGS["transcript"]
_RECORDINGS = tuple(SUFFIXES)
_AT_MOST = 1.0  # seconds
_MOST_LISTED = 100
_LEAST_WORDS = 0.4
"""Words a second in a conversation with its pauses; people say two or three."""


_LONG_OWN = 4_000_000  # bytes, four hours with word times: a tenth of a second
_LONG = 500_000  # bytes of a format that takes longer, eight hours


class GivenTranscript(NamedTuple):
    """A transcript that a person has named, and its text's encoding if it is not to be told."""

    path: Path
    encoding: str = ""


class ChosenTranscript(NamedTuple):
    """The transcript of a recording, if any, and the file that will hold corrections of it."""

    transcript: Transcript | None
    file: GuardedFile
    notices: tuple[str, ...] = ()


def candidates(
    recording: Path, folder: FolderTranscripts | None = None, fallback: Path | None = None
) -> list[Path]:
    """The files that may be the transcript of `recording`, the likeliest first; none is opened.

    Ours come first, because they may hold corrections: of one that lies beside the recording and
    one in the fallback folder, the newer. Then those beside the recording by their names.
    `folder` is what the folder holds and `fallback` our transcript in the fallback folder, if the
    caller has looked already.
    """
    usual, whole = own_names(recording, "transcript")
    if folder is None:
        folder = transcripts_in(recording.parent)
        path = fallback_folder(recording) / usual
        fallback = path if is_file(path) else None
    ours = [recording.parent / name for name in (whole, usual) if name in folder]
    if fallback is not None:
        newer = ours and _modified(ours[0]) > _modified(fallback)
        ours.insert(1 if newer else 0, fallback)
    beside = [recording.parent / name for name in folder.of(recording.name)]
    return [path for path in dict.fromkeys([*ours, *beside]) if is_file(path)]


def transcripts_in(folder: Path) -> FolderTranscripts:
    """What a folder holds; one that cannot be listed holds nothing."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - of many names, without a Path each
    except OSError:
        names = []
    recordings = [name for name in names if name.lower().endswith(_RECORDINGS)]
    return FolderTranscripts(names, recordings)


class ListedTranscript(NamedTuple):
    """A file that may be the transcript, as a person chooses it: what it is and how it begins."""

    path: Path
    label: str


def listed_transcripts(recording: Path, folder: Path | None = None) -> list[ListedTranscript]:
    """The transcripts of a folder (the recording's), the likeliest first, with their first words.

    Each is read, as long as that takes no more than a second in all; the rest is named only.
    """
    here = folder or recording.parent
    names = [here / name for name in transcripts_in(here).all()]
    likely = candidates(recording) if folder is None else []
    until = time.monotonic() + _AT_MOST
    return [
        ListedTranscript(path, _labelled(path) if time.monotonic() < until else clean(path.name))
        for path in list(dict.fromkeys([*likely, *names]))[:_MOST_LISTED]
    ]


def _labelled(path: Path) -> str:
    from sessionlens.transcripts.recognise import read_transcript

    try:
        transcript = read_transcript(path).transcript
    except SessionLensError as error:
        return f"{clean(path.name)}: no transcript ({error.what})"
    first = shorten(transcript.utterances[0].text, 40)
    return f"{clean(path.name)} · {clock(transcript.end)} · {first}"


def keep_aside(transcript: Path) -> Path | None:
    """Copy our transcript before another takes its place; where to, None if there is none."""
    if not is_file(transcript):
        return None
    stem = transcript.name.removesuffix(_ENDING)
    numbers = itertools.count(1)
    place = next(
        place
        for number in numbers
        if not (place := transcript.with_name(f"{stem}.transcript.before-{number}.json")).exists()
    )
    atomic.write_bytes(place, _bytes(transcript))
    return place


def find_transcript(recording: Path, given: Path | GivenTranscript | None) -> ChosenTranscript:
    """Read the transcript that was given, or else the first of the candidates that can be read.

    Raises SessionLensError if the one given cannot be read; one that merely lies there and cannot
    be read becomes a notice.
    """
    own = transcript_path(recording)
    if given is None:
        return _first_readable(recording, own)
    if isinstance(given, Path):
        given = GivenTranscript(given)
    return _read(given.path, own, recording, given.encoding)


def takes_long(recording: Path) -> bool:
    """Whether a transcript beside a recording is so large that a screen cannot wait for it."""
    sizes = ((path, _size(path)) for path in candidates(recording))
    return any(size > (_LONG_OWN if path.name.endswith(_ENDING) else _LONG) for path, size in sizes)


def no_transcript(recording: Path) -> ChosenTranscript:
    """What there is until a transcript is read."""
    return ChosenTranscript(None, GuardedFile(_free(transcript_path(recording))))


class FoundTranscript(NamedTuple):
    """A transcript to be read along, if any; `later`: it takes long to be read, and was not."""

    transcript: Transcript | None = None
    notices: tuple[str, ...] = ()
    later: bool = False


def transcript_now(recordings: Sequence[Path]) -> FoundTranscript:
    """The transcript of the first recording that has one, unless a screen cannot wait for it."""
    if any(takes_long(recording) for recording in recordings):
        return FoundTranscript(later=True)
    return transcript_at(recordings)


def transcript_at(recordings: Sequence[Path]) -> FoundTranscript:
    """The transcript of the first recording that has one, however long it takes to be read."""
    notices: tuple[str, ...] = ()
    for recording in recordings:
        beside = find_transcript(recording, None)
        notices += beside.notices
        if beside.transcript is not None:
            return FoundTranscript(beside.transcript, notices)
    return FoundTranscript(None, notices)


def shown_transcript(recording: Path) -> ChosenTranscript:
    """What `find_transcript` finds, without trying where corrections of it could be written."""
    return _first_readable(recording, recording.parent / own_names(recording, "transcript")[0])


def _first_readable(recording: Path, own: Path) -> ChosenTranscript:
    notices: list[str] = []
    for path in candidates(recording):
        try:
            transcript = _read(path, own, recording, given=False)
        except SessionLensError as error:
            notices.append(f"Not used as transcript: {path.name}: {error.what}")
        else:
            return transcript._replace(notices=(*notices, *transcript.notices))
    notices += _proposed(recording) if not notices else []
    return ChosenTranscript(None, GuardedFile(_free(own)), tuple(notices))


def _proposed(recording: Path) -> list[str]:
    """A notice that names the only transcript of a folder with a single recording, if it is one."""
    from sessionlens.transcripts.recognise import read_transcript

    folder = transcripts_in(recording.parent)
    names = folder.all()
    if len(names) != 1 or folder.recordings != 1:
        return []
    path = recording.parent / names[0]
    try:
        read_transcript(path)
    except SessionLensError:
        return []
    return [
        f"{path.name} is the only transcript in this folder. If it belongs to {recording.name}, "
        "name it with --transcript"
    ]


def _read(
    path: Path, own: Path, recording: Path, encoding: str = "", *, given: bool = True
) -> ChosenTranscript:
    from sessionlens.transcripts.recognise import read_transcript

    file = GuardedFile(path)
    before = _bytes(path)
    reading = read_transcript(path, encoding)
    if reading.format == "sessionlens":
        if path.parent == own.parent or path.name != own.name:
            file.seen(before)
        else:
            file = GuardedFile(own)  # the recording's folder cannot be written
        return ChosenTranscript(reading.transcript, file, _notices(path, reading))
    for place in (own, own.with_name(f"{short(path.name)}{_ENDING}")):
        if (corrected := _corrected(place, path)) is not None:
            return corrected
    if reading.doubt and not given:
        raise SessionLensError(
            f"It may be notes: {reading.doubt}", "Name it with --transcript if it is the transcript"
        )
    if reading.untimed:
        reading = _spread(reading, recording, given=given)
    file = GuardedFile(_free(own, path.name))
    return ChosenTranscript(reading.transcript, file, _notices(path, reading))


def _spread(reading: TranscriptReading, recording: Path, *, given: bool) -> TranscriptReading:
    """Words without times, spread over the length of the recording, if that can be told.

    Raises SessionLensError if nobody has given the transcript and it has so few words that it may
    be notes.
    """
    from sessionlens.audio.recording import open_recording
    from sessionlens.transcripts.words import spoken_words

    try:
        ensure_recording(recording)
        with open_recording(recording) as opened:
            duration = opened.frames / opened.sample_rate
    except SessionLensError:
        return reading
    words = sum(spoken_words(utterance.text) for utterance in reading.transcript.utterances)
    if not given and words < _LEAST_WORDS * duration:
        raise SessionLensError(
            "It has no times, and few words for the length of the recording, as notes have",
            "Name it with --transcript if it is the transcript",
        )
    spread = stretch(reading.transcript, duration)
    notice = "has no times: what is said was spread over the recording, so times are approximate"
    return replace(reading, transcript=spread, warnings=(*reading.warnings, notice))


def _corrected(place: Path, original: Path) -> ChosenTranscript | None:
    """What became of `original` by corrections in an earlier session."""
    from sessionlens.transcripts.recognise import read_transcript

    if not exists(place):
        return None
    before = _bytes(place)
    try:
        reading = read_transcript(place)
    except SessionLensError:
        return None  # it stays as it is: corrections will go to another name
    if reading.format != "sessionlens" or reading.transcript.source.file != original.name:
        return None
    file = GuardedFile(place)
    file.seen(before)
    notice = f"{original.name}: shown with your corrections from {place.name}"
    return ChosenTranscript(reading.transcript, file, (notice, *_notices(place, reading)))


def _free(own: Path, original: str = "") -> Path:
    """A name for corrections that no other file has."""
    if not exists(own):
        return own
    stem = short(original) or own.name.removesuffix(_ENDING)
    path, number = own.with_name(f"{stem}{_ENDING}"), 1
    while exists(path):
        number += 1
        path = own.with_name(f"{stem}-{number}{_ENDING}")
    return path


def _notices(path: Path, reading: TranscriptReading) -> tuple[str, ...]:
    return tuple(f"{path.name}: {warning}" for warning in reading.warnings)


def _bytes(path: Path) -> bytes:
    from sessionlens.transcripts.load import load

    return load(path)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
