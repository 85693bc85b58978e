"""Playing all moments one after another, with a pause between them."""

import time
from collections.abc import Callable

from sessionlens.domain.marker import Marker
from sessionlens.tui.screens.replay.document import OpenFeedback


class Playlist:
    """`tick` is called again and again; whoever plays something else ends the list.

    `play` plays one moment, from its pre-roll to its end.
    """

    def __init__(self, document: OpenFeedback, play: Callable[[Marker], None]) -> None:
        self._document = document
        self._play = play
        self._left: list[str] = []
        self._on = False
        self._stop: float | None = None
        self._next_at: float | None = None
        self._waits_for_player = False

    @property
    def on(self) -> bool:
        """Whether moments are being played one after another."""
        return self._on

    @property
    def waiting(self) -> bool:
        """Whether this is the pause between two moments."""
        return self._next_at is not None

    @property
    def text(self) -> str:
        """How far it is, for the status line."""
        if not self._on:
            return ""
        count = len(self._document.markers)
        return f"all: {count - len(self._left)} of {count}"

    def start(self, moments: tuple[Marker, ...]) -> None:
        """Play these, the first one now."""
        self._left = [moment.id for moment in moments]
        self._on = True
        self._go_on()

    def stop(self) -> None:
        """Play no other after this one."""
        self._on, self._left, self._next_at = False, [], None

    def tick(self) -> None:
        """Go on to the next moment when its time has come."""
        player = self._document.player
        if not self._on or player is None:
            return
        if self._waits_for_player:
            self._waits_for_player, self._stop = False, player.stop_at
        if player.stop_at != self._stop:
            self.stop()  # somebody went elsewhere
        elif self._next_at is not None:
            if player.playing:
                self.stop()
            elif time.monotonic() >= self._next_at:
                self._go_on()
        elif player.stopped_at_stop or player.ended:
            if not self._left:
                self.stop()
                self._document.say("That was the last moment")
                return
            self._next_at = time.monotonic() + self._document.settings.pause_between

    def _go_on(self) -> None:
        self._next_at = None
        moment = self._document.moment(self._left[0])
        del self._left[0]
        if moment is not None:
            self._play(moment)
        self._waits_for_player = self._document.player is None
        self._stop = self._document.player.stop_at if self._document.player else None
