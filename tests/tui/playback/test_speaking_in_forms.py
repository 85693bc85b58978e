"""Speaking to the texts of forms: verdicts, summary, responses, reflection, preparation."""

from pathlib import Path

import pytest
from dialog_host import until
from replaying import REVIEW_ID, mentors_review, replaying, session
from reviewing import app_on, reviewing
from speaking_aloud import (
    MODEL,
    PLAY,
    SPEAK,
    files,
    loudest,
    recognised,
    say,
    seconds,
    sound,
    speak,
    talk,
)
from virtual_sound import VirtualSound, missing

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef
from sessionlens.domain.text_sound import TextSound, sound_of
from sessionlens.library.review import open_review
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import Settings, save_settings
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.shown import showing_review

__all__ = ["sound", "talk"]

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not here: {missing()}")

PLAY_WHILE_TYPING = "ctrl+s"
GREETING = (0.8, 4.5)
"""From when to when the sample says that it is good to see each other again."""


def brought(folder: Path) -> Path:
    """A mentor's recording, their review beside it, and what the coach has replied."""
    session(folder)
    mentors_review(folder)
    reply = Reply(
        id="e" * 32,
        feedback="f" * 32,
        review=REVIEW_ID,
        recording=RecordingRef(file="talk.wav"),
        reflection=Reflection(take_away="Silence works"),
        answers=(Answer(marker="m2", stance="try", text="In the next one"),),
    )
    (folder / "talk.reply.toml").write_bytes(encode_reply(reply))
    return folder / "talk.wav"


