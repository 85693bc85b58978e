"""The program on the screen: themes, what goes on behind, and the way out."""

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import App
from textual.screen import Screen

from sessionlens import resources
from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.screens.review.background import (
    Background,
    Fingerprinted,
    PeaksBegun,
    PeaksGrown,
    PlayerLoaded,
    Trouble,
)
from sessionlens.tui.screens.review.choosing import Redraw
from sessionlens.tui.screens.review.leaving import rescue
from sessionlens.tui.screens.review.screen import ReviewScreen, review_screen
from sessionlens.tui.screens.review.stage import Stage
from sessionlens.tui.themes import DARK, THEMES

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

_OTHER_RECORDING = (
    "The recording's content is not what was reviewed before: times and quotes may not fit"
)


def _palette() -> "type[Provider]":
    from sessionlens.tui.palette import CommandsProvider

    return CommandsProvider


class ReviewApp(App[int]):
    """Reviews one recording; ends with the exit code."""

    TITLE = "SessionLens"
    CSS_PATH = "review.tcss"
    COMMANDS: ClassVar = {_palette}

    def __init__(self, stage: Stage, driver_class: "type[Driver] | None" = None) -> None:
        super().__init__(driver_class=driver_class)
        self.stage = stage
        self._background = Background(
            stage.opened.recording, resources.cache_folder(), self.post_message
        )
        self._leaving_unsaved = False
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[stage.opened.settings.theme].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def get_default_screen(self) -> Screen[None]:
        return review_screen(self.stage, self)

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """What need not be there for the first paint."""
        self._background.start()
        self.stage.opened.store.prepare(self.stage.editor.material)
        for notice in self.stage.opened.notices:
            self.notify(notice, markup=False, severity="warning", timeout=12)
        if self.stage.opened.read_only:
            self.notify(self.stage.opened.read_only, markup=False, severity="warning", timeout=20)
        self._welcome()

    def _welcome(self) -> None:
        from sessionlens.tui.screens.welcome import WelcomeScreen

        state = load_program_state()
        if state.welcome_seen:
            return
        self.push_screen(WelcomeScreen(self.stage.opened.keymap, self.stage.opened.rubric))
        try:
            save_program_state(replace(state, welcome_seen=True))
        except SessionLensError:
            return  # it will be shown once more

    @property
    def _review(self) -> ReviewScreen | None:
        found = (one for one in reversed(self.screen_stack) if isinstance(one, ReviewScreen))
        return next(found, None)

    # ---------------------------------------------------------------- from behind the screen

    @on(PlayerLoaded)
    def _player_loaded(self) -> None:
        self.stage.open_player()
        if self._review:
            self._review.attach_player()

    @on(PeaksBegun)
    def _peaks_begun(self, event: PeaksBegun) -> None:
        self.stage.peaks = event.peaks
        self.stage.peaks_version += 1

    @on(PeaksGrown)
    def _peaks_grown(self, event: PeaksGrown) -> None:
        if self.stage.peaks is not None:
            self.stage.peaks.add(event.chunk)
            self.stage.peaks_version += 1

    @on(Fingerprinted)
    def _fingerprinted(self, event: Fingerprinted) -> None:
        stage = self.stage
        recording = stage.editor.review.recording
        if recording.sha256 and recording.sha256 != event.sha256:
            self.notify(_OTHER_RECORDING, markup=False, severity="warning", timeout=20)
        known = replace(recording, sha256=event.sha256, duration=Timecode(event.duration))
        if known == recording or stage.opened.read_only:
            return

        def noted(material: Material) -> Material:
            return material._replace(review=replace(material.review, recording=known))

        stage.editor.amend(noted, save=stage.opened.review_path.exists())

    @on(Trouble)
    def _trouble(self, event: Trouble) -> None:
        self.notify(event.text, markup=False, severity="warning", timeout=12)

    @on(Redraw)
    def _redraw(self) -> None:
        self.theme = THEMES[self.stage.opened.settings.theme].name
        old = self._review
        if old is not None:
            old.retire()
        self.push_screen(review_screen(self.stage, self))

    # ---------------------------------------------------------------- the way out

    async def action_quit(self) -> None:
        """Leave; what is written so far is kept, and unsaved words are not let go silently."""
        stage = self.stage
        if self._review:
            self._review.parts.composing.keep_draft()
            self._review.remember()
        if not stage.editor.retry() and not stage.opened.read_only and not self._leaving_unsaved:
            self._leaving_unsaved = True
            self.notify(rescue(stage), markup=False, severity="error", timeout=30)
            return
        self._background.stop()
        if stage.player is not None:
            stage.player.close()
        stage.opened.store.close()
        self.exit(0)
