"""What a coach takes along from their feedback."""

import datetime as dt
from pathlib import Path

import pytest
from dialog_host import until
from replaying import replaying, session

from sessionlens.tui.widgets import save_soon


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return session(tmp_path)


async def test_what_is_taken_along_is_saved_within_a_second_and_undone_at_one_go(
    file: Path,
) -> None:
    async with replaying(file) as coach:
        await coach.press("r")
        assert save_soon._AFTER < 1
        await coach.type("Silence works")
        kept = {"take_away": "Silence works"}
        await until(coach.pilot, lambda: coach.saved.get("reflection") == kept)
        await coach.press("tab")
        await coach.type("One question")
        await coach.press("tab")
        await coach.type("2026-12")
        await coach.sees("✗ a day such as")
        await coach.type("-24")
        await coach.press("escape")
        assert coach.saved["reflection"] == {
            "take_away": "Silence works",
            "practise": "One question",
            "until": dt.date(2026, 12, 24),
        }
        await coach.press("u")
        assert "reflection" not in coach.saved


async def test_a_day_that_is_none_is_not_thrown_away_in_silence(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("r")
        await coach.type("Silence")
        await coach.press("tab", "tab")
        await coach.type("next Friday")
        await coach.press("tab", "escape")
        await coach.sees("'next Friday' is no day: write it as 2026-12-31")
        assert coach.saved["reflection"] == {"take_away": "Silence"}
        await coach.press("home", *("delete",) * 11)
        await coach.misses("is no day")
        await coach.type("2026-13-01")
        await coach.press("escape")
        await coach.sees("'2026-13-01' is no day")
        await coach.press("escape")
        await coach.misses("To take along")
        assert coach.saved["reflection"] == {"take_away": "Silence"}


async def test_the_verdicts_and_the_summary_are_read(file: Path) -> None:
    async with replaying(file, size=(80, 24)) as coach:
        await coach.press("v")
        await coach.sees("You listen.")
        await coach.sees("Evokes Awareness")
        await coach.sees("They wait.")
        await coach.press("escape", "question_mark")
        await coach.sees("I will try this")
