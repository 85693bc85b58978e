"""Which transcript belongs to a recording, and where corrections of it go."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript
from sessionlens.storage.names import ENDINGS, short
from sessionlens.storage.paths import transcript_path
from sessionlens.storage.transcript_file import TranscriptFile
from sessionlens.transcripts.beside import find_beside
from sessionlens.transcripts.draft import TranscriptReading

_ENDING = ENDINGS["transcript"]


class ChosenTranscript(NamedTuple):
    """The transcript of a recording, if any, and the file that will hold corrections of it."""

    transcript: Transcript | None
    file: TranscriptFile
    notices: tuple[str, ...] = ()


def find_transcript(recording: Path, given: Path | None) -> ChosenTranscript:
    """Read the transcript that was given, or else the likeliest one beside the recording.

    Raises SessionLensError if the one given cannot be read; one that merely lies there and cannot
    be read becomes a notice.
    """
    own = transcript_path(recording)
    if given is not None:
        return _read(given, own)
    notices: list[str] = []
    for path in dict.fromkeys([*([own] if own.exists() else []), *find_beside(recording)]):
        try:
            found = _read(path, own)
        except SessionLensError as error:
            notices.append(f"Not used as transcript: {path.name}: {error.what}")
        else:
            return found._replace(notices=(*notices, *found.notices))
    return ChosenTranscript(None, TranscriptFile(_free(own)), tuple(notices))


def _read(path: Path, own: Path) -> ChosenTranscript:
    from sessionlens.transcripts.recognise import read_transcript

    file = TranscriptFile(path)
    before = _bytes(path)
    reading = read_transcript(path)
    if reading.format == "sessionlens":
        if path.parent == own.parent or path.name != own.name:
            file.seen(before)
        else:
            file = TranscriptFile(own)  # the recording's folder cannot be written
        return ChosenTranscript(reading.transcript, file, _notices(path, reading))
    for place in (own, own.with_name(f"{short(path.name)}{_ENDING}")):
        if (corrected := _corrected(place, path)) is not None:
            return corrected
    return ChosenTranscript(
        reading.transcript, TranscriptFile(_free(own, path.name)), _notices(path, reading)
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
    file = TranscriptFile(place)
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
