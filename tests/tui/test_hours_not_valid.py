"""What is typed into hours and consents and cannot be kept: said, never lost, never let in."""

import datetime as dt
from pathlib import Path

import pytest
from dialog_host import HOSTILE
from reviewing import app_on, recording, reviewing, with_transcript
from textual import events
from writing_hours import HEADING, begin_with, noted, opened, to_consents

from sessionlens.domain.review import Consent, Session
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import load_settings


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


@pytest.mark.parametrize(
    ("tabs", "text", "why"),
    [
        (0, "0", "Session number: a whole number, 1 or more"),
        (0, "3a", "Session number: a whole number, 1 or more"),
        (0, "9" * 5000, "Session number: a whole number, 1 or more"),
        (1, "-5", "Dialogue minutes: a whole number, 0 or more"),
        (1, "٣", "Dialogue minutes: a whole number, 0 or more"),
        (4, "2026-13-01", "Delete by: a day such as 2026-11-02 or 2.11.2026"),
        (4, "1.1.0001", "Delete by: a year from 1900 to 9998"),
        (6, "yesterday", "Consent 1, given: a day such as 2026-11-02 or 2.11.2026"),
    ],
)
async def test_what_is_not_valid_stays_with_a_word_why_and_keeps_the_old_value(
    talk: Path, tabs: int, text: str, why: str
) -> None:
    before = Session(
        number=2,
        dialogue_minutes=20,
        delete_by=dt.date(2026, 12, 1),
        consents=(Consent(purpose="training", given=dt.date(2026, 11, 2)),),
    )
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        begin_with(mentor, before)
        await opened(mentor)
        await mentor.press(*["tab"] * tabs)  # what stands in a field is chosen, and replaced
        mentor.app.post_message(events.Paste(text))
        await mentor.press("enter")
        await mentor.sees(why)
        await mentor.press("escape")
        await mentor.sees("Esc once")
        await mentor.press("escape")
        await mentor.misses(HEADING)
        assert load_review(mentor.document.opened.review_path).session == before


async def test_a_consent_never_ends_before_it_was_given(talk: Path) -> None:
    kept = Consent(purpose="training", given=dt.date(2026, 11, 2), until=dt.date(2027, 5, 2))
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        begin_with(mentor, Session(consents=(kept,)))
        await opened(mentor)
        await mentor.press(*["tab"] * 6)
        await mentor.type("2028-01-01")
        await mentor.press("tab")
        await mentor.sees("Consent 1, until: a day that is not before it was given")
        assert load_review(mentor.document.opened.review_path).session.consents == (kept,)
        await mentor.type("2028-05-02")
        await mentor.press("escape")
        (consent,) = load_review(mentor.document.opened.review_path).session.consents
        assert (consent.given, consent.until) == (dt.date(2028, 1, 1), dt.date(2028, 5, 2))


async def test_an_unclear_date_is_asked_about_here_too(talk: Path) -> None:
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        await opened(mentor)
        await to_consents(mentor)
        await mentor.type("training")
        await mentor.press("tab")
        await mentor.type("4/12/2026")
        await mentor.press("tab")
        await mentor.sees("Which day is 4/12/2026?")
        await mentor.press("down", "enter")
        await mentor.sees("2026-04-12")
        assert load_settings().date_order == "month"
        await mentor.press("escape")
        assert (await noted(mentor))["consents"] == [
            {"purpose": "training", "given": dt.date(2026, 4, 12)}
        ]


async def test_what_cannot_be_kept_is_a_draft_and_comes_back(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await opened(mentor)
        await mentor.type("three")
        await to_consents(mentor)
        await mentor.type("training")
        await mentor.press("tab")
        await mentor.type("last week")
        await mentor.press("f2", "tab")
        await mentor.type("2026-11-02")
        mentor.screen.keep()
        await mentor.on_disk()
    async with reviewing(app_on(talk), (80, 24)) as again:
        assert "Begun and not kept: Consent 1, given: “last week”" in "".join(
            again.document.writing.field_notices
        )
        await opened(again)
        for text in ("three", "training", "last week", "2026-11-02"):
            await again.sees(text)
        await again.press("escape", "escape")
        await again.misses(HEADING)
        assert (await noted(again))["consents"] == [{"purpose": "training"}]
        assert again.document.writing.field_notices == ()


async def test_hostile_words_stay_words(talk: Path) -> None:
    async with reviewing(app_on(talk), (80, 24)) as mentor:
        await opened(mentor)
        await to_consents(mentor)
        mentor.app.post_message(events.Paste(f"{HOSTILE}\x1b]0;x\x07"))
        await mentor.press("tab")
        await mentor.type("[bold]1")
        await mentor.sees("[bold]1")
        await mentor.press("end", "ctrl+u", "f3")
        await mentor.sees("The consent to [/x] [@click=app.bell]")
        (consent,) = load_review(mentor.document.opened.review_path).session.consents
        assert consent.purpose.startswith("[/x] [@click=app.bell]go[/] [red]")
        assert "\x1b" not in consent.purpose
