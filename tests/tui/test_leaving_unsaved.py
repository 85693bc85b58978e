"""Leaving asks once about what would be lost, and again about anything else."""

from pathlib import Path
from typing import Any

import pytest
from dialog_host import until
from replaying import self_review, session
from reviewing import (
    Person,
    Reviewer,
    app_on,
    has_player,
    recording,
    reviewing,
    with_transcript,
)

from sessionlens.library.comparing import open_comparison
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.compare.document import OpenComparison
from sessionlens.tui.showing import showing_comparison

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def asked(person: Person[Any]) -> int:
    """How often it was said that something would be lost."""
    notices = [notice.message for notice in person.app._notifications]
    return sum("Leave again to" in message for message in notices)


def titles(reviewer: Reviewer) -> list[str]:
    return [notice.title for notice in reviewer.app._notifications]


async def comment(reviewer: Reviewer, text: str) -> None:
    await reviewer.press("c")
    await reviewer.type(text)
    await reviewer.press("enter")


async def test_unsaved_words_are_asked_about_once(talk: Path) -> None:
    async with reviewing(app_on(talk)) as reviewer:
        talk.with_name("talk.review.toml").mkdir()  # nothing can be written there
        await comment(reviewer, "first")
        await reviewer.press("ctrl+q")
        assert (asked(reviewer), reviewer.app.is_running) == (1, True)
        await reviewer.press("ctrl+q")
        await until(reviewer.pilot, lambda: not reviewer.app.is_running)


async def test_what_is_found_out_meanwhile_is_no_reason_to_ask_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as reviewer:
        talk.with_name("talk.review.toml").mkdir()
        await until(reviewer.pilot, lambda: bool(reviewer.document.editor.review.recording.sha256))
        await comment(reviewer, "first")
        reviewer.document.say("It holds")
        await reviewer.press("ctrl+q")
        heard = reviewer.document.editor.review.recording
        reviewer.document.identify(heard.sha256, 59.5, heard.sound_sha256)
        assert reviewer.document.editor.review.recording != heard
        await reviewer.sees("It holds")
        await reviewer.press("ctrl+q")
        await until(reviewer.pilot, lambda: not reviewer.app.is_running)


async def test_other_unsaved_words_are_asked_about_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as reviewer:
        blocked = talk.with_name("talk.review.toml")
        blocked.mkdir()
        await comment(reviewer, "first")
        await reviewer.press("ctrl+q")
        assert asked(reviewer) == 1
        await until(reviewer.pilot, lambda: "Not saved" in titles(reviewer))
        blocked.rmdir()
        await until(reviewer.pilot, lambda: "Not saved" not in titles(reviewer))
        blocked.unlink()
        blocked.mkdir()
        await comment(reviewer, "second")
        await reviewer.press("ctrl+q")
        assert (asked(reviewer), reviewer.app.is_running) == (1, True)
        await reviewer.press("ctrl+q")
        await until(reviewer.pilot, lambda: not reviewer.app.is_running)


async def test_words_typed_in_another_dialog_are_asked_about_again(tmp_path: Path) -> None:
    """Where nothing is written, nobody keeps what is typed as a draft."""
    feedback, own = session(tmp_path), self_review(tmp_path, finished=True)
    app = SessionLensApp(showing_comparison(open_comparison(own, feedback)))
    async with app.run_test() as pilot:
        await until(pilot, lambda: has_player(app))
        person = Person[OpenComparison](app, pilot)
        for count in (1, 2):
            await person.press("t")
            await person.type("3")
            await person.press("ctrl+q")
            assert (asked(person), app.is_running) == (count, True)
            await person.press("escape")
