"""The program that lays two reviews side by side."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from sessionlens.library.comparing import OpenedComparison
from sessionlens.storage.state import ReviewState
from sessionlens.tui.playback.app import HearingApp
from sessionlens.tui.screens.compare.screen import compare_screen
from sessionlens.tui.screens.compare.stage import CompareStage

if TYPE_CHECKING:
    from textual.driver import Driver


class CompareApp(HearingApp):
    """Compares two reviews; nothing is written."""

    def __init__(
        self, opened: OpenedComparison, driver_class: "type[Driver] | None" = None
    ) -> None:
        self.stage = CompareStage(opened, state=ReviewState())
        super().__init__(self.stage, driver_class)

    def make_screen(self) -> Screen[None]:
        return compare_screen(self.stage, self)
