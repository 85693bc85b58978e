"""Keys that are typed before a screen is there, or while it takes its time, keep their order."""

import asyncio
from pathlib import Path

import pytest
from dialog_host import burst, until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.tui import keys_in_order
from sessionlens.tui.screens.review.screen import ReviewScreen
from sessionlens.tui.screens.verdicts import VerdictScreen


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_keys_wait_for_the_parts_of_a_screen(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = ReviewScreen._compose_rest

    async def late(screen: ReviewScreen) -> None:
        await asyncio.sleep(0.5)
        await compose(screen)

    monkeypatch.setattr(ReviewScreen, "_compose_rest", late)
    app = app_on(talk)
    async with app.run_test(size=(120, 40)) as pilot:
        await burst(pilot, "7", "enter", *"you", "enter")
        await until(pilot, lambda: bool(list(talk.parent.glob("*.review.toml"))))
        review = talk.with_suffix(".review.toml")
        await until(pilot, lambda: 'comment = "you"' in review.read_text("utf-8"))


async def test_a_key_waits_for_a_screen_that_takes_its_time(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_in_order, "_LOOK_AFTER", 0.02)
    mounted = VerdictScreen.on_mount

    async def late(screen: VerdictScreen) -> None:
        await asyncio.sleep(0.5)
        mounted(screen)

    monkeypatch.setattr(VerdictScreen, "on_mount", late)
    async with reviewing(app_on(talk)) as person:
        await burst(person.pilot, "v", "end", "enter", *"kind", "escape")
        await until(person.pilot, lambda: person.app.screen is person.screen)
        await until(person.pilot, lambda: 'strengths = "kind"' in person.saved)
