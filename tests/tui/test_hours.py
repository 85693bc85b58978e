"""Hours and consents of a session, written in the screen; the log of the folder counts them."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from dialog_host import until
from picturing import SIZES, Looks, by_size
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from writing_hours import HEADING, begin_with, noted, opened, to_consents

from sessionlens.cli.root import root
from sessionlens.domain.review import Consent, Session
from sessionlens.storage.reviews import load_review
from sessionlens.tui.widgets import save_soon


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_all_that_the_log_counts_is_written_by_keys_and_read_by_it(
    talk: Path, size: tuple[int, int]
) -> None:
    async with reviewing(app_on(talk), size) as mentor:
        await opened(mentor)
        await mentor.type("3")
        await mentor.press("enter")
        await mentor.type("30")
        await mentor.press("enter", "2", "enter", "1", "enter")
        await mentor.type("1.6.2027")
        await mentor.press("enter")
        await mentor.type("mentor coaching")
        await mentor.press("enter")
        await mentor.type("2.11.2026")
        await mentor.press("tab")
        await mentor.type("2027-05-02")
        await mentor.press("f2")
        await mentor.type("training")
        await mentor.press("escape")
        await mentor.misses(HEADING)
        assert await noted(mentor) == {
            "number": 3,
            "dialogue_minutes": 30,
            "setting": "group",
            "observed": "recorded",
            "delete_by": dt.date(2027, 6, 1),
            "consents": [
                {
                    "purpose": "mentor coaching",
                    "given": dt.date(2026, 11, 2),
                    "until": dt.date(2027, 5, 2),
                },
                {"purpose": "training"},
            ],
        }
    ledger = CliRunner().invoke(root, ["ledger", str(talk.parent), "--json"])
    assert ledger.exit_code == 0, ledger.output
    counted = json.loads(ledger.stdout)["sessions"][0]
    assert (counted["number"], counted["setting"], counted["observed"]) == (3, "group", "recorded")
    assert counted["dialogue_minutes"] == 30
    assert [consent["purpose"] for consent in counted["consents"]] == [
        "mentor coaching",
        "training",
    ]


async def test_what_is_typed_is_saved_within_a_second(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await opened(mentor)
        assert save_soon._AFTER < 1
        await mentor.press("tab")
        await mentor.type("45")
        await until(mentor.pilot, lambda: "dialogue_minutes = 45" in mentor.saved)


async def test_one_visit_is_one_step_to_undo(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await opened(mentor)
        await mentor.type("3")
        await mentor.press("tab")
        await mentor.type("30")
        await to_consents(mentor)
        await mentor.type("training")
        await mentor.press("escape", "u")
        assert await noted(mentor) == {}
        await mentor.press("ctrl+r")
        assert await noted(mentor) == {
            "number": 3,
            "dialogue_minutes": 30,
            "consents": [{"purpose": "training"}],
        }


async def test_a_consent_is_withdrawn_today_and_that_is_said(talk: Path) -> None:
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        await opened(mentor)
        await mentor.press("f3")
        await mentor.sees("Go to a consent first")
        await to_consents(mentor)
        await mentor.type("training")
        await mentor.press("f3")
        today = dt.date.today()
        await mentor.sees(f"The consent to training was withdrawn on {today.isoformat()}.")
        assert (await noted(mentor))["consents"] == [{"purpose": "training", "withdrawn": today}]
        await mentor.press("f3")
        await mentor.sees("noted there already")
        assert (await noted(mentor))["consents"] == [{"purpose": "training", "withdrawn": today}]


async def test_a_consent_that_has_ended_is_said_and_one_that_took_its_place_is_not(
    talk: Path,
) -> None:
    ended = Consent(purpose="training", until=dt.date(2025, 1, 1))
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        begin_with(mentor, Session(consents=(ended,), delete_by=dt.date(2025, 2, 1)))
        await opened(mentor)
        await mentor.sees("The consent to training ended on 2025-01-01.")
        await to_consents(mentor)
        await mentor.type("training")
        await mentor.press("enter")
        await mentor.misses("The consent to training ended")
        await mentor.sees("All was to be deleted by 2025-02-01.")
        assert len((await noted(mentor))["consents"]) == 2


async def test_a_consent_is_removed_and_an_empty_row_vanishes(talk: Path) -> None:
    first, second = Consent(purpose="mentor coaching"), Consent(purpose="training")
    async with reviewing(app_on(talk)) as mentor:
        begin_with(mentor, Session(consents=(first, second)))
        await opened(mentor)
        await mentor.press("f2")
        await mentor.sees("what it is for")
        await mentor.press("shift+tab")
        await mentor.misses("what it is for")
        await mentor.press("f4")
        await mentor.sees("Removed: training")
        assert (await noted(mentor))["consents"] == [{"purpose": "mentor coaching"}]
        await mentor.press("f4")
        await mentor.sees("what it is for")
        assert "consents" not in await noted(mentor)
        await mentor.press("escape", "u")
        assert [one["purpose"] for one in (await noted(mentor))["consents"]] == [
            "mentor coaching",
            "training",
        ]


async def test_typing_goes_on_in_the_row_that_a_key_has_just_added(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await opened(mentor)
        await mentor.press("f2", *"one", "f2", *"two", "f2", *"six", "escape")
        assert [consent["purpose"] for consent in (await noted(mentor))["consents"]] == [
            "one",
            "two",
            "six",
        ]


async def test_the_way_leads_from_the_details_and_neither_form_takes_back_the_other(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        await mentor.press("D")
        await mentor.sees("Ctrl+L hours")
        await mentor.type("Anna")
        await mentor.press("ctrl+l")
        await mentor.sees(HEADING)
        await mentor.type("3")
        await mentor.press("escape")
        await mentor.misses(HEADING)
        await mentor.press("tab")
        await mentor.type("K.")
        await mentor.press("escape")
        kept = load_review(mentor.document.opened.review_path).session
        assert (kept.coach, kept.client, kept.number) == ("Anna", "K.", 3)


async def test_nothing_is_written_by_looking(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await opened(mentor)
        await mentor.press(*["tab"] * 12, "escape")
        assert not mentor.document.opened.review_path.exists()


async def measured(mentor: Reviewer) -> None:
    """Wait for all of the timeline, which is seen behind a dialog."""
    document = mentor.document
    await until(mentor.pilot, lambda: bool(document.peaks and document.peaks.complete))


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_hours_and_consents_look_as_they_should(
    looks_as_before: Looks, talk: Path, size: tuple[int, int]
) -> None:
    ended = Consent(purpose="recording for training", until=dt.date(2025, 1, 1))
    kept = Consent(purpose="mentor coaching", given=dt.date(2024, 11, 2), until=dt.date(2994, 5, 2))
    async with reviewing(app_on(talk), size) as mentor:
        begin_with(mentor, Session(number=3, setting="individual", consents=(ended, kept)))
        await opened(mentor)
        await measured(mentor)
        await looks_as_before(mentor.pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_a_wrong_day_looks_as_it_should(
    looks_as_before: Looks, talk: Path, size: tuple[int, int]
) -> None:
    async with reviewing(app_on(talk), size) as mentor:
        begin_with(mentor, Session(consents=tuple(map(_numbered, range(14)))))
        await opened(mentor)
        await mentor.press("f2")
        await mentor.type("training")
        await mentor.press("tab")
        await mentor.type("yesterday")
        await mentor.press("shift+tab")
        await measured(mentor)
        await looks_as_before(mentor.pilot)


def _numbered(number: int) -> Consent:
    return Consent(purpose=f"purpose {number}", given=dt.date(2026, 11, 2))


async def test_the_details_in_sight_bring_no_hours_back_that_were_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await mentor.press("escape", "D", "ctrl+l")
        await mentor.sees(HEADING)
        await mentor.type("3")
        await mentor.press("escape")
        await mentor.misses(HEADING)
        assert await noted(mentor) == {"number": 3}
        assert mentor.document.editor.undo()
        await mentor.pilot.click("#details-coach Line")
        await mentor.type("Anna")
        await mentor.press("enter")
        assert mentor.document.editor.review.session.coach == "Anna"
        assert await noted(mentor) == {}
