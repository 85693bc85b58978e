"""The example feedback: a mentor's notes, tied to the recording, exported as the program does."""

import datetime as dt
import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.review import RecordingRef, Review, Session, Summary, Verdict, reference
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance


class Note(Struct, forbid_unknown_fields=True, kw_only=True):
    """A marker without its times: `quote` is a whole utterance, which gives start and end.

    `until` is another utterance at whose end the moment ends, such as the answer after a silence.
    """

    quote: str
    comment: str
    competency: str | None = None
    indicator: str | None = None
    rating: Rating | None = None
    until: str = ""


class Notes(Struct, forbid_unknown_fields=True, kw_only=True):
    """All of the mentor's notes; the ids are fixed, so that making them again changes nothing."""

    id: str
    review: str
    exported: dt.datetime
    session: Session
    markers: list[Note]
    verdicts: tuple[Verdict, ...]
    summary: Summary


def read_notes(path: Path) -> Notes:
    """Read the notes' TOML file; raises msgspec.ValidationError for what does not fit."""
    return msgspec.toml.decode(path.read_bytes(), type=Notes)


def recording_reference(path: Path, duration: float) -> RecordingRef:
    """Return what a feedback file says about a recording that lies beside it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return RecordingRef(file=path.name, sha256=digest, duration=Timecode(duration))


def make_feedback(
    notes: Notes, transcript: Transcript, recording: RecordingRef, rubric: Rubric
) -> Feedback:
    """Return the notes as a feedback file's content.

    Raises ValueError for a quote that nobody says, or an indicator that the rubric does not have.
    """
    utterances = {utterance.text: utterance for utterance in transcript.utterances}
    timed = sorted(notes.markers, key=lambda note: _find(utterances, note.quote).start)
    markers = tuple(_marker(i, note, utterances, rubric) for i, note in enumerate(timed, 1))
    review = Review(
        id=notes.review,
        session=notes.session,
        recording=recording,
        rubric=reference(rubric),
        last_marker=len(markers),
        markers=markers,
        verdicts=notes.verdicts,
        summary=notes.summary,
    )
    return feedback_from(review, rubric, feedback_id=notes.id, exported=notes.exported)


def _marker(number: int, note: Note, utterances: dict[str, Utterance], rubric: Rubric) -> Marker:
    if note.competency:
        competency = rubric.competency(note.competency)
        if competency is None or (note.indicator and not competency.indicator(note.indicator)):
            raise ValueError(f"{rubric.id} has no {note.competency} {note.indicator or ''}")
    start = _find(utterances, note.quote)
    end = _find(utterances, note.until or note.quote)
    return Marker(
        id=f"m{number}",
        start=Timecode(start.start),
        end=Timecode(end.end),
        competency=note.competency,
        indicator=note.indicator,
        rating=note.rating,
        comment=note.comment,
        quote=note.quote,
        speaker=start.speaker,
    )


def _find(utterances: dict[str, Utterance], text: str) -> Utterance:
    try:
        return utterances[text]
    except KeyError:
        raise ValueError(f"Nobody says exactly this: {text}") from None
