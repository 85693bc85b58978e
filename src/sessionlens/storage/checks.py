"""What the types of a review, feedback file or reply cannot say about what is in it."""

from sessionlens.domain.answer import Answer
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Response, Session, Verdict
from sessionlens.domain.spoken_comment import is_plain
from sessionlens.domain.text_sound import Sounds
from sessionlens.domain.timecode import clock
from sessionlens.storage.document import Document


def check_markers(
    source: Document, markers: tuple[Marker, ...], verdicts: tuple[Verdict, ...]
) -> None:
    """Raise SessionLensError for ids used twice and for values that contradict each other.

    Markers end after they start; their note lies beside the recording; competencies in `also`
    and indicators in a verdict are named once.
    """
    refuse_repeated(
        source, "marker id", [(("markers", i, "id"), one.id) for i, one in enumerate(markers)]
    )
    refuse_repeated(
        source,
        "verdict on",
        [(("verdicts", i, "competency"), one.competency) for i, one in enumerate(verdicts)],
    )
    for index, marker in enumerate(markers):
        if marker.end is not None and marker.end < marker.start:
            raise source.error(
                f"The marker '{marker.id}' ends before it starts",
                "Correct start or end",
                "markers",
                index,
                "end",
            )

        _check_additions(source, marker, index)
    for index, verdict in enumerate(verdicts):
        path = ("verdicts", index, "indicators")
        refuse_repeated(
            source,
            "verdict on the indicator",
            [((*path, i, "id"), one.id) for i, one in enumerate(verdict.indicators)],
        )


def check_responses(source: Document, responses: tuple[Response, ...]) -> None:
    """Raise SessionLensError for two responses to the answer to one marker."""
    refuse_repeated(
        source,
        "response to",
        [(("responses", i, "marker"), one.marker) for i, one in enumerate(responses)],
    )


def check_session(source: Document, session: Session) -> None:
    """Raise SessionLensError for counts below what can be counted, and for consents that end
    before they were given."""
    for key, least in (("number", 1), ("dialogue_minutes", 0)):
        value = getattr(session, key)
        if value is not None and value < least:
            raise source.error(
                f"The value of '{key}' is {value}, less than {least}", "Correct it", "session", key
            )
    for index, consent in enumerate(session.consents):
        if consent.given and consent.until and consent.until < consent.given:
            raise source.error(
                f"The consent to '{consent.purpose}' ends before it was given",
                "Correct one of the two dates",
                *("session", "consents", index, "until"),
            )


def check_recording(source: Document, recording: RecordingRef) -> None:
    """Raise SessionLensError for a gap that ends before it starts."""
    for index, gap in enumerate(recording.gaps):
        if gap.end < gap.start:
            raise source.error(
                f"The gap at {clock(gap.start)} ends before it starts",
                "Correct start or end",
                *("recording", "gaps", index, "end"),
            )


def _check_additions(source: Document, marker: Marker, index: int) -> None:
    if len(set(marker.competencies)) < len(marker.competencies):
        raise source.error(
            f"The marker '{marker.id}' names a competency twice",
            "Remove one of the two",
            *("markers", index, "also"),
        )
    if marker.note and not is_plain(marker.note):
        raise source.error(
            f"The note of the marker '{marker.id}' does not lie beside the recording",
            "Write the name of the file without its folder",
            *("markers", index, "note"),
        )


def check_answers(source: Document, answers: tuple[Answer, ...]) -> None:
    """Raise SessionLensError for two answers to one marker, and for one spoken elsewhere."""
    refuse_repeated(
        source,
        "answer to",
        [(("answers", i, "marker"), one.marker) for i, one in enumerate(answers)],
    )
    for index, answer in enumerate(answers):
        if answer.spoken and not is_plain(answer.spoken):
            raise source.error(
                f"The spoken answer to '{answer.marker}' does not lie beside this file",
                "Write the name of the file without its folder",
                *("answers", index, "spoken"),
            )


def check_sounds(source: Document, sounds: Sounds) -> None:
    """Raise SessionLensError for two to one text, and for one that lies elsewhere."""
    refuse_repeated(
        source,
        "spoken text",
        [(("sounds", i, "text"), sound.text) for i, sound in enumerate(sounds)],
    )
    for index, sound in enumerate(sounds):
        if not is_plain(sound.file):
            raise source.error(
                f"What was spoken to '{sound.text}' does not lie beside this file",
                "Write the name of the file without its folder",
                *("sounds", index, "file"),
            )


def refuse_repeated(
    source: Document, what: str, values: list[tuple[tuple[str | int, ...], str]]
) -> None:
    """Raise SessionLensError for the first value that occurs twice; `found` is (path, value)."""
    first: dict[str, tuple[str | int, ...]] = {}
    for path, value in values:
        if value in first:
            raise source.error(
                f"The {what} '{value}' is there twice",
                f"Line {source.line(*first[value])} has it, too: change one of the two",
                *path,
            )
        first[value] = path
