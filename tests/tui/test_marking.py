import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript

from sessionlens.domain.command import in_context


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_every_command_of_the_registry_does_something(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        assert set(person.screen.commands) == {command.id for command in in_context("review")}


async def test_a_competency_key_writes_a_marker_with_quote_and_speaker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7")
        (marker,) = tomllib.loads(person.saved)["markers"]
        assert marker["competency"] == "evokes-awareness"
        assert marker["quote"] == "what would it mean to you if it worked"
        assert marker["speaker"] == "Coach"
        assert marker["start"].isoformat() == "00:00:10"
        await person.sees("Evokes Awareness")


async def test_the_prompt_takes_indicator_and_rating_and_enter_opens_the_comment(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "d", "+", "enter")
        await person.type("You waited, and it opened.\nGood")
        await person.press("enter")
        (marker,) = tomllib.loads(person.saved)["markers"]
        assert (marker["indicator"], marker["rating"]) == ("d", "strength")
        assert marker["comment"] == "You waited, and it opened.\nGood"


async def test_keys_that_the_prompt_does_not_show_go_on_as_usual(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "3", "l")
        markers = person.document.editor.review.markers
        assert [marker.competency for marker in markers] == ["evokes-awareness", "agreements"]
        assert person.screen.document.position >= 22.0


@pytest.mark.usefixtures("clock_stands")
async def test_marking_does_not_stop_the_playback_and_typing_pauses_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        player = person.document.player
        assert player is not None
        await person.press("space", "7", "a", "-")
        assert player.playing
        await person.press("enter", "x")
        assert not player.playing
        before = player.position
        await person.press("enter")
        assert player.playing
        assert player.position - before < 2.0


async def test_enter_comments_on_the_marker_made_last_when_its_prompt_has_gone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "enter")
        await person.type("go on")
        await person.press("enter")
        assert person.document.editor.review.markers[0].comment == "go on"


async def test_an_undone_marker_comes_back_with_redo(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "+")
        await person.press("escape", "u", "u")
        assert "markers" not in tomllib.loads(person.saved)
        await person.press("ctrl+r", "ctrl+r")
        (marker,) = tomllib.loads(person.saved)["markers"]
        assert marker["rating"] == "strength"


async def test_the_prompt_goes_with_its_marker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "u", "question_mark")
        await person.sees("After a marking key")


async def test_an_interval_is_open_until_the_same_key_closes_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(2.0)
        await person.press("i", "escape")
        await person.sees("● interval")
        await person.go_to(21.5)
        await person.press("i")
        (marker,) = person.document.editor.review.markers
        assert (marker.start, marker.end, marker.open) == (0.0, 21.5, False)
        assert not person.shows("● interval")


async def test_a_phase_ends_the_one_that_runs_and_has_no_quote(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="conversation-skills")) as person:
        await person.go_to(2.0)
        await person.press("G")
        await person.sees("Goal from 00:00")
        await person.sees("●G Goal")
        await person.go_to(12.0)
        await person.press("R")
        await person.sees("Reality from 00:10; Goal 00:00–00:10")
        goal, reality = person.document.editor.review.markers
        assert (goal.phase, goal.end, goal.open, goal.quote) == ("goal", 10.0, False, "")
        assert (reality.phase, reality.open, reality.speaker) == ("reality", True, None)
        await person.go_to(32.0)
        await person.press("R")
        await person.sees("Reality 00:10–00:32")
        await person.press("u", "u")
        await person.sees("Undone: Reality at 00:10 started")
        assert person.document.editor.review.markers[0].open


async def test_a_digit_marks_while_a_phase_has_just_begun(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="conversation-skills")) as person:
        await person.go_to(12.0)
        await person.press("R", "2")
        phase, marker = person.document.editor.review.markers
        assert (phase.phase, phase.competency) == ("reality", None)
        assert marker.competency == person.screen.rubric.competencies[1].id


async def test_a_question_and_a_quote_need_no_competency(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("a")
        await person.type("what led you here")
        await person.press("enter", "q", "4")
        asked, quoted = person.document.editor.review.markers
        assert (asked.rating, asked.competency) == ("question", None)
        assert quoted.quote == "what would it mean to you if it worked"
        assert quoted.competency == "trust-and-safety"


async def test_marking_while_reading_marks_what_the_readers_cursor_is_on(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("down", "down", "down", "6")
        (marker,) = person.document.editor.review.markers
        assert marker.quote == "I would be home for supper"
        assert person.screen.document.position < 1


async def test_without_a_transcript_a_marker_is_a_moment(tmp_path: Path) -> None:
    async with reviewing(app_on(recording(tmp_path))) as person:
        await person.sees("There is no transcript")
        await person.go_to(12.0)
        await person.press("7")
        (marker,) = person.document.editor.review.markers
        assert (marker.start, marker.end, marker.quote) == (10.5, None, "")


async def _three_markers(person: Reviewer) -> None:
    for seconds, key in ((2.0, "1"), (12.0, "7"), (33.0, "8")):
        await person.go_to(seconds)
        await person.press(key, "escape")


@pytest.mark.usefixtures("clock_stands")
async def test_next_and_previous_go_and_play_with_pre_roll(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await _three_markers(person)
        await person.go_to(5.0)
        await person.press("n")
        player = person.document.player
        assert player is not None
        assert player.playing
        assert person.screen.document.current == "m2"
        assert 8.0 <= player.position < 9.0
        await person.press("n", "p", "p", "p")
        assert person.screen.document.current == "m1"
        await person.sees("This was the first marker")


async def test_markers_are_moved_coded_anew_made_private_and_deleted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await _three_markers(person)
        await person.press("ctrl+left", "}", "ctrl+up", "(")
        marker = person.document.editor.review.markers[-1]
        assert (marker.start, marker.end) == (30.9, 33.1)
        await person.press("r", "2", "escape", "h")
        marker = person.document.editor.review.markers[-1]
        assert (marker.competency, marker.private) == ("coaching-mindset", True)
        await person.press("d")
        assert [marker.id for marker in person.document.editor.review.markers] == ["m1", "m2"]
        await person.press("u")
        assert len(person.document.editor.review.markers) == 3


async def test_keys_pressed_before_all_widgets_are_there_are_done_then(talk: Path) -> None:
    app = app_on(talk)
    async with app.run_test() as pilot:
        person = Reviewer(app, pilot)
        await person.press("7", "3")
        await until(pilot, lambda: len(person.document.editor.review.markers) == 2)
        await until(pilot, lambda: app.document.player is not None)
        assert app.document.player is not None
    app.document.close()
