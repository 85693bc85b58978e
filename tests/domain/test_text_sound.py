"""The sound of texts goes where the text goes, and nowhere else."""

import datetime as dt

import pytest
from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, Material, RemoveMarker
from sessionlens.domain.editor import Editor
from sessionlens.domain.feedback import feedback_from, without_quotes
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation, Share
from sessionlens.domain.reply import carrying, for_the_reviewer, new_reply
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, new_review
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.seal import own_review_to_send
from sessionlens.domain.spoken_comment import note_name, part_of
from sessionlens.domain.spoken_texts import (
    SetReplySound,
    SetSound,
    texts_of_reply,
    texts_of_review,
    words_in_reply,
    words_in_review,
    writing_in_reply,
    writing_in_review,
)
from sessionlens.domain.text_sound import Sounds, TextSound, sound_of
from sessionlens.domain.timecode import Timecode

NOW = dt.datetime(2026, 11, 2, 12, 0, tzinfo=dt.UTC)
RUBRIC = Rubric(
    id="r",
    title="R",
    kind="tags",
    competencies=(
        Competency(id="a", key="1", title="A"),
        Competency(id="b.c d", key="2", title="B"),
    ),
)
MARKERS = (
    Marker(id="m1", start=Timecode(1.0)),
    Marker(id="m2", start=Timecode(2.0), private=True),
)


def sounds(*texts: str) -> Sounds:
    return tuple(TextSound(text=text, file=note_name("talk", text)) for text in texts)


def review() -> Review:
    """One in which something was spoken to every text that there is."""
    made = new_review(RecordingRef(file="talk.wav"), RubricRef(id="r"), Session())
    made = replace(made, markers=MARKERS, last_marker=2)
    return replace(made, sounds=sounds(*texts_of_review(made, RUBRIC)))


def names(given: Sounds) -> set[str]:
    return {sound.text for sound in given}


def test_every_text_is_read_and_written_by_its_name() -> None:
    made = review()
    for text in texts_of_review(made, RUBRIC):
        change = writing_in_review(made, text, "words")
        if text.startswith("response."):
            assert change is None
            continue
        assert change is not None
        written = change.apply(Material(made)).review
        assert words_in_review(written, text) == "words"
        others = [other for other in texts_of_review(made, RUBRIC) if other != text]
        assert not any(words_in_review(written, other) for other in others)
    assert words_in_review(made, "summary.session") is None
    assert words_in_review(made, "verdict.value.a") is None


def test_no_two_texts_have_one_file() -> None:
    texts = [*texts_of_review(review(), RUBRIC), *texts_of_reply(["m1", "m2"])]
    assert len({part_of(text) for text in texts}) == len(texts)


def test_the_feedback_has_what_the_coach_may_hear() -> None:
    sent = feedback_from(review(), RUBRIC, feedback_id="f", exported=NOW)
    heard = names(sent.sounds)
    assert {"verdict.strengths.a", "verdict.development.b.c d", "response.m1"} <= heard
    assert {"summary.development", "summary.to_reflection"} <= heard
    assert "response.m2" not in heard, "that marker is private"
    assert "summary.to_supervision" not in heard
    assert not any(text.startswith("preparation.") for text in heard)
    assert without_quotes(sent).sounds == ()


@pytest.mark.parametrize("share", ["nothing", "something", "all"])
def test_what_a_coach_would_rather_not_tell_is_heard_only_where_all_of_it_is_shared(
    share: Share,
) -> None:
    own = replace(review(), preparation=Preparation(bring="This", least="That", share=share))
    sent = feedback_from(own, RUBRIC, feedback_id="f", exported=NOW)
    heard = names(own_review_to_send(own, sent).sounds)
    assert {"preparation.bring", "preparation.earlier"} <= heard
    assert ("preparation.least" in heard) == (share == "all")


def test_a_reply_goes_to_the_mentor_without_own_notes_and_comes_back_in_the_next_feedback() -> None:
    sent = feedback_from(review(), RUBRIC, feedback_id="f", exported=NOW)
    reply = replace(new_reply(sent), sounds=sounds(*texts_of_reply(["m1"])))
    out = for_the_reviewer(reply)
    assert "own-note.m1" in names(reply.sounds)
    assert names(out.sounds) == {text for text in names(reply.sounds) if "reflection" in text}
    carried = carrying(carrying(sent, out), out)
    assert len(carried.sounds) == len(names(carried.sounds))
    assert names(out.sounds) <= names(carried.sounds)
    assert new_reply(carried).sounds == out.sounds


def test_a_reflection_is_written_by_the_names_of_its_texts() -> None:
    sent = feedback_from(review(), RUBRIC, feedback_id="f", exported=NOW)
    reply = new_reply(sent)
    change = writing_in_reply(reply, "reflection.practise", "words")
    assert change is not None
    assert words_in_reply(change.apply(reply), "reflection.practise") == "words"
    assert writing_in_reply(reply, "reflection.until", "words") is None
    spoken = SetReplySound("reflection.practise", "a.note.ogg").apply(reply)
    assert sound_of(spoken.sounds, "reflection.practise") == "a.note.ogg"
    assert SetReplySound("reflection.practise", "").apply(spoken) == reply


def test_the_sound_of_a_response_goes_with_its_marker_and_comes_back_with_undo() -> None:
    made = new_review(RecordingRef(file="talk.wav"), RubricRef(id="r"), Session())
    editor = Editor(Material(made), lambda _saved, _new: None)
    editor.apply(AddMarker(Marker(id="m1", start=Timecode(1.0))))
    editor.apply(SetSound("response.m1", "talk.response-m1.note.ogg"))
    editor.apply(RemoveMarker("m1"))
    assert editor.review.sounds == ()
    editor.undo()
    assert names(editor.review.sounds) == {"response.m1"}
