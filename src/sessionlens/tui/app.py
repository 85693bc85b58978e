"""The program: one thing open at a time, what goes on behind its screen, and the way out."""

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.screen import Screen

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.guarded import GuardedApp
from sessionlens.tui.keys_for_below import KeysForBelow
from sessionlens.tui.playback.background import (
    Background,
    BackgroundMessage,
    Fingerprinted,
    Measured,
    PeaksBegun,
    PeaksGrown,
    PlayerLoaded,
    Trouble,
)
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.screen import PlaybackScreen, Redraw, SoundChanged
from sessionlens.tui.playback.writing import Writing
from sessionlens.tui.showing import (
    showing_again,
    showing_chosen,
    showing_own_review,
    showing_replay_again,
)
from sessionlens.tui.showing_live import showing_next
from sessionlens.tui.shown import Showing
from sessionlens.tui.signals import on_end
from sessionlens.tui.themes import DARK, THEMES
from sessionlens.tui.widgets.save_soon import save_what_is_typed

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

    from sessionlens.tui.screens.dialog import Dialog
    from sessionlens.tui.screens.leading_on import NextWanted
    from sessionlens.tui.screens.replay.unsealing import OwnReviewWanted
    from sessionlens.tui.screens.start.opening import OpenWanted

_TYPED = "These words are not kept yet: Enter keeps them, Esc leaves all as it was."
_NOT_PASTED = "Nothing was pasted: there is no field here to write in"
_NOTICE = 12.0  # seconds that a notice stays
_PATIENCE = 10.0  # seconds that leaving waits for the disk before it says so
_PATIENCE_AT_THE_END = 4.0  # seconds, where the system ends the program


def _palette() -> "type[Provider]":
    from sessionlens.tui.palette import CommandsProvider

    return CommandsProvider


