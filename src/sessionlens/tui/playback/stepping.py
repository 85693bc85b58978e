"""Going from moment to moment."""

from sessionlens.tui.playback.handling import handles


class Stepping:
    """The commands for the next and the previous moment; a subclass knows which those are."""

    @handles("marker.next")
    def next(self) -> None:
        """Go to the next moment, and play it."""
        self.step(1)

    @handles("marker.previous")
    def previous(self) -> None:
        """Go to the moment before, and play it."""
        self.step(-1)

    def step(self, step: int) -> None:
        """Go so many moments on, and play that one."""
        raise NotImplementedError
