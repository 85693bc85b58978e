"""Keys pressed in a form that the screen below it answers: handing out, speaking, playing."""

from textual.actions import SkipAction

from sessionlens.tui.keys_in_order import KeysInOrder
from sessionlens.tui.leaving import uncover
from sessionlens.tui.playback.screen import PlaybackScreen


class KeysForBelow(KeysInOrder):
    """See `bind_export` and `bind_speaking` in `tui/keybinding.py`, which bind them."""

    @property
    def playback_screen(self) -> PlaybackScreen | None:
        """The screen in which one listens, whatever lies over it."""
        return next((s for s in reversed(self.screen_stack) if isinstance(s, PlaybackScreen)), None)

    async def action_hand_out(self) -> None:
        if (below := self.playback_screen) and await uncover(below):
            below.run_command("review.export")

    def action_speak(self, command_id: str) -> None:
        if below := self.playback_screen:
            below.run_command(command_id)

    def action_throw_spoken_away(self) -> None:
        below = self.playback_screen
        if below is None or below.speaking is None or not below.speaking.discard():
            raise SkipAction
