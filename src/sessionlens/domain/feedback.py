"""The feedback file: what the reviewer hands to the coach, made to stand alone."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.review import RecordingRef, Response, Review, Session, Summary, Verdict
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.supervision import summary_to_send
from sessionlens.domain.text_sound import Sounds, sounds_from_reviewer
from sessionlens.domain.timecode import Timecode


class Feedback(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """An exported review: evidence first, the rubric's words last, as a glossary.

    `answers` and `reflection` are what the coach replied to an earlier export of this review,
    `responses` what the mentor says to that, `sounds` what either has spoken to other texts than
    comments and answers. Where it is that of a group, `together` are the ids of
    the reviews that were brought together in it.
    """

    id: str
    review: str
    exported: dt.datetime
    session: Session = Session()
    recording: RecordingRef
    together: tuple[str, ...] = ()
    markers: tuple[Marker, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    summary: Summary = Summary()
    answers: tuple[Answer, ...] = ()
    reflection: Reflection = Reflection()
    responses: tuple[Response, ...] = ()
    sounds: Sounds = ()
    rubric: Rubric


def feedback_from(
    review: Review, rubric: Rubric, *, feedback_id: str, exported: dt.datetime
) -> Feedback:
    """Export a review: markers in time order, nothing private, no path but a file's name.

    Indicators go out under the letters that they have in the rubric now.

    All competencies travel along, so that the coach sees what was listened for; of their
    indicators, those that a marker or a verdict points to. A response to a marker that does not
    travel stays behind as well.
    """
    markers = tuple(
        with_letter(_ended(marker, review.recording.duration), rubric)
        for marker in in_time_order(review.markers)
        if not marker.private
    )
    pointed_to = {
        *((marker.competency, marker.indicator) for marker in markers),
        *(
            (verdict.competency, judged.id)
            for verdict in review.verdicts
            for judged in verdict.indicators
        ),
    }
    exported_ids = {marker.id for marker in markers}
    competencies = tuple(
        replace(
            competency,
            indicators=tuple(
                indicator
                for indicator in competency.indicators
                if {(competency.id, indicator.id), (competency.id, indicator.formerly)} & pointed_to
            ),
        )
        for competency in rubric.competencies
    )
    return Feedback(
        id=feedback_id,
        review=review.id,
        exported=exported,
        session=review.session,
        recording=replace(review.recording, file=file_name(review.recording.file)),
        markers=markers,
        verdicts=review.verdicts,
        summary=summary_to_send(review.summary),
        responses=tuple(one for one in review.responses if one.marker in exported_ids),
        sounds=sounds_from_reviewer(review.sounds, exported_ids),
        rubric=replace(rubric, competencies=competencies),
    )


def without_quotes(feedback: Feedback) -> Feedback:
    """The feedback without a word that was said in the recording, and without who said it.

    Spoken comments go, too. Answers count as given to the moments as they are then.
    """
    markers = (
        replace(marker, quote="", speaker=None, exchange=False, quote_by_hand=False, note="")
        for marker in feedback.markers
    )
    return replace(
        feedback,
        session=replace(feedback.session, coach_speaker=""),
        markers=tuple(markers),
        answers=tuple(replace(answer, seen="", spoken="") for answer in feedback.answers),
        sounds=(),
    )


def with_letter(marker: Marker, rubric: Rubric) -> Marker:
    """The marker, its indicator named by the letter that it has now."""
    letter = rubric.letter_of(marker) or None
    return marker if letter == marker.indicator else replace(marker, indicator=letter)


def _ended(marker: Marker, duration: Timecode | None) -> Marker:
    """Nothing runs in what goes out: a phase that did lasts until the recording ends."""
    if marker.open and marker.phase and duration is not None and duration > marker.start:
        return replace(marker, open=False, end=duration)
    return replace(marker, open=False)


def file_name(path: str) -> str:
    """The last part of a path written on any system."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]
