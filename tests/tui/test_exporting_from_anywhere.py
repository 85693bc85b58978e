"""The key that exports does so from every screen in which it is no letter of a text."""

from pathlib import Path

import pytest
from replaying import mentors_review, replaying, self_review, session
from reviewing import app_on, reviewing


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
