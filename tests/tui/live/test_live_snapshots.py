"""Pictures of the form before a live session; `pytest --snapshot-update` after a change meant."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from picturing import SIZES, Looks, by_size
from reviewing import Person

from sessionlens.domain.review import Consent
from sessionlens.library.live_review import LivePlan, proposed_live
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.showing_live import showing_live_form

DAY = dt.date(2026, 11, 2)
AGREED = (Consent(purpose="recording for mentoring", given=dt.date(2020, 1, 2)),)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize("agreed", [False, True], ids=["nobody", "agreed"])
async def test_the_form(
    tmp_path: Path, looks_as_before: Looks, size: tuple[int, int], agreed: bool
) -> None:
    session = replace(proposed_live("Group one", DAY), coach="Anna", client="K.")
    plan = LivePlan(tmp_path, replace(session, consents=AGREED) if agreed else session)
    app = SessionLensApp(showing_live_form(plan))
    async with app.run_test(size=size) as pilot:
        await Person(app, pilot).sees("who has agreed")
        await looks_as_before(pilot)


async def test_a_date_that_is_none_keeps_one_in_the_form(tmp_path: Path) -> None:
    plan = LivePlan(tmp_path, proposed_live("Group one", DAY))
    app = SessionLensApp(showing_live_form(plan))
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person[Any](app, pilot)
        await person.sees("who has agreed")
        await person.press("tab", "tab", "tab", "tab")
        await person.type("soon")
        await person.press("f5")
        await person.sees("Not valid yet")
    assert list(tmp_path.iterdir()) == []