async def test_a_verdict_and_the_summary_are_spoken_heard_and_taken_back(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("v")
        competency = person.document.rubric.competencies[0].id
        await speak(person, sound, *GREETING)
        await recognised(person)
        name = f"verdict.strengths.{competency}"
        review = person.document.editor.review
        assert "good to see you" in review.verdict(competency).strengths.lower()
        file = sound_of(review.sounds, name)
        assert files(talk.parent) == [file]
        assert person.shows("Strengths  ♫")
        assert person.shows(review.verdict(competency).strengths.split()[0]), "the field has it"
        await person.type(" More.")
        await person.press("end", "pagedown")
        assert not person.shows("♫"), "that is of another competency"
        await person.press("pageup")
        assert person.shows("Strengths  ♫")
        with sound.monitor() as monitor:
            await person.press(PLAY_WHILE_TYPING)
            await until(person.pilot, lambda: loudest(monitor.frames()) > 1000)
            await person.press(PLAY_WHILE_TYPING)
        await person.press("escape")
        spoken = person.document.editor.review
        assert spoken.verdict(competency).strengths.endswith("More.")
        assert load_review(person.document.opened.review_path) == spoken
        await person.press("u")
        assert person.document.editor.review.verdict(competency) == review.verdict(competency)
        await person.press("u")
        taken_back = person.document.editor.review
        assert taken_back.verdicts == ()
        assert taken_back.sounds == ()
        await person.press("ctrl+r")
        assert person.document.editor.review == review
    assert files(talk.parent) == [file]


async def test_the_summary_is_spoken_into_the_text_that_one_is_in(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("v", "end", "enter", "tab")
        await person.type("Ask less.")
        await speak(person, sound, *GREETING)
        await recognised(person)
        review = person.document.editor.review
        first, words = review.summary.development.split("\n")
        assert first == "Ask less."
        assert "good to see you" in words.lower()
        assert [one.text for one in review.sounds] == ["summary.development"]
        assert [one.file for one in review.sounds] == files(talk.parent)
        assert files(talk.parent) == ["talk.summary-development.note.ogg"]


async def test_esc_in_a_form_throws_away_what_is_spoken_and_the_form_stays(
    talk: Path, sound: VirtualSound
) -> None:
    del sound
    async with reviewing(app_on(talk)) as person:
        await person.press("v", SPEAK)
        await until(person.pilot, lambda: seconds(person) > 0.5)
        await person.press("escape")
        await person.sees("Thrown away")
        assert person.shows("Strengths"), "the verdicts are still shown"
        await until(person.pilot, lambda: not files(talk.parent))
        assert person.document.editor.review.sounds == ()
        await person.press("escape")
        assert not person.shows("Strengths")


async def test_what_is_spoken_stays_with_its_text_when_its_form_is_left(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("v", SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        competency = person.document.rubric.competencies[0].id
        await say(person, sound, *GREETING)
        await person.press("pagedown", SPEAK, "escape")
        await recognised(person)
        review = person.document.editor.review
        assert "good to see you" in review.verdict(competency).strengths.lower()
        assert [one.text for one in review.sounds] == [f"verdict.strengths.{competency}"]


async def test_a_verdict_that_a_killed_program_was_hearing_goes_on_at_the_next_opening(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        competency = person.document.rubric.competencies[0].id
        await person.press("v", SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        await say(person, sound, *GREETING)
        (begun,) = [one for one in talk.parent.iterdir() if one.name.endswith(".unfinished")]
        heard = begun.read_bytes()  # as a kill would leave it
        await person.press("escape", "escape", "7", "escape")
        await until(person.pilot, lambda: not files(talk.parent))
    begun.write_bytes(heard)
    async with reviewing(app_on(talk)) as person:
        await recognised(person)
        review = person.document.editor.review
        assert "good to see you" in review.verdict(competency).strengths.lower()
        assert files(talk.parent) == [sound_of(review.sounds, f"verdict.strengths.{competency}")]


async def test_without_a_model_a_spoken_verdict_keeps_its_sound_until_undo(
    talk: Path, sound: VirtualSound
) -> None:
    save_settings(Settings())
    async with reviewing(app_on(talk)) as person:
        await person.press("v")
        await speak(person, sound, 0.8, 3.0)
        await person.sees("The sound is kept, without words")
        await until(person.pilot, lambda: len(files(talk.parent)) == 1)
        assert person.shows("Strengths  ♫")
        await person.press("escape", "u")
        assert person.document.editor.review.sounds == ()
        assert len(files(talk.parent)) == 1, "redo would bring it back"
    assert files(talk.parent) == []


async def test_the_comment_of_the_evidence_beside_a_verdict_is_spoken_there(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("1", "escape", "v", "tab", "tab", "tab", "tab")
        await speak(person, sound, *GREETING)
        await recognised(person)
        (marker,) = person.document.editor.review.markers
        assert marker.note == "talk.m1.note.ogg"
        assert "good to see you" in marker.comment.lower()
        assert person.shows(marker.comment.split()[0])


async def test_a_response_is_spoken_and_both_are_with_the_answer(
    tmp_path: Path, sound: VirtualSound
) -> None:
    save_settings(Settings(model=str(MODEL)))
    path = brought(tmp_path)
    async with reviewing(app_on(path)) as mentor:
        await mentor.press("n", "Y")
        await speak(mentor, sound, *GREETING)
        await recognised(mentor)
        await mentor.press("enter")
        review = mentor.document.editor.review
        (response,) = review.responses
        assert "good to see you" in response.text.lower()
        (spoken,) = review.sounds
        assert spoken.text == f"response.{response.marker}"
        assert files(tmp_path) == [spoken.file]
        assert mentor.shows("↳ You: ♫")
        with sound.monitor() as monitor:
            await mentor.press(PLAY)
            await until(mentor.pilot, lambda: loudest(monitor.frames()) > 1000)
            await mentor.press(PLAY)
        await mentor.press("d")
        assert mentor.document.editor.review.sounds == ()
        await mentor.press("u")
        assert mentor.document.editor.review == review


async def test_the_mentor_speaks_to_the_reflection(tmp_path: Path, sound: VirtualSound) -> None:
    save_settings(Settings(model=str(MODEL)))
    path = brought(tmp_path)
    async with reviewing(app_on(path)) as mentor:
        await mentor.press("y", "tab")
        await speak(mentor, sound, *GREETING)
        await recognised(mentor)
        summary = mentor.document.editor.review.summary
        assert "good to see you" in summary.to_reflection.lower()
        assert summary.reflection_seen, "it is to these words"
        assert mentor.shows("the next export takes it along  ♫")


async def test_a_coach_speaks_what_they_prepare(talk: Path, sound: VirtualSound) -> None:
    app = SessionLensApp(showing_review(open_review(talk, role="coach")))
    async with reviewing(app) as coach:
        await coach.press("escape", "P", "tab")
        await speak(coach, sound, *GREETING)
        await recognised(coach)
        review = coach.document.editor.review
        assert "good to see you" in review.preparation.least.lower()
        assert [one.text for one in review.sounds] == ["preparation.least"]
        await coach.press("escape")
        assert load_review(coach.document.opened.review_path) == review


async def test_a_coach_speaks_their_reflection_and_hears_what_the_mentor_has_spoken(
    tmp_path: Path, sound: VirtualSound
) -> None:
    save_settings(Settings(model=str(MODEL)))
    async with replaying(session(tmp_path)) as coach:
        await coach.press("r", "tab")
        await coach.type("Silence. ")
        await speak(coach, sound, *GREETING)
        await recognised(coach)
        reply = coach.document.editor.reply
        assert reply.reflection.practise.startswith("Silence.\n")
        assert "good to see you" in reply.reflection.practise.lower()
        (spoken,) = reply.sounds
        assert spoken.text == "reflection.practise"
        assert spoken.file.endswith(".reply.reflection-practise.note.ogg")
        assert files(tmp_path) == [spoken.file]
        assert coach.shows("What I will practise  ♫")
        await coach.press("escape", "u")
        assert coach.document.editor.reply.reflection.practise == "Silence."
        assert coach.document.editor.reply.sounds == ()
        await coach.press("ctrl+r", "v")
        assert coach.shows("What you take along ♫")
        with sound.monitor() as monitor:
            await coach.press(PLAY)
            await until(coach.pilot, lambda: loudest(monitor.frames()) > 1000)
            await coach.sees("♫ 00:0")
            await coach.press(PLAY)
        assert isinstance(spoken, TextSound)
