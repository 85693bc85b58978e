"""The seal, in both directions."""

import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from replaying import replaying, self_review, session
from reviewing import reviewing

from sessionlens.library.review import open_review
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.shown import showing_review


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return session(tmp_path)


async def test_an_unfinished_review_of_ones_own_seals_the_moments(
    file: Path, tmp_path: Path
) -> None:
    own = self_review(tmp_path)
    before = own.read_bytes()
    async with replaying(file) as coach:
        await coach.sees("sealed")
        await coach.sees("Show the moments all the same")
        assert not coach.shows("You waited")
        await coach.press("n", "v", "escape")
        await until(coach.pilot, lambda: not coach.app.is_running)
    assert own.read_bytes() == before


async def test_finishing_opens_the_seal(file: Path, tmp_path: Path) -> None:
    own = self_review(tmp_path)
    async with replaying(file) as coach:
        await coach.press("down", "enter")
        await coach.press("n", "n")
        await coach.sees("You waited, and it opened.")
    saved = tomllib.loads(own.read_text("utf-8"))
    assert "finished" in saved
    assert "seal_broken" not in saved


async def test_breaking_the_seal_takes_two_decisions_and_is_recorded(
    file: Path, tmp_path: Path
) -> None:
    own = self_review(tmp_path)
    async with replaying(file) as coach:
        await coach.press("down", "down", "enter")
        await coach.sees("cannot be unread")
        assert "seal_broken" not in tomllib.loads(own.read_text("utf-8"))
        await coach.press("up", "down", "enter")
        await coach.sees("cannot be unread")
        await coach.press("enter")
        await coach.press("n")
        await coach.sees("The topic stays wide")
    assert "seal_broken" in tomllib.loads(own.read_text("utf-8"))
    async with replaying(file) as coach:
        assert not coach.shows("sealed")


async def test_going_on_with_ones_own_review_shows_nothing(file: Path, tmp_path: Path) -> None:
    self_review(tmp_path)
    async with replaying(file) as coach:
        await coach.press("enter")
        await coach.sees("own review")
        assert not coach.shows("You waited")
        await coach.press("escape", "F")
        await coach.press("ctrl+q")
        await coach.sees("feedback by Maria")
        await coach.press("n")
        await coach.sees("The topic stays wide")


async def test_leaving_ones_own_review_unfinished_leaves_the_feedback_sealed(
    file: Path, tmp_path: Path
) -> None:
    self_review(tmp_path)
    async with replaying(file) as coach:
        await coach.press("enter")
        await coach.sees("own review")
        await coach.press("ctrl+q")
        await until(coach.pilot, lambda: not coach.app.is_running)
        assert not coach.shows("You waited")


async def test_a_review_open_in_another_window_keeps_the_seal(file: Path, tmp_path: Path) -> None:
    self_review(tmp_path)
    elsewhere = open_review(tmp_path / "talk.wav", role="coach")
    try:
        async with replaying(file) as coach:
            await coach.press("down", "enter")
            await coach.sees("Show the moments all the same")
            assert not coach.shows("You waited")
    finally:
        elsewhere.store.close()


async def test_a_review_with_nothing_noted_yet_seals_while_it_is_open(
    file: Path, tmp_path: Path
) -> None:
    elsewhere = open_review(tmp_path / "talk.wav", role="coach")
    try:
        async with replaying(file) as coach:
            await coach.sees("A review of your own is open in another window")
            await coach.press("down", "enter")
            assert not coach.shows("You waited")
            elsewhere.store.close()
            await coach.press("enter", "n")
            await coach.sees("The topic stays wide")
    finally:
        elsewhere.store.close()


async def test_a_review_of_ones_own_with_a_mistake_in_it_seals_and_says_where(
    file: Path, tmp_path: Path
) -> None:
    own = self_review(tmp_path)
    own.write_text(own.read_text("utf-8").replace("rating = ", "ratng = ", 1), "utf-8")
    async with replaying(file) as coach:
        assert coach.shows("(talk.self.review.toml,")
        await coach.sees("ratng")
        assert not coach.shows("You waited")
        await coach.press("down", "down", "enter", "enter", "n")
        await coach.sees("The topic stays wide")
    assert "\nseal_broken = " in own.read_text("utf-8")


async def test_the_coach_finishes_in_the_review_and_opens_it_again(tmp_path: Path) -> None:
    session(tmp_path)
    own = self_review(tmp_path)
    app = SessionLensApp(showing_review(open_review(tmp_path / "talk.wav", role="coach")))
    async with reviewing(app) as person:
        await person.sees("own review")
        await person.press("escape", "F")
        await person.sees("own review, finished")
        assert "finished" in tomllib.loads(own.read_text("utf-8"))
        await person.press("u")
        assert "finished" not in tomllib.loads(own.read_text("utf-8"))
        await person.press("F", "F")
        assert "finished" not in tomllib.loads(own.read_text("utf-8"))


async def test_finishing_mentions_the_comments_that_are_still_a_draft(tmp_path: Path) -> None:
    session(tmp_path)
    self_review(tmp_path)
    app = SessionLensApp(showing_review(open_review(tmp_path / "talk.wav", role="coach")))
    async with reviewing(app) as person:
        await person.press("escape", "c")
        await person.type("begun")
        await person.press("escape", "F")
        await person.sees("the moments of the feedback now; 1 comment is still a draft (F7)")
        await person.press("F")
        await person.misses("draft")


async def test_a_finished_review_of_the_coachs_is_opened_with_a_word_on_whose_it_is(
    tmp_path: Path,
) -> None:
    session(tmp_path)
    own = self_review(tmp_path, finished=True)
    app = SessionLensApp(showing_review(open_review(tmp_path / "talk.wav", review=own)))
    async with reviewing(app) as person:
        assert "This is Anna's own review, finished on 2026-11-02" in person.document.notices[0]
