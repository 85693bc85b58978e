"""A date that may be two days: which one is asked once, and how such dates are read is kept."""

import datetime as dt
from pathlib import Path

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.storage.settings import load_settings


@pytest.mark.parametrize(
    ("key", "day", "order"),
    [("1", dt.date(2026, 12, 4), "day"), ("2", dt.date(2026, 4, 12), "month")],
)
async def test_an_unclear_date_is_asked_about_once(
    tmp_path: Path, key: str, day: dt.date, order: str
) -> None:
    path = with_transcript(recording(tmp_path))
    async with reviewing(app_on(path), size=(80, 24)) as mentor:
        await mentor.press("D", "shift+tab", *["backspace"] * 10)
        await mentor.type("4/12/2026")
        await mentor.press("enter")
        await mentor.sees("Which day is 4/12/2026?")
        await mentor.sees("4 December 2026")
        await mentor.sees("12 April 2026")
        await mentor.press(*(["down"] if key == "2" else []), "enter")
        await mentor.misses("Which day is")
        await until(mentor.pilot, lambda: mentor.document.editor.review.session.date == day)
        assert load_settings().date_order == order
        await mentor.press("escape", "escape", "D", "shift+tab")
        await mentor.press(*["backspace"] * 10)
        await mentor.type("5/6/2026")
        await mentor.press("enter")
        assert not mentor.shows("Which day is")
        second = dt.date(2026, 6, 5) if order == "day" else dt.date(2026, 5, 6)
        await until(mentor.pilot, lambda: mentor.document.editor.review.session.date == second)


async def test_leaving_the_question_keeps_the_text_and_no_wrong_day(tmp_path: Path) -> None:
    path = with_transcript(recording(tmp_path))
    async with reviewing(app_on(path)) as mentor:
        before = mentor.document.editor.review.session.date
        await mentor.press("D", "shift+tab", *["backspace"] * 10)
        await mentor.type("4/12/2026")
        await mentor.press("enter")
        await mentor.sees("Which day is 4/12/2026?")
        await mentor.press("escape")
        await mentor.misses("Which day is")
        await mentor.sees("4/12/2026")
        assert mentor.document.editor.review.session.date in (before, None)
