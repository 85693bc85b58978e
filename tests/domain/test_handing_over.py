"""What the coach gets, and what the reviewer is told before sending it."""

import datetime as dt
from typing import Any

from msgspec.structs import replace
from samples import RUBRIC, TRANSCRIPT, marker
from samples import material as nameless

from sessionlens.domain.changes import Material
from sessionlens.domain.evidence import findings
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, Session, Verdict
from sessionlens.domain.timecode import Timecode


def material(*markers: Marker) -> Material:
    """A review of somebody's session with these markers."""
    unnamed = nameless(*markers)
    return unnamed._replace(review=replace(unnamed.review, session=Session(coach="Anna")))


def _export(review: Review) -> Feedback:
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    return feedback_from(review, RUBRIC, feedback_id="f", exported=now)


def test_markers_go_out_in_time_order_without_the_private_ones() -> None:
    review = material(
        marker(1, start=9), marker(2, start=3), marker(3, start=5, private=True)
    ).review
    assert [one.id for one in _export(review).markers] == ["m2", "m1"]


def test_no_folder_of_the_reviewer_goes_out() -> None:
    for path in ("/home/maria/talk.wav", "C:\\Users\\maria\\talk.wav", "../x/talk.wav"):
        review = replace(material().review, recording=RecordingRef(file=path))
        assert _export(review).recording.file == "talk.wav"


def test_the_rubrics_words_travel_with_the_markers() -> None:
    feedback = _export(material(marker(1, competency="listens", indicator="b")).review)
    assert [one.title for one in feedback.rubric.competencies] == ["Listens", "Asks"]
    assert [one.text for one in feedback.rubric.competencies[0].indicators] == ["Reflects."]


def test_open_intervals_do_not_go_out_as_running() -> None:
    assert not _export(material(marker(1, open=True)).review).markers[0].open


def _texts(review: Review) -> str:
    return "\n".join(one.text for one in findings(review, RUBRIC, TRANSCRIPT))


def test_a_complete_review_has_nothing_to_look_at() -> None:
    fields: dict[str, Any] = {"comment": "good", "rating": "strength", "quote": "I am tired"}
    review = material(
        marker(1, competency="listens", **fields), marker(2, competency="asks", **fields)
    ).review
    assert findings(review, RUBRIC, TRANSCRIPT) == []


def test_a_session_without_a_coach_is_named_first() -> None:
    assert findings(nameless().review, RUBRIC, None)[0].text == "The session names no coach"


def test_each_gap_is_named() -> None:
    review = material(
        marker(1, competency="listens", quote="I was never said"),
        marker(2, open=True, phase="goal"),
    ).review
    review = replace(review, verdicts=(Verdict(competency="asks", value="observed"),))
    text = _texts(review)
    assert "Asks: a verdict without evidence" in text
    assert "00:04 Listens: no comment" in text
    assert "00:04 Listens: no rating" in text
    assert "'I was never said' is not in the transcript" in text
    assert "Goal: the phase still runs" in text


def test_not_observed_needs_no_evidence_and_silence_is_a_gap() -> None:
    review = replace(
        material().review, verdicts=(Verdict(competency="asks", value="not-observed"),)
    )
    assert _texts(review) == "Listens: no marker and no verdict"


def test_a_tag_that_was_not_used_is_no_gap() -> None:
    tags = replace(RUBRIC, kind="tags", scale=())
    assert findings(material().review, tags, TRANSCRIPT) == []


def test_a_tag_needs_no_words_and_a_comment_does() -> None:
    tags = replace(RUBRIC, kind="tags", scale=())
    review = material(marker(1, competency="listens"), marker(2)).review
    assert [one.marker for one in findings(review, tags, TRANSCRIPT)] == ["m2"]


def test_a_marker_past_the_end_of_the_recording_is_named() -> None:
    fields: dict[str, Any] = {"comment": "good", "rating": "growth"}
    review = material(marker(1, start=30.0, **fields), marker(2, start=30.5, **fields)).review
    recording = RecordingRef(file="talk.wav", duration=Timecode(30.0))
    all_findings = findings(replace(review, recording=recording), RUBRIC, TRANSCRIPT)
    past = [one for one in all_findings if "past the end" in one.text]
    assert [(one.marker, one.text[:13]) for one in past] == [("m2", "00:30 Comment")]


def test_a_private_marker_is_no_evidence_for_the_coach() -> None:
    review = material(
        marker(1, competency="listens", private=True, comment="x", rating="growth")
    ).review
    assert "Listens: no marker and no verdict" in _texts(review)


def test_codes_that_the_rubric_lacks_are_named() -> None:
    review = material(
        marker(1, competency="gone", comment="x", rating="growth"),
        marker(2, competency="listens", indicator="z", comment="x", rating="growth"),
    ).review
    assert "no such competency" in _texts(review)
    assert "no indicator 'z'" in _texts(review)
