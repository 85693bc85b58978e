"""What is missing before a form or a transcript is handed in."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from outgoing_samples import FEEDBACK, TRANSCRIPT, content

from sessionlens.documents.completeness import lacks_for_form, objections_to_transcript
from sessionlens.domain.review import Session, Summary, Verdict
from sessionlens.domain.transcript import Source


def complete() -> dict[str, Any]:
    """The fields with which the feedback is a complete form."""
    return {
        "verdicts": tuple(
            Verdict(competency=competency.id, value="observed", strengths="Good.")
            for competency in FEEDBACK.rubric.competencies
        ),
        "markers": tuple(
            replace(FEEDBACK.markers[0], id=competency.id, competency=competency.id)
            for competency in FEEDBACK.rubric.competencies
        ),
    }


def test_a_complete_form_lacks_nothing() -> None:
    assert lacks_for_form(content(**complete())) == []


def test_each_thing_that_is_missing_is_named_with_its_place() -> None:
    bare = replace(FEEDBACK.markers[0], quote="", comment="", rating=None)
    lacks = lacks_for_form(
        content(session=Session(coach="Anna"), summary=Summary(strengths="Good."), markers=(bare,))
    )
    assert lacks == [
        "The head has no mentor",
        "The head has no credential of the mentor",
        "The head has no date",
        "The head has no level",
        "The head has no consent",
        "The head has no session number",
        "The head has no setting (individual or group)",
        "The head has no word on whether it was recorded or live",
        "The head has no dialogue minutes",
        "Listens: neither strengths nor opportunities to grow",
        "Listens: no evidence",
        "00:01 Asks: no quote",
        "00:01 Asks: nothing says what was observed",
        "00:01 Asks: no rating",
        "Closes: no verdict",
        "Closes: neither strengths nor opportunities to grow",
        "Closes: no evidence",
        "The summary has no opportunities to grow",
        "The summary has no next practice",
        "The summary has no words on what you learned",
    ]


def test_a_rubric_of_tags_needs_no_verdicts() -> None:
    rubric = replace(FEEDBACK.rubric, kind="tags", scale=())
    lacks = lacks_for_form(content(**{**complete(), "rubric": rubric, "verdicts": ()}))
    assert lacks == []


def test_a_transcript_as_it_should_be() -> None:
    assert objections_to_transcript(TRANSCRIPT, 30 * 60, Path("anna-session-3.m4a")) == []


def test_what_a_credentialing_body_objects_to() -> None:
    utterances = (replace(TRANSCRIPT.utterances[0], speaker=None), *TRANSCRIPT.utterances[1:])
    named = tuple(replace(one, speaker=one.speaker and f"{one.speaker} A.") for one in utterances)
    odd = replace(
        TRANSCRIPT,
        utterances=named,
        timing="approximate",
        source=Source(guessed_speakers=True),
    )
    objections = objections_to_transcript(odd, 15 * 60, Path("Zoom Aufnahme (2).m4a"))
    assert objections == [
        "The name 'Zoom Aufnahme (2).m4a' is not plain: use letters, digits and hyphens",
        "The recording lasts 15:00: 20 to 60 minutes are asked for",
        "1 utterance names no speaker",
        "The speakers are called Client A., Coach A.: 'Coach' and 'Client' are asked for",
        "The times are approximate: a time is asked for at every change of speaker",
        "Who speaks was guessed: listen to the changes once",
    ]
    assert "There is no transcript" in objections_to_transcript(None, None, None)
