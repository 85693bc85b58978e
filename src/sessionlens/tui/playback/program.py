"""What every screen in which one listens offers besides: help, settings, device, a time."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.message import Message

from sessionlens.domain.command import Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap, clash_with
from sessionlens.domain.timecode import parse_clock
from sessionlens.storage.settings import Settings
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.preferring import ask_settings, keep_settings

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.audio.player import Player

_USUAL = "(the usual one)"
_LOOKING = 2.0  # seconds that looking for devices may take before those known are shown


class Redraw(Message):
    """The screen is to be made anew, with other keys, another rubric or other colours."""


class Program:
    """The commands that open a form or a list; `rebuild` draws the screen anew."""

    def __init__(
        self,
        booth: Booth,
        app: "App[int]",
        listening: Listening,
        context: Context,
        rebuild: Callable[[], None],
    ) -> None:
        self._booth = booth
        self._app = app
        self._listening = listening
        self._context = context
        self._rebuild = rebuild

    @handles("app.quit")
    def quit(self) -> None:
        self._app.call_later(self._app.action_quit)

    @handles("app.help")
    def help(self) -> None:
        from sessionlens.tui.screens.help import HelpScreen

        booth = self._booth
        self._app.push_screen(HelpScreen(booth.keymap, booth.rubric, self._context))

    @handles("seek.time")
    def to_time(self) -> None:
        self.ask("Go to", "A time, such as 12:34", "", parse_clock, self._go)

    def _go(self, text: str) -> None:
        self._listening.seek(parse_clock(text))

    def ask(
        self,
        title: str,
        label: str,
        value: str,
        check: Callable[[str], object],
        then: Callable[[str], None],
    ) -> None:
        """Ask for a line; typing pauses as it does for comments.

        `check` raises SessionLensError for a line that cannot be taken.
        """
        from sessionlens.tui.screens.ask import AskScreen

        self._listening.pause_for_typing()

        def answered(text: str | None) -> None:
            if text is not None:
                then(text)
            self._listening.resume_after_typing()

        self._app.push_screen(AskScreen(title, label, value, _complaint(check)), answered)

    def choose(
        self, title: str, options: list[tuple[str, str]], current: str, then: Callable[[str], None]
    ) -> None:
        """Let one of `(value, label)` be chosen."""
        from sessionlens.tui.screens.choose import ChooseScreen

        def chosen(value: str | None) -> None:
            if value is not None:
                then(value)

        self._app.push_screen(ChooseScreen(title, options, current), chosen)

    @handles("sound.device")
    def device(self) -> None:
        if player := self._booth.player:
            self._app.run_worker(self._ask_for_device(player), exclusive=True)

    async def _ask_for_device(self, player: "Player") -> None:
        asked_on = self._app.screen
        looking = asyncio.wrap_future(player.look_for_devices())
        await asyncio.wait([looking], timeout=_LOOKING)
        if self._app.screen is not asked_on:
            return  # something else is being done by now
        names = [(name, name) for name in player.devices()]
        self.choose(
            "Output device",
            [("", _USUAL), *names],
            self._booth.settings.output_device,
            self._device_chosen,
        )

    def _device_chosen(self, name: str) -> None:
        if player := self._booth.player:
            player.set_device(name or None)
        self._booth.settings = replace(self._booth.settings, output_device=name)
        keep_settings(self._booth.settings, self._booth.say)

    @handles("app.settings")
    def settings(self) -> None:
        booth = self._booth
        ask_settings(
            self._app,
            booth.settings,
            booth.keymap,
            booth.say,
            self._settings_chosen,
            self._fits,
        )

    def _fits(self, keymap: Keymap) -> None:
        if self._context == "review":
            clash_with(keymap, self._booth.rubric)

    def _settings_chosen(self, settings: Settings, keymap: Keymap) -> None:
        booth = self._booth
        rebuild = keymap != booth.keymap or settings.theme != booth.settings.theme
        before, booth.settings, booth.keymap = booth.settings, settings, keymap
        if booth.player:
            _take_over(booth.player, before, settings)
        if rebuild:
            self._rebuild()


def _take_over(player: "Player", before: Settings, settings: Settings) -> None:
    """Have the player do what was changed; what was not stays as one has set it since."""
    player.set_step_back(settings.step_back)
    if settings.volume != before.volume:
        player.set_volume(settings.volume)
    if settings.output_device != before.output_device:
        player.set_device(settings.output_device or None)


def _complaint(check: Callable[[str], object]) -> Callable[[str], str | None]:
    def complaint(text: str) -> str | None:
        try:
            check(text)
        except SessionLensError as error:
            return f"{error.what}. {error.hint}"
        return None

    return complaint
