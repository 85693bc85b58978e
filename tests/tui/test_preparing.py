"""A coach prepares in their own review; what they meant to practise comes back in the next one."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from dialog_host import until
from msgspec.structs import replace
from replaying import feedback
from reviewing import recording, reviewing, with_transcript

from sessionlens.domain.answer import Reflection
from sessionlens.domain.reply import for_the_reviewer, new_reply
from sessionlens.domain.review import Role, Session
from sessionlens.library.review import open_review
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.shown import showing_review
from sessionlens.tui.widgets import save_soon

PRACTISE = "Three breaths before a question"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The next recording of the pair, in a folder beside that of the first, which is answered."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    talk = recording(first)
    answered = replace(
        new_reply(feedback(talk)),
        session=Session(coach="Anna", reviewer="Maria", date=dt.date(2026, 11, 2)),
        reflection=Reflection(practise=PRACTISE, until=dt.date(2026, 11, 30)),
    )
    sent = replace(for_the_reviewer(answered), exported=dt.datetime(2026, 11, 3, tzinfo=dt.UTC))
    (first / "Antwort von Anna.txt").write_bytes(encode_reply(sent, to_send=True))
    path = with_transcript(recording(second, seconds=61))
    return path.rename(second / "2026-11-23 Fourth session.wav")


def app(path: Path, role: Role) -> SessionLensApp:
    save_program_state(replace(load_program_state(), welcome_seen=True))
    return SessionLensApp(showing_review(open_review(path, role=role)))


def on_disk(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


async def test_a_coach_answers_four_plain_questions_and_undoes_them_at_one_go(second: Path) -> None:
    async with reviewing(app(second, "coach"), (80, 24)) as coach:
        await coach.sees("I meant to practise")
        await coach.press("escape", "P")
        await coach.sees("Preparing to look at it together")
        await coach.sees("until 2026-11-30: Three breaths before a question")
        await coach.type("The list")
        await coach.press("tab")
        await coach.type("I wanted to impress him")
        await coach.press("tab", "right", "tab")
        await coach.type("Twice")
        await coach.sees("What became of what I meant to practise?")
        await coach.press("escape")
        assert on_disk(coach.saved)["preparation"] == {
            "bring": "The list",
            "least": "I wanted to impress him",
            "share": "something",
            "earlier": "Twice",
        }
        await coach.press("u")
        assert "preparation" not in on_disk(coach.saved)


async def test_what_is_typed_into_the_preparation_is_saved_within_a_second(second: Path) -> None:
    async with reviewing(app(second, "coach")) as coach:
        await coach.press("escape", "P")
        assert save_soon._AFTER < 1
        await coach.type("The list")
        kept = {"bring": "The list"}
        await until(coach.pilot, lambda: on_disk(coach.saved).get("preparation") == kept)


async def test_a_mentor_prepares_nothing_and_is_told_who_does(second: Path) -> None:
    async with reviewing(app(second, "mentor")) as mentor:
        await mentor.press("escape", "P")
        await mentor.sees("A coach prepares in their own review")


async def test_a_marker_is_tied_to_what_was_to_be_practised_and_let_go(second: Path) -> None:
    async with reviewing(app(second, "mentor")) as mentor:
        await mentor.sees("The coach meant to practise")
        await mentor.press("escape", "7", "escape", "H")
        await mentor.sees("Heard here: Three breaths before a question")
        await mentor.sees("◎ heard here: what was")
        (marker,) = on_disk(mentor.saved)["markers"]
        assert marker["intention"] == mentor.document.intentions[0].id
        await mentor.press("H")
        await mentor.misses("◎")
        await mentor.press("u")
        await mentor.sees("◎")


async def test_another_coach_is_not_asked_about_it(second: Path) -> None:
    async with reviewing(app(second, "mentor")) as mentor:
        await mentor.sees("meant to practise")
        await mentor.press("escape", "D")
        await mentor.type("Ben")
        await mentor.press("enter")
        assert on_disk(mentor.saved)["session"]["coach"] == "Ben"
        await mentor.press("escape")
        await mentor.misses("meant to practise")
        await mentor.press("7", "escape", "H")
        await mentor.sees("Nothing is known here that was to be practised")


async def test_without_an_earlier_reply_nothing_is_said(tmp_path: Path) -> None:
    async with reviewing(app(with_transcript(recording(tmp_path)), "coach")) as coach:
        await coach.press("escape", "P")
        await coach.sees("What became of what I meant to practise?")
        assert not coach.shows("I meant to practise until")