class SessionLensApp(KeysForBelow, GuardedApp):
    """Shows what was opened until it is left, then what was left for it; ends with the exit code.

    `driver_class` is Textual's, for benches that need no terminal.
    """

    TITLE = "SessionLens"
    CSS_PATH = "review.tcss"
    COMMANDS: ClassVar = {_palette}

    def __init__(self, showing: Showing, driver_class: "type[Driver] | None" = None) -> None:
        super().__init__(driver_class)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[showing.document.settings.theme].name
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = False
        self.showing = showing
        self._earlier: list[Callable[[], Showing | None]] = []
        self._background: Background | None = None
        self._asked_about: object = None

    @property
    def document(self) -> OpenDocument:
        """What is open to be listened to."""
        document = self.showing.document
        assert isinstance(document, OpenDocument)
        return document

    @property
    def takes_keys(self) -> bool:
        # A screen is painted before all of its parts are there.
        screen = self.screen_stack[-1] if self.screen_stack else None
        return not isinstance(screen, PlaybackScreen) or bool(screen.commands)

    def get_default_screen(self) -> Screen[None]:
        return self._make_screen()

    def _make_screen(self) -> Screen[None]:
        return self.showing.make_screen(self.post_message)

    def on_mount(self) -> None:
        on_end(self.end_now)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """What need not be there for the first paint."""
        # All that was loaded stays: collecting it again and again would only cost time.
        gc.freeze()
        gc.enable()
        self._begin_background()
        for notice in self.showing.document.notices:
            self.warn(notice)

    # ---------------------------------------------------------------- looks

    def refresh_css(self, animate: bool = True) -> None:
        # Textual asks for it first when it has just styled everything, in this very theme.
        if self._styled:
            super().refresh_css(animate)
        self._styled = True

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def action_command_palette(self) -> None:
        from sessionlens.tui.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def warn(self, text: str, seconds: float = _NOTICE) -> None:
        """Say something that a person should know, for a while."""
        self.notify(text, markup=False, severity="warning", timeout=seconds)

    # ---------------------------------------------------------------- what is shown

    @on(Redraw)
    def redraw(self) -> None:
        """Put a new screen in the place of the old one, in the colours of the settings."""
        self.theme = THEMES[self.showing.document.settings.theme].name
        self._begin_background()  # there may be a recording now that was not found before
        old = self.playback_screen
        if old is not None:
            old.retire()
        # Textual cannot switch away from its first screen.
        if len(self.screen_stack) > 1 and not self.screen.is_modal:
            self.switch_screen(self._make_screen())
        else:
            self.push_screen(self._make_screen())

    @on(SoundChanged)
    def _sound_changed(self) -> None:
        if self._background is not None:
            self._background.stop()
            self._background = None
        self._begin_background()

    def go_to(self, show: Callable[[], Showing], back: Callable[[], Showing | None]) -> None:
        """Leave what is shown for something else; `back` gives what is shown after that.

        Where it cannot be opened, all stays as it is, and why is said.
        """
        try:
            showing = show()
        except SessionLensError as error:
            self.warn(str(error), 20)
            return
        self._earlier.append(back)
        self._replace(showing)

    def _replace(self, showing: Showing) -> None:
        self._close()
        self.showing = showing
        self._asked_about = None
        # What was loaded for the one before goes with it now.
        gc.unfreeze()
        gc.collect()
        self.redraw()
        self.call_after_refresh(self._begin)

    def on_open_wanted(self, event: "OpenWanted") -> None:
        """Something was chosen from a list; leaving it leads back there."""
        document = event.document
        self.go_to(lambda: showing_chosen(event.request), lambda: showing_again(document))

    def on_own_review_wanted(self, event: "OwnReviewWanted") -> None:
        """The coach goes on with their own review; then the feedback again, if it is open now."""
        document = event.document
        self.go_to(lambda: showing_own_review(document), lambda: showing_replay_again(document))

    def on_next_wanted(self, event: "NextWanted") -> None:
        """What is shown has come to its end, and leads on."""
        self.go_to(lambda: showing_next(event.following), lambda: None)

    # ---------------------------------------------------------------- from behind the screen

    def _begin_background(self) -> None:
        document = self.showing.document
        if self._background is None and isinstance(document, OpenDocument) and document.recording:
            folder, reference = resources.cache_folder(), document.reference
            self._background = Background(document.recording, folder, self.post_message, reference)
            self._background.start()

    def _is_late(self, event: BackgroundMessage) -> bool:
        """Whether this was sent on behalf of what is not shown any more."""
        return event.background is not self._background

    def on_paste(self) -> None:
        """Say that words are pasted into fields only: elsewhere their letters would be commands."""
        say = self.document.say if isinstance(self.screen, PlaybackScreen) else self.warn
        say(_NOT_PASTED)

    @on(PlayerLoaded)
    def _player_loaded(self, event: PlayerLoaded) -> None:
        if self._is_late(event):
            return
        if event.background is not None:
            self.document.open_player(event.background.open_recording)
        if self.playback_screen:
            self.playback_screen.player_ready()

    @on(PeaksBegun)
    def _peaks_begun(self, event: PeaksBegun) -> None:
        if self._is_late(event):
            return
        self.document.peaks = event.peaks
        self.document.peaks_version += 1

    @on(PeaksGrown)
    def _peaks_grown(self, event: PeaksGrown) -> None:
        if self._is_late(event):
            return
        if self.document.peaks is not None:
            self.document.peaks.add(event.chunk)
            self.document.peaks_version += 1

    @on(Measured)
    def _measured(self, event: Measured) -> None:
        if self._is_late(event):
            return
        if self.document.player:
            self.document.player.set_duration(event.duration)
        if event.warning:
            self.warn(event.warning)

    @on(Fingerprinted)
    def _fingerprinted(self, event: Fingerprinted) -> None:
        if self._is_late(event):
            return
        for warning in self.document.identify(event.sha256, event.duration, event.sound_sha256):
            self.warn(warning, 30)

    @on(Trouble)
    def _trouble(self, event: Trouble) -> None:
        self.warn(event.text)
        if event.unplayable and event.background is not None and not self._is_late(event):
            if self.document.player is not None:
                self.document.player.close()
            self.document.open_player(event.background.open_recording)  # it says why it is silent

    # ---------------------------------------------------------------- the way out

    async def action_quit(self) -> None:
        """Leave; what is written so far is kept, and unsaved words are not let go silently.

        Keys typed meanwhile wait: the way out waits for the disk, but not for ever.
        """
        self._keep()
        if writing := self._writing:
            await writing.settle(_PATIENCE)
        why, about = self._why_stay()
        if why and about != self._asked_about:
            self._asked_about = about
            self.notify(why, markup=False, severity="error", timeout=30)
            return
        self._leave()

    def _why_stay(self) -> tuple[str, object]:
        """What would be lost, in words, and something that is another for other words."""
        from sessionlens.tui.screens.dialog import Dialog

        if isinstance(self.screen, Dialog) and self._is_lost(self.screen):
            return f"{_TYPED} Leave again to give them up", self.screen
        writing = self._writing
        if writing is None:
            return "", None
        return writing.why_stay(), (writing.history.steps, tuple(writing.drafts.values()))

    @property
    def _writing(self) -> Writing | None:
        return cast("Writing | None", getattr(self.showing.document, "writing", None))

    def _is_lost(self, dialog: "Dialog[Any]") -> bool:
        """Whether words typed into a dialog would be lost: nobody keeps them as drafts."""
        return dialog.note_typed is None and any(dialog.typed.values())

    def _leave(self) -> None:
        while self._earlier:
            back = self._earlier.pop()
            self._close()
            try:
                showing = back()
            except SessionLensError as error:
                self.warn(str(error), 20)
                continue
            if showing is not None:
                self._replace(showing)
                return
        self.end(0)

    def end_now(self, code: int) -> None:
        """End without a question, as the system has asked for."""
        self.keep_words()
        self.end(code)

    def _keep(self) -> None:
        if self.playback_screen:  # first: what a form tells it by a message would come too late
            self.playback_screen.keep()
        save_what_is_typed()

    def keep_words(self) -> None:
        self._keep()
        if writing := self._writing:
            writing.finish(_PATIENCE_AT_THE_END)
            writing.why_stay()  # what cannot be saved is left as a copy

    def end(self, code: int) -> None:
        """Let go of everything and end the program."""
        self._close()
        self.exit(code, return_code=code)

    def _close(self) -> None:
        """Let go of what is shown; harmless when repeated."""
        if self._background:
            self._background.stop()
            self._background = None
        self.showing.document.close()
