"""Keys that are there before the program has dealt with the one before."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from dialog_host import Host, burst, keymap, rubric, until
from reviewing import app_on, recording, reviewing, with_transcript
from textual.app import App
from textual.command import CommandPalette
from textual.widgets import OptionList

from sessionlens.domain.evidence import Finding
from sessionlens.storage.settings import Settings
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.findings import FindingsScreen
from sessionlens.tui.screens.help import HelpScreen
from sessionlens.tui.screens.settings import SettingsScreen
from sessionlens.tui.screens.speakers import SpeakersScreen
from sessionlens.tui.screens.welcome import WelcomeScreen
from sessionlens.tui.widgets.pick_list import PickList

DIALOGS: list[tuple[Callable[[], Dialog[Any]], str]] = [
    (lambda: AskScreen("Go to", "time", "1:00"), "enter"),
    (lambda: ChooseScreen("Device", [("a", "A"), ("b", "B")]), "enter"),
    (lambda: FindingsScreen([Finding("no comment", "m1")]), "enter"),
    (lambda: HelpScreen(keymap(), rubric()), "q"),
    (lambda: SettingsScreen(Settings(), ["default"], [("icf-core", "ICF")]), "ctrl+s"),
    (lambda: SpeakersScreen({"Coach": 3}), "enter"),
    (lambda: WelcomeScreen(keymap(), rubric()), "x"),
    (lambda: AskScreen("Go to", "time"), "escape"),
]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def first_found(app: App[Any]) -> str:
    """What stands first in the palette."""
    options = app.screen.query_one(OptionList).options
    return str(options[0].prompt) if options else ""


@pytest.mark.parametrize(("dialog", "key"), DIALOGS)
async def test_a_dialog_is_answered_once(dialog: Callable[[], Dialog[Any]], key: str) -> None:
    screen = dialog()
    app = Host(screen)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.screen is screen)
        await burst(pilot, key, key, key)
        assert len(app.answers) == 1
        assert app.screen is not screen


@pytest.mark.parametrize("size", [(120, 40), (5, 100)])
@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_the_palette_takes_a_page_key_before_it_is_laid_out(
    talk: Path, size: tuple[int, int], key: str
) -> None:
    async with reviewing(app_on(talk), size=size) as person:
        await burst(person.pilot, "ctrl+p", *["down"] * 5, key)
        await until(person.pilot, lambda: isinstance(person.app.screen, CommandPalette))
        await burst(person.pilot, key, key, "escape", "escape")
        await until(person.pilot, lambda: person.app.screen is person.screen)


async def test_the_palette_runs_a_command_once(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+p", *"presence")
        await until(
            person.pilot, lambda: first_found(person.app).startswith("Mark: Maintains Presence")
        )
        await burst(person.pilot, "enter", "enter", "enter", "enter")
        await until(person.pilot, lambda: person.app.screen is person.screen)
        await until(person.pilot, lambda: bool(person.document.editor.review.markers))
        await person.pilot.pause()
        assert len(person.document.editor.review.markers) == 1


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_list_without_room_takes_a_page_key(key: str) -> None:
    options = PickList(*map(str, range(20)))
    app = Host(widget=options)
    async with app.run_test(size=(1, 1)) as pilot:
        options.styles.height = 0
        options.focus()
        options.highlighted = 5
        await burst(pilot, key)
        assert options.highlighted == (19 if key == "pagedown" else 0)


async def test_the_palette_is_there_once_whatever_has_opened_over_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        person.app.action_command_palette()
        await person.pilot.pause()
        person.app.push_screen(ChooseScreen("Output device", [("", "(the usual one)")]))
        await person.pilot.pause()
        person.app.action_command_palette()
        await person.pilot.pause()
        await person.press("escape", "escape")
        assert person.app.screen is person.screen


async def test_a_list_that_comes_late_stays_away_from_what_was_opened_since(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking: Future[tuple[str, ...]] = Future()
    async with reviewing(app_on(talk)) as person:
        monkeypatch.setattr(person.document.player, "look_for_devices", lambda: looking)
        await person.press("ctrl+d", "question_mark")
        assert isinstance(person.app.screen, HelpScreen)
        looking.set_result(())
        await person.app.workers.wait_for_complete()
        assert isinstance(person.app.screen, HelpScreen)
        await person.press("escape", "ctrl+d")
        await person.sees("Output device")
