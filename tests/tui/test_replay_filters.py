"""Choosing among the moments of one's feedback."""

from pathlib import Path

import pytest
from replaying import REVIEW_ID, feedback, looked_at, replaying, session
from reviewing import recording

from sessionlens.storage.feedback import write_feedback


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return session(tmp_path)


async def test_filters_by_competency_rating_and_answer(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("R")
        assert [one.id for one in coach.screen.document.markers] == ["m2"]
        await coach.sees("moments: + strengths (1 of 3)")
        await coach.press("0", "C", "down", "enter")
        assert [one.id for one in coach.screen.document.markers] == ["m1"]
        await coach.press("0", "n", "a", "A")
        assert [one.id for one in coach.screen.document.markers] == ["m2", "m3"]
        await coach.press("A")
        assert [one.id for one in coach.screen.document.markers] == ["m1"]
        await coach.press("R")
        await coach.sees("The filter lets no moment pass")
        await coach.press("n")
        await coach.press("0")
        assert len(coach.screen.document.markers) == 3


async def test_an_answered_moment_stays_until_one_goes_on(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("A", "n", "t")
        assert [one.id for one in coach.screen.document.markers] == ["m1", "m2", "m3"]
        await coach.press("n")
        assert coach.screen.document.current == "m2"
        assert [one.id for one in coach.screen.document.markers] == ["m2", "m3"]


async def test_search_finds_words_in_the_mentors_comments(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("slash")
        await coach.type("opened")
        await coach.press("enter")
        assert coach.screen.document.current == "m2"


async def test_a_feedback_without_moments_says_so(tmp_path: Path) -> None:
    path = recording(tmp_path)
    file = tmp_path / "talk.feedback.toml"
    write_feedback(file, feedback(path, markers=()))
    looked_at(REVIEW_ID)
    async with replaying(file) as coach:
        await coach.sees("This feedback has no moments.")
        await coach.press("n", "P", "a", "enter", "R")
        assert coach.saved == {}
        await coach.press("v")
        await coach.sees("One question at a time.")
