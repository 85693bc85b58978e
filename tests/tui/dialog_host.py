"""An empty program with the three themes, to open one screen or widget in."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from sessionlens.domain.keymap import Keymap
from sessionlens.domain.rubric import Rubric
from sessionlens.storage.keymaps import load_keymap
from sessionlens.storage.rubrics import load_rubric
from sessionlens.tui.themes import DARK, THEMES

TOP = Path(__file__).parents[2]

_ROUNDS = 5  # a key's own handling, and that of messages which lead to other messages

HOSTILE = "[/x] [@click=app.bell]go[/] [red]日本語 👩‍👩‍👧 é"
"""What a file may say: markup that would crash or act, wide and combining characters."""


class Host(App[None]):
    """Opens a screen and keeps its answer, or shows a widget and keeps its messages."""

    def __init__(
        self, screen: Screen[Any] | None = None, widget: Widget | None = None, theme: str = "dark"
    ) -> None:
        super().__init__()
        self._first = screen
        self._widget = widget
        self._theme_name = theme
        self.answers: list[Any] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def compose(self) -> ComposeResult:
        if self._widget:
            yield self._widget

    def on_mount(self) -> None:
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[self._theme_name].name
        if self._first:
            self.push_screen(self._first, self.answers.append)

    async def _press_keys(self, keys: Iterable[str]) -> None:
        """Have each key dealt with before the next: a starved process looks idle to a pilot."""
        for key in keys:
            await super()._press_keys([key])
            await dealt_with(self)


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Wait for something that takes its time; fails when it never comes."""
    for _ in range(2400):  # two minutes and more: the machine may be busy
        if holds():
            return
        await pilot.pause(0.05)
    strips = pilot.app.screen._compositor.render_strips()
    shown = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    raise AssertionError(f"it never came to pass:\n{shown}")


async def dealt_with(app: App[Any]) -> None:
    """Wait until that is done which keys have led to, from the widget with the cursor upwards."""
    await _passed(app)
    for _ in range(_ROUNDS):
        for node in (app.focused or app.screen).ancestors_with_self:
            await _passed(node)


async def _passed(node: MessagePump) -> None:
    """Wait until a widget has dealt with all that is sent to it by now, or has gone."""
    passed = asyncio.Event()
    sent = node.call_later(passed.set)
    while sent and node.is_running and not passed.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(passed.wait(), 0.5)


async def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys so fast that all of them are there before the first has been dealt with."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await dealt_with(pilot.app)
    for _ in range(3):
        await pilot.pause()


def keymap(name: str = "default") -> Keymap:
    return load_keymap(TOP / "keymaps" / f"{name}.toml")


def rubric(name: str = "icf-core") -> Rubric:
    return load_rubric(TOP / "rubrics" / f"{name}.toml")
