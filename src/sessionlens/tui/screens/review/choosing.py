"""Choices that outlast the moment: rubric, settings, output device; and the help."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.message import Message

from sessionlens.domain.changes import SetRubric
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import clash_with
from sessionlens.domain.review import reference
from sessionlens.domain.timecode import parse_clock
from sessionlens.storage.keymaps import find_keymap, list_keymaps
from sessionlens.storage.rubrics import find_rubric, list_rubrics
from sessionlens.storage.settings import Settings, save_settings
from sessionlens.tui.hearing.handling import handles
from sessionlens.tui.hearing.listening import Listening
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.stage import Stage

if TYPE_CHECKING:
    from textual.app import App


class Redraw(Message):
    """The screen is to be made anew, with other keys, another rubric or other colours."""


_USUAL = "(the usual one)"


class Choosing:
    """The commands that open a list or a form; another rubric or keymap draws the screen anew."""

    def __init__(self, desk: Desk, stage: Stage, app: "App[int]", listening: Listening) -> None:
        self._desk = desk
        self._stage = stage
        self._app = app
        self._listening = listening

    @handles("app.quit")
    def quit(self) -> None:
        self._app.call_later(self._app.action_quit)

    def _rebuild(self) -> None:
        self._stage.opened = dataclasses.replace(
            self._stage.opened,
            rubric=self._desk.rubric,
            keymap=self._desk.keymap,
            settings=self._desk.settings,
        )
        self._app.post_message(Redraw())

    @handles("app.help")
    def help(self) -> None:
        from sessionlens.tui.screens.help import HelpScreen

        self._app.push_screen(HelpScreen(self._desk.keymap, self._desk.rubric))

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

    def name_speakers(
        self, speakers: dict[str, int], then: Callable[[dict[str, str]], None]
    ) -> None:
        """Let the speakers be named, each once."""
        from sessionlens.tui.screens.speakers import SpeakersScreen

        self._listening.pause_for_typing()

        def named(names: dict[str, str] | None) -> None:
            if names:
                then(names)
            self._listening.resume_after_typing()

        self._app.push_screen(SpeakersScreen(speakers), named)

    @handles("sound.device")
    def device(self) -> None:
        from sessionlens.tui.screens.choose import ChooseScreen

        player = self._desk.player
        if player is None:
            return
        player.look_for_devices()
        names = [(name, name) for name in player.devices()]
        self._app.push_screen(
            ChooseScreen(
                "Output device", [("", _USUAL), *names], self._desk.settings.output_device
            ),
            self._device_chosen,
        )

    def _device_chosen(self, name: str | None) -> None:
        player = self._desk.player
        if name is None or player is None:
            return
        player.set_device(name or None)
        self._keep(replace(self._desk.settings, output_device=name))

    @handles("review.rubric")
    def rubric(self) -> None:
        from sessionlens.tui.screens.choose import ChooseScreen

        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
            return
        options = [
            (one.name, f"{one.rubric.title} ({one.rubric.edition})")
            for one in list_rubrics()
            if one.rubric is not None
        ]
        self._app.push_screen(
            ChooseScreen("Rubric", options, self._desk.rubric.id), self._rubric_chosen
        )

    def _rubric_chosen(self, name: str | None) -> None:
        if name is None or name == self._desk.rubric.id:
            return
        try:
            rubric, file = find_rubric(name)
            clash_with(self._desk.keymap, rubric)
        except SessionLensError as error:
            self._desk.say(str(error))
            return
        if self._desk.apply(SetRubric(reference(rubric, file))):
            self._desk.rubric = rubric
            self._rebuild()

    @handles("app.settings")
    def settings(self) -> None:
        from sessionlens.tui.screens.settings import SettingsScreen

        keymaps = [one.name for one in list_keymaps()]
        rubrics = [one.name for one in list_rubrics()]
        self._app.push_screen(
            SettingsScreen(self._desk.settings, keymaps, rubrics), self._settings_chosen
        )

    def _settings_chosen(self, settings: Settings | None) -> None:
        if settings is None:
            return
        desk = self._desk
        try:
            keymap = find_keymap(settings.keymap)
            clash_with(keymap, desk.rubric)
        except SessionLensError as error:
            desk.say(str(error))
            self._app.post_message(Redraw())  # takes back the colours tried out
            return
        rebuild = keymap != desk.keymap or settings.theme != desk.settings.theme
        self._keep(settings)
        desk.keymap = keymap
        if desk.player:
            desk.player.set_step_back(settings.step_back)
        if rebuild:
            self._rebuild()

    def _keep(self, settings: Settings) -> None:
        self._desk.settings = settings
        try:
            save_settings(settings)
        except SessionLensError as error:
            self._desk.say(f"The settings hold for now, but were not saved: {error}")


def _complaint(check: Callable[[str], object]) -> Callable[[str], str | None]:
    def complaint(text: str) -> str | None:
        try:
            check(text)
        except SessionLensError as error:
            return f"{error.what}. {error.hint}"
        return None

    return complaint
