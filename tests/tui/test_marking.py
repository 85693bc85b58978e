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
    async with reviewing(app_on(talk)) as one:
        assert set(one.screen.commands) == {command.id for command in in_context("review")}


async def test_a_competency_key_writes_a_marker_with_quote_and_speaker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7")
        (marker,) = tomllib.loads(one.saved)["markers"]
        assert marker["competency"] == "evokes-awareness"
        assert marker["quote"] == "what would it mean to you if it worked"
        assert marker["speaker"] == "Coach"
        assert marker["start"].isoformat() == "00:00:10"
        assert one.shows("Evokes Awareness")


async def test_the_prompt_takes_indicator_and_rating_and_enter_opens_the_comment(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "d", "+", "enter")
        await one.type("You waited, and it opened.\nGood")
        await one.press("enter")
        (marker,) = tomllib.loads(one.saved)["markers"]
        assert (marker["indicator"], marker["rating"]) == ("d", "strength")
        assert marker["comment"] == "You waited, and it opened.\nGood"


async def test_keys_that_the_prompt_does_not_show_go_on_as_usual(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "3", "l")
        markers = one.document.editor.review.markers
        assert [marker.competency for marker in markers] == ["evokes-awareness", "agreements"]
        assert one.screen.document.position >= 22.0


async def test_marking_does_not_stop_the_playback_and_typing_pauses_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        player = one.document.player
        assert player is not None
        await one.press("space", "7", "a", "-")
        assert player.playing
        await one.press("enter", "x")
        assert not player.playing
        before = player.position
        await one.press("enter")
        assert player.playing
        assert player.position - before < 2.0


async def test_enter_comments_on_the_marker_made_last_when_its_prompt_has_gone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "escape", "enter")
        await one.type("go on")
        await one.press("enter")
        assert one.document.editor.review.markers[0].comment == "go on"


async def test_an_undone_marker_comes_back_with_redo(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "+")
        await one.press("escape", "u", "u")
        assert "markers" not in tomllib.loads(one.saved)
        await one.press("ctrl+r", "ctrl+r")
        (marker,) = tomllib.loads(one.saved)["markers"]
        assert marker["rating"] == "strength"


async def test_the_prompt_goes_with_its_marker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "u", "question_mark")
        assert one.shows("After a marking key")


async def test_an_interval_is_open_until_the_same_key_closes_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(2.0)
        await one.press("i", "escape")
        assert one.shows("● interval")
        await one.go_to(21.5)
        await one.press("i")
        (marker,) = one.document.editor.review.markers
        assert (marker.start, marker.end, marker.open) == (0.0, 21.5, False)
        assert not one.shows("● interval")


async def test_a_phase_ends_the_one_that_runs_and_has_no_quote(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="conversation-skills")) as one:
        await one.go_to(2.0)
        await one.press("G")
        assert one.shows("Goal from 00:00")
        assert one.shows("●G Goal")
        await one.go_to(12.0)
        await one.press("R")
        assert one.shows("Reality from 00:10; Goal 00:00–00:10")
        goal, reality = one.document.editor.review.markers
        assert (goal.phase, goal.end, goal.open, goal.quote) == ("goal", 10.0, False, "")
        assert (reality.phase, reality.open, reality.speaker) == ("reality", True, None)
        await one.go_to(32.0)
        await one.press("R")
        assert one.shows("Reality 00:10–00:32")
        await one.press("u", "u")
        assert one.shows("Undone: Reality at 00:10 started")
        assert one.document.editor.review.markers[0].open


async def test_a_digit_marks_while_a_phase_has_just_begun(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="conversation-skills")) as one:
        await one.go_to(12.0)
        await one.press("R", "2")
        phase, marker = one.document.editor.review.markers
        assert (phase.phase, phase.competency) == ("reality", None)
        assert marker.competency == one.screen.rubric.competencies[1].id


async def test_a_question_and_a_quote_need_no_competency(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("a")
        await one.type("what led you here")
        await one.press("enter", "q", "4")
        asked, quoted = one.document.editor.review.markers
        assert (asked.rating, asked.competency) == ("question", None)
        assert quoted.quote == "what would it mean to you if it worked"
        assert quoted.competency == "trust-and-safety"


async def test_marking_while_reading_marks_what_the_readers_cursor_is_on(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("down", "down", "down", "6")
        (marker,) = one.document.editor.review.markers
        assert marker.quote == "I would be home for supper"
        assert one.screen.document.position < 1


async def test_without_a_transcript_a_marker_is_a_moment(tmp_path: Path) -> None:
    async with reviewing(app_on(recording(tmp_path))) as one:
        assert one.shows("There is no transcript")
        await one.go_to(12.0)
        await one.press("7")
        (marker,) = one.document.editor.review.markers
        assert (marker.start, marker.end, marker.quote) == (10.5, None, "")


async def _three_markers(one: Reviewer) -> None:
    for seconds, key in ((2.0, "1"), (12.0, "7"), (33.0, "8")):
        await one.go_to(seconds)
        await one.press(key, "escape")


async def test_next_and_previous_go_and_play_with_pre_roll(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await _three_markers(one)
        await one.go_to(5.0)
        await one.press("n")
        player = one.document.player
        assert player is not None
        assert player.playing
        assert one.screen.document.current == "m2"
        assert 8.0 <= player.position < 9.0
        await one.press("n", "p", "p", "p")
        assert one.screen.document.current == "m1"
        assert one.shows("This was the first marker")


async def test_markers_are_moved_coded_anew_made_private_and_deleted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await _three_markers(one)
        await one.press("ctrl+left", "}", "ctrl+up", "(")
        marker = one.document.editor.review.markers[-1]
        assert (marker.start, marker.end) == (30.9, 33.1)
        await one.press("r", "2", "escape", "h")
        marker = one.document.editor.review.markers[-1]
        assert (marker.competency, marker.private) == ("coaching-mindset", True)
        await one.press("d")
        assert [one.id for one in one.document.editor.review.markers] == ["m1", "m2"]
        await one.press("u")
        assert len(one.document.editor.review.markers) == 3


async def test_keys_pressed_before_all_widgets_are_there_are_done_then(talk: Path) -> None:
    app = app_on(talk)
    async with app.run_test() as pilot:
        one = Reviewer(app, pilot)
        await one.press("7", "3")
        await until(pilot, lambda: len(one.document.editor.review.markers) == 2)
        await until(pilot, lambda: app.document.player is not None)
        assert app.document.player is not None
    app.document.close()
