"""A program in which one listens: what goes on behind its screen, and the way out."""

import gc
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from sessionlens import resources
from sessionlens.tui.playback.background import (
    Background,
    Measured,
    PeaksBegun,
    PeaksGrown,
    PlayerLoaded,
    Trouble,
)
from sessionlens.tui.playback.program import Redraw
from sessionlens.tui.playback.screen import HearingScreen
from sessionlens.tui.playback.stage import HearingStage
from sessionlens.tui.themed import ThemedApp
from sessionlens.tui.themes import THEMES

if TYPE_CHECKING:
    from textual.driver import Driver

_UNKEPT = "These words are not kept yet: Enter keeps them, Esc leaves all as it was."


class HearingApp(ThemedApp):
    """Shows one recording; ends with the exit code. A subclass makes its screen."""

    def __init__(self, stage: HearingStage, driver_class: "type[Driver] | None" = None) -> None:
        super().__init__(stage.settings.theme, driver_class)
        self._stage = stage
        self._background = self._listen_to(stage)
        self._leaving_unsaved = False

    def make_screen(self) -> Screen[None]:
        """The screen, drawn anew from the stage."""
        raise NotImplementedError

    def begun(self) -> None:
        """What need not be there for the first paint."""

    def get_default_screen(self) -> Screen[None]:
        return self.make_screen()

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        # All that was loaded stays: collecting it again and again would only cost time.
        gc.freeze()
        gc.enable()
        if self._background:
            self._background.start()
        for notice in self._stage.notices:
            self.warn(notice)
        self.begun()

    @property
    def hearing(self) -> HearingScreen | None:
        """The screen in which one listens, whatever lies over it."""
        found = (one for one in reversed(self.screen_stack) if isinstance(one, HearingScreen))
        return next(found, None)

    # ---------------------------------------------------------------- from behind the screen

    def _listen_to(self, stage: HearingStage) -> Background | None:
        if stage.recording is None:
            return None
        return Background(stage.recording, resources.cache_folder(), self.post_message)

    def recording_found(self) -> None:
        """The stage has a recording now and had none before."""
        self._background = self._listen_to(self._stage)
        if self._background:
            self._background.start()

    @on(PlayerLoaded)
    def _player_loaded(self) -> None:
        self._stage.open_player()
        if self.hearing:
            self.hearing.attach_player()

    @on(PeaksBegun)
    def _peaks_begun(self, event: PeaksBegun) -> None:
        self._stage.peaks = event.peaks
        self._stage.peaks_version += 1

    @on(PeaksGrown)
    def _peaks_grown(self, event: PeaksGrown) -> None:
        if self._stage.peaks is not None:
            self._stage.peaks.add(event.chunk)
            self._stage.peaks_version += 1

    @on(Measured)
    def _measured(self, event: Measured) -> None:
        if self._stage.player:
            self._stage.player.set_duration(event.duration)
        if event.warning:
            self.warn(event.warning)

    @on(Trouble)
    def _trouble(self, event: Trouble) -> None:
        self.warn(event.text)

    @on(Redraw)
    def redraw(self) -> None:
        """Put a new screen in the place of the old one, in the colours of the settings."""
        self.theme = THEMES[self._stage.settings.theme].name
        old = self.hearing
        if old is not None:
            old.retire()
        # Textual cannot switch away from its first screen.
        if old is self.screen and len(self.screen_stack) > 1:
            self.switch_screen(self.make_screen())
        else:
            self.push_screen(self.make_screen())

    # ---------------------------------------------------------------- the way out

    async def action_quit(self) -> None:
        """Leave; what is written so far is kept, and unsaved words are not let go silently."""
        if self.hearing:
            self.hearing.keep()
        why = self._unkept() or self._stage.why_stay()
        if why and not self._leaving_unsaved:
            self._leaving_unsaved = True
            self.notify(why, markup=False, severity="error", timeout=30)
            return
        self.end(0)

    def _unkept(self) -> str:
        from sessionlens.tui.screens.dialog import Dialog

        typing = isinstance(self.screen, Dialog) and self.screen.unkept
        return f"{_UNKEPT} Leave again to give them up" if typing else ""

    def end_now(self, code: int) -> None:
        if self.hearing:
            self.hearing.keep()
        self._stage.why_stay()  # what cannot be saved is left as a copy
        self.end(code)

    def end(self, code: int) -> None:
        """Let go of everything and end the program."""
        if self._background:
            self._background.stop()
        if self._stage.player is not None:
            self._stage.player.close()
        self._stage.release()
        self.exit(code, return_code=code)
