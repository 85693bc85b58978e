"""The looks that every screen of the program shares."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.filter import ANSIToTruecolor

from sessionlens.tui.signals import on_end
from sessionlens.tui.themes import DARK, THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.command import Provider
    from textual.driver import Driver
    from textual.filter import LineFilter


def _palette() -> "type[Provider]":
    from sessionlens.tui.palette import CommandsProvider

    return CommandsProvider


class ThemedApp(App[int]):
    """A program in one of our themes, given by the name that the settings have for it."""

    TITLE = "SessionLens"
    CSS_PATH = "review.tcss"
    COMMANDS: ClassVar = {_palette}

    def __init__(self, theme: str, driver_class: "type[Driver] | None" = None) -> None:
        super().__init__(driver_class=driver_class)
        for one in THEMES.values():
            self.register_theme(one)
        self.theme = THEMES[theme].name
        self.stylesheet.set_variables(self.get_css_variables())
        self._begun = False

    def on_mount(self) -> None:
        on_end(self.end_now)

    def end_now(self, code: int) -> None:
        """End without a question, as the system has asked for."""
        self.exit(code, return_code=code)

    def refresh_css(self, animate: bool = True) -> None:
        # Textual asks for it first when it has just styled everything, in this very theme.
        if self._begun:
            super().refresh_css(animate)
        self._begun = True

    def get_line_filters(self) -> "Sequence[LineFilter]":
        # All colours of our themes are true ones: there is nothing to convert in every line drawn.
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def action_command_palette(self) -> None:
        from sessionlens.tui.palette import Palette

        if not any(isinstance(one, Palette) for one in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def warn(self, text: str, seconds: float = 12) -> None:
        """Say something that a person should know, for a while."""
        self.notify(text, markup=False, severity="warning", timeout=seconds)
