"""Comments that are spoken instead of typed: heard by a microphone, recognised, played again."""

from pathlib import Path

import pytest
from dialog_host import until
from replaying import replaying, session
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

from sessionlens.documents.formats import Options
from sessionlens.domain.reply import for_the_reviewer
from sessionlens.library.outgoing import outgoing
from sessionlens.storage.replies import load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import Settings, save_settings

__all__ = ["sound", "talk"]

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not here: {missing()}")


async def test_what_is_spoken_to_a_marker_is_its_comment_and_is_heard_again(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("7")
        await person.press("escape")
        await speak(person, sound, 0.8, 7.5)
        await recognised(person)
        (marker,) = person.document.editor.review.markers
        assert marker.note == "talk.m1.note.ogg"
        assert "good to see you again" in marker.comment.lower()
        assert files(talk.parent) == ["talk.m1.note.ogg"]
        assert (talk.parent / marker.note).stat().st_mode & 0o777 == 0o600
        assert load_review(person.document.opened.review_path).markers == (marker,)
        with sound.monitor() as monitor:
            await person.press(PLAY)
            await until(person.pilot, lambda: loudest(monitor.frames()) > 1000)
            await person.press(PLAY)
        await person.press("u")
        assert person.document.editor.review.markers[0].note == ""
        assert person.document.editor.review.markers[0].comment == ""
        await person.press("ctrl+r")
        assert person.document.editor.review.markers == (marker,)
    assert files(talk.parent) == ["talk.m1.note.ogg"]


async def test_what_is_spoken_into_the_editor_is_edited_there_and_saved_with_it(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("c")
        await person.type("seen: ")
        await person.press(SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        await say(person, sound, 0.8, 4.0)
        await person.press("enter")
        await recognised(person)
        assert not person.document.editor.review.markers, "Enter ended the speaking, and no more"
        await person.press("!", "enter")
        marker = person.document.editor.review.markers[0]
        assert marker.comment.startswith("seen:")
        assert marker.comment.endswith("again!")
        await person.press("u")
        assert files(talk.parent) == [marker.note], "redo would bring it back"
    assert files(talk.parent) == [], "nothing refers to it any more"


async def test_esc_throws_away_what_is_spoken(talk: Path, sound: VirtualSound) -> None:
    del sound
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape", SPEAK)
        await until(person.pilot, lambda: seconds(person) > 0.5)
        await person.press("escape")
        await person.sees("Thrown away")
        await until(person.pilot, lambda: not files(talk.parent))
        assert person.document.editor.review.markers[0].note == ""


async def test_esc_while_the_microphone_is_being_opened_lets_it_go(
    talk: Path, sound: VirtualSound
) -> None:
    del sound
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await person.pilot.press(SPEAK, "escape")
        await until(person.pilot, lambda: person.shows("Not begun") or person.shows("Thrown away"))
        await until(person.pilot, lambda: not files(talk.parent))
        assert seconds(person) == 0


async def test_silence_is_said_and_nothing_of_it_is_kept(talk: Path, sound: VirtualSound) -> None:
    del sound
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape", SPEAK)
        await until(person.pilot, lambda: seconds(person) > 0.5)
        await person.press(SPEAK)
        await person.sees("Nothing was heard")
        assert person.document.editor.review.markers[0].note == ""
        await until(person.pilot, lambda: not files(talk.parent))


async def test_who_looks_for_another_output_meanwhile_gets_the_words_all_the_same(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape", SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        await say(person, sound, 0.8, 4.5)
        await person.pilot.press(SPEAK, "ctrl+d")
        await person.sees("Output device")
        await person.press("escape")
        await until(
            person.pilot,
            lambda: "good to see" in person.document.editor.review.markers[0].comment.lower(),
        )


async def test_without_a_microphone_one_line_says_so(talk: Path, sound: VirtualSound) -> None:
    sound.kill()
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await person.pilot.press(SPEAK)  # what is said of it does not stand there for long
        await person.sees("choose another")
        assert files(talk.parent) == []
        await person.press("8")
        assert len(person.document.editor.review.markers) == 2, "everything else goes on"


async def test_a_microphone_that_goes_away_leaves_what_was_spoken(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape", SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        await say(person, sound, 0.8, 7.5)
        sound.kill()
        await person.sees("What was spoken until then is kept")
        await recognised(person)
        assert "good to see you" in person.document.editor.review.markers[0].comment.lower()


async def test_what_a_killed_program_was_hearing_goes_on_at_the_next_opening(
    talk: Path, sound: VirtualSound
) -> None:
    begun = talk.with_name("talk.m1.note.unfinished")
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape", SPEAK)
        await person.sees("Speak: Ctrl+G ends it")
        await say(person, sound, 0.8, 4.5)
        heard = begun.read_bytes()  # as a kill would leave it
        await person.press("escape")
        await until(person.pilot, lambda: not files(talk.parent))
    begun.write_bytes(heard)
    async with reviewing(app_on(talk)) as person:
        await recognised(person)
        (marker,) = person.document.editor.review.markers
        assert "good to see you" in marker.comment.lower()
        assert files(talk.parent) == [marker.note]


async def test_without_a_model_the_sound_is_kept_and_goes_with_its_marker(
    talk: Path, sound: VirtualSound
) -> None:
    save_settings(Settings())
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await speak(person, sound, 0.8, 3.0)
        await person.sees("The sound is kept, without words")
        note = person.document.editor.review.markers[0].note
        await until(person.pilot, lambda: files(talk.parent) == [note])
        await person.press("d", "u")
        assert person.document.editor.review.markers[0].note == note
        await person.press("d")
        assert files(talk.parent) == [note], "undo would bring it back"
    assert files(talk.parent) == []


async def test_the_coach_speaks_an_answer_and_it_goes_to_the_mentor(
    tmp_path: Path, sound: VirtualSound
) -> None:
    save_settings(Settings(model=str(MODEL)))
    async with replaying(session(tmp_path)) as coach:
        await coach.press("n", SPEAK)
        await coach.sees("Speak: Ctrl+G ends it")
        await say(coach, sound, 0.8, 4.5)
        await coach.press(SPEAK)
        await recognised(coach)
        (answer,) = coach.document.editor.reply.answers
        assert answer.spoken.endswith(".reply.m1.note.ogg")
        assert "good to see you" in answer.text.lower()
        path = coach.document.opened.reply_path
    gathered = outgoing(path)
    target = tmp_path / "out" / "talk.to-send.reply.toml"
    target.parent.mkdir()
    toml = next(one for one in gathered.formats if one.name == "toml")
    data, _ = gathered.rendered(toml, Options(target))
    notices = gathered.keep(toml, target, data)
    assert load_reply(target).answers == (answer,)
    assert (target.parent / answer.spoken).exists()
    assert notices == (f"Send what was spoken along, too: {answer.spoken}",)


async def test_an_own_note_keeps_its_sound_and_neither_goes_out(
    tmp_path: Path, sound: VirtualSound
) -> None:
    save_settings(Settings(model=str(MODEL)))
    async with replaying(session(tmp_path)) as coach:
        await coach.press("n", "o", SPEAK)
        await coach.sees("Speak: Ctrl+G ends it")
        await say(coach, sound, 0.8, 4.5)
        await coach.press(SPEAK)
        await recognised(coach)
        await coach.press("enter")
        reply = coach.document.editor.reply
        (answer,) = reply.answers
        assert "good to see you" in answer.note.lower()
        assert [one.text for one in reply.sounds] == ["own-note.m1"]
        assert files(tmp_path) == [reply.sounds[0].file]
        assert for_the_reviewer(reply).sounds == ()
