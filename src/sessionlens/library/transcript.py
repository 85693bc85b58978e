"""Which transcript belongs to a recording, and where corrections of it go."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.names import own_names, short
from sessionlens.storage.owned import GuardedFile
from sessionlens.storage.paths import fallback_folder, transcript_path
from sessionlens.transcripts.beside import find_beside
from sessionlens.transcripts.draft import TranscriptReading

_ENDING = ENDINGS["transcript"]


class ChosenTranscript(NamedTuple):
    """The transcript of a recording, if any, and the file that will hold corrections of it."""

    transcript: Transcript | None
    file: GuardedFile
    notices: tuple[str, ...] = ()


def candidates(
    recording: Path, among: Iterable[Path] | None = None, fallback: Path | None = None
) -> list[Path]:
    """The files that may be the transcript of `recording`, the likeliest first; none is opened.

    Ours come first, because they may hold corrections: of one that lies beside the recording and
    one in the fallback folder, the newer. Then those beside the recording by their names.
    `among` are the files of the folder and `fallback` our transcript in the fallback folder, if
    the caller has looked already.
    """
    usual, whole = own_names(recording, "transcript")
    if among is None:
        ours = [path for name in (whole, usual) if (path := recording.parent / name).is_file()]
        path = fallback_folder(recording) / usual
        fallback = path if path.is_file() else None
    else:
        among = list(among)
        ours = [path for name in (whole, usual) for path in among if path.name == name]
    if fallback is not None:
        newer = ours and _modified(ours[0]) > _modified(fallback)
        ours.insert(1 if newer else 0, fallback)
    return list(dict.fromkeys([*ours, *find_beside(recording, among)]))


def find_transcript(recording: Path, given: Path | None) -> ChosenTranscript:
    """Read the transcript that was given, or else the first of the candidates that can be read.

    Raises SessionLensError if the one given cannot be read; one that merely lies there and cannot
    be read becomes a notice.
    """
    own = transcript_path(recording)
    return _first_readable(recording, own) if given is None else _read(given, own)


def shown_transcript(recording: Path) -> ChosenTranscript:
    """What `find_transcript` finds, without trying where corrections of it could be written."""
    return _first_readable(recording, recording.parent / own_names(recording, "transcript")[0])


def _first_readable(recording: Path, own: Path) -> ChosenTranscript:
    notices: list[str] = []
    for path in candidates(recording):
        try:
            transcript = _read(path, own)
        except SessionLensError as error:
            notices.append(f"Not used as transcript: {path.name}: {error.what}")
        else:
            return transcript._replace(notices=(*notices, *transcript.notices))
    return ChosenTranscript(None, GuardedFile(_free(own)), tuple(notices))


def _read(path: Path, own: Path) -> ChosenTranscript:
    from sessionlens.transcripts.recognise import read_transcript

    file = GuardedFile(path)
    before = _bytes(path)
    reading = read_transcript(path)
    if reading.format == "sessionlens":
        if path.parent == own.parent or path.name != own.name:
            file.seen(before)
        else:
            file = GuardedFile(own)  # the recording's folder cannot be written
        return ChosenTranscript(reading.transcript, file, _notices(path, reading))
    for place in (own, own.with_name(f"{short(path.name)}{_ENDING}")):
        if (corrected := _corrected(place, path)) is not None:
            return corrected
    return ChosenTranscript(
        reading.transcript, GuardedFile(_free(own, path.name)), _notices(path, reading)
    )


def _corrected(place: Path, original: Path) -> ChosenTranscript | None:
    """What became of `original` by corrections in an earlier session."""
    from sessionlens.transcripts.recognise import read_transcript

    if not place.exists():
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
    if not own.exists():
        return own
    stem = short(original) or own.name.removesuffix(_ENDING)
    path, number = own.with_name(f"{stem}{_ENDING}"), 1
    while path.exists():
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
