"""Keys that are there before the program has dealt with the one before."""

from collections.abc import Callable
from typing import Any

import pytest
from dialog_host import Host, burst, keymap, rubric, until

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

DIALOGS: list[tuple[Callable[[], Dialog[Any]], str]] = [
    (lambda: AskScreen("Go to", "time", "1:00"), "enter"),
    (lambda: ChooseScreen("Device", [("a", "A"), ("b", "B")]), "enter"),
    (lambda: FindingsScreen([Finding("no comment", "m1")]), "enter"),
    (lambda: HelpScreen(keymap(), rubric()), "q"),
    (lambda: SettingsScreen(Settings(), ["default"], ["icf-core"]), "ctrl+s"),
    (lambda: SpeakersScreen({"Coach": 3}), "enter"),
    (lambda: WelcomeScreen(keymap(), rubric()), "x"),
    (lambda: AskScreen("Go to", "time"), "escape"),
]


@pytest.mark.parametrize(("dialog", "key"), DIALOGS)
async def test_a_dialog_is_answered_once(dialog: Callable[[], Dialog[Any]], key: str) -> None:
    screen = dialog()
    app = Host(screen)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.screen is screen)
        await burst(pilot, key, key, key)
        assert len(app.answers) == 1
        assert app.screen is not screen
