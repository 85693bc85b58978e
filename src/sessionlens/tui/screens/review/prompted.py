"""What a screen does with the prompt after a marking key."""

from typing import TYPE_CHECKING

from textual import on

from sessionlens.domain.marker import Marker
from sessionlens.tui.playback.footing import Footing
from sessionlens.tui.playback.screen import WorkScreen
from sessionlens.tui.widgets.coding_prompt import CodingPrompt

if TYPE_CHECKING:
    from sessionlens.tui.screens.review.parts import Parts


class PromptedScreen(WorkScreen):
    """Asks what a marker is about, and does what is answered.

    A subclass makes the prompt, the footing and, when they can be needed, the parts.
    """

    prompt: CodingPrompt
    footing: Footing
    parts: "Parts"

    def ask_about(self, marker: Marker) -> None:
        """Open the prompt for a marker that was just made."""
        self.prompt.ask(marker)
        self.footing.leave_out(self.prompt.takes)

    def recode(self, marker: Marker) -> None:
        """Open the prompt for a marker that is to be coded anew."""
        self.prompt.ask(marker, recoding=True)
        self.footing.leave_out(self.prompt.takes)

    @on(CodingPrompt.Indicated)
    def _indicated(self, event: CodingPrompt.Indicated) -> None:
        self.parts.marking.indicate(event.indicator)
        self.tick()

    @on(CodingPrompt.Rated)
    def _rated(self, event: CodingPrompt.Rated) -> None:
        self.parts.marking.rate(event.rating)
        self.tick()

    @on(CodingPrompt.Coded)
    def _coded(self, event: CodingPrompt.Coded) -> None:
        self.parts.marking.code(event.competency)
        self.tick()
        self.footing.leave_out(self.prompt.takes)

    @on(CodingPrompt.CommentWanted)
    def _comment_wanted(self) -> None:
        self.prompt.close()
        self.run_command("marker.edit")

    @on(CodingPrompt.Closed)
    def _prompt_closed(self) -> None:
        self.footing.leave_out(self.prompt.takes)
        if self.focused is self.prompt:
            self.set_focus(None)
