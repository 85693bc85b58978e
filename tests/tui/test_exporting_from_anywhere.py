"""The key that exports does so from every screen in which it is no letter of a text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import mentors_review, replaying, self_review, session
from reviewing import Person, app_on, recording, reviewing
from visiting import visiting

from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.screens.start.opening import OpenRequest
from sessionlens.tui.showing import showing_folder


@pytest.mark.parametrize("opened", ["v", "y", "question_mark", "w", "f7", "C"])
async def test_what_lies_over_a_review_exports_as_it_does(tmp_path: Path, opened: str) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as mentor:
        await mentor.press(opened)
        assert len(mentor.app.screen_stack) > 1
        assert not mentor.shows("What goes out")
        await mentor.press("E")
        await mentor.sees("What goes out")
        await mentor.press("escape")
        assert mentor.app.screen is mentor.screen


@pytest.mark.parametrize("opened", ["v", "question_mark", "C"])
async def test_what_lies_over_a_replay_exports_as_it_does(tmp_path: Path, opened: str) -> None:
    async with replaying(session(tmp_path)) as coach:
        await coach.press("n", "a", opened, "E")
        await coach.sees("What goes out")


async def test_where_one_writes_it_is_a_letter(tmp_path: Path) -> None:
    async with replaying(session(tmp_path)) as coach:
        await coach.press("n", "a", "r")
        await coach.sees("Esc E hands out")
        await coach.press("E", "escape")
        assert coach.saved["reflection"]["take_away"] == "E"
        await coach.press("E")
        await coach.sees("What goes out")


async def test_where_nothing_can_go_out_that_is_said(tmp_path: Path) -> None:
    feedback = session(tmp_path)
    self_review(tmp_path)
    async with replaying(feedback) as coach:
        await coach.press("E")
        await coach.sees("there is nothing to hand out")


async def test_what_goes_out_is_shown_from_the_list(tmp_path: Path) -> None:
    file, talk = session(tmp_path), tmp_path / "talk.wav"
    made: dict[OpenRequest, Callable[[], Path]] = {
        OpenRequest("replay", file, command="review.export"): lambda: file,
        OpenRequest("self-review", talk, command="review.export"): lambda: self_review(tmp_path),
        OpenRequest("review", talk, command="review.export"): lambda: mentors_review(tmp_path),
    }
    for request, make in made.items():
        make()
        async with visiting(tmp_path) as person:
            await person.press("E")
            assert person.choices == [request]


async def test_where_nothing_is_noted_nothing_goes_out(tmp_path: Path) -> None:
    recording(tmp_path)
    async with visiting(tmp_path) as person:
        await person.press("E")
        await person.sees("Nothing is noted on it yet")
        assert not person.choices


async def test_a_review_opened_to_be_handed_out_shows_what_goes_out(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    save_program_state(replace(load_program_state(), welcome_seen=True))
    app = SessionLensApp(showing_folder(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person[OpenFolder](app, pilot)
        await person.press("E")
        await person.sees("What goes out")
        await person.press("escape", "ctrl+q")
        await person.sees("talk.wav")
