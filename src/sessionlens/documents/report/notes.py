"""What was spoken to texts, in a report: found beside the recording, encoded as clips are."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sessionlens import resources
from sessionlens.audio.clips import Clip, cut_clips
from sessionlens.documents.content import Content, Moment
from sessionlens.documents.formats import Options
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text_sound import RESPONSE

LONGEST_NOTE = 600.0
"""Seconds of a spoken comment that go out; what is longer is hardly one."""


class SpokenComment(NamedTuple):
    """A spoken comment that can be played: what `spoken_of` calls it, its file, its seconds."""

    marker: str
    path: Path
    length: float


class Notes(NamedTuple):
    """Spoken comments that go out; `silent` says why others do not, by what they are called."""

    spoken: tuple[SpokenComment, ...]
    silent: dict[str, str]
    notices: tuple[str, ...]


def notes_of(content: Content, options: Options) -> Notes:
    """Find the spoken comments of moments and other texts, beside recording or else report.

    One on a moment of which a stretch is muted stays behind: it may say what nobody should hear.
    """
    folders = [content.recording.parent] if content.recording is not None else []
    folders.append(options.target.parent)
    spoken, silent, notices = [], {}, []
    for moment, key, name in spoken_of(content):
        if moment is not None and _is_muted(moment, options):
            silent[key] = "The spoken comment was left out, as are the words."
            continue
        path = next((folder / name for folder in folders if _is_plain(folder / name)), None)
        if path is None:
            silent[key] = "The spoken comment was not there when this was written."
            notices.append(f"The spoken comment '{name}' is not beside the recording")
            continue
        try:
            spoken.append(SpokenComment(key, path, _length(path)))
        except SessionLensError as error:
            silent[key] = "The spoken comment could not be played."
            notices.append(f"A spoken comment is not in the report: {error.at(path)}")
    return Notes(tuple(spoken), silent, tuple(notices))


def spoken_of(content: Content) -> Iterator[tuple[Moment | None, str, str]]:
    """What was spoken: to which moment, if to one, what the sound is called, the file's name.

    A comment's sound is called by the marker's id, that of the answer to it by `m7 answer`, that of
    any other text by the name of it (see `TextSound`).
    """
    for moment in content.moments:
        if moment.marker.note:
            yield moment, moment.marker.id, moment.marker.note
        if moment.answer is not None and moment.answer.spoken:
            yield moment, f"{moment.marker.id} answer", moment.answer.spoken
    by_id = {moment.marker.id: moment for moment in content.moments}
    for sound in content.feedback.sounds:
        yield by_id.get(sound.place) if sound.kind == RESPONSE else None, sound.text, sound.file


def cut_notes(
    notes: Notes, options: Options, bit_rate: int, room: int
) -> tuple[dict[str, Clip], dict[str, str]]:
    """The sound of as many as fit into `room` bytes, by marker id, and why others have none."""
    clips: dict[str, Clip] = {}
    silent: dict[str, str] = {}
    for note in notes.spoken:
        try:
            clip = next(
                cut_clips(note.path, [(0.0, note.length)], codec=options.codec, bit_rate=bit_rate)
            )
        except SessionLensError:
            silent[note.marker] = "The spoken comment could not be played."
            continue
        room -= len(clip.data)
        if room < 0:
            silent[note.marker] = "The spoken comment did not fit into the size of this file."
        elif clip.data:
            clips[note.marker] = clip
        else:
            silent[note.marker] = "The spoken comment is silent."
    return clips, silent


def spans_of(notes: Sequence[SpokenComment]) -> list[tuple[float, float]]:
    """From when to when each lasts, in seconds."""
    return [(0.0, note.length) for note in notes]


def _is_muted(moment: Moment, options: Options) -> bool:
    return any(
        moment.start < stretch.end and moment.end > stretch.start for stretch in options.muted
    )


def _is_plain(path: Path) -> bool:
    # What lies beside a recording may come from anybody: a link could lead to any sound.
    return path.is_file() and not path.is_symlink()


def _length(path: Path) -> float:
    from sessionlens.audio.measuring import ensure_harmless
    from sessionlens.audio.recording import open_recording

    ensure_harmless(path, resources.cache_folder())
    with open_recording(path) as recording:
        return min(recording.frames / recording.sample_rate, LONGEST_NOTE)
