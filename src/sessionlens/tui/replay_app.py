"""The program that replays feedback: the seal first, then the moments."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.replay import break_seal, finish_self_review, with_recording
from sessionlens.storage.state import remember_folder
from sessionlens.tui.playback.app import HearingApp
from sessionlens.tui.playback.background import Fingerprinted
from sessionlens.tui.screens.replay.mirror import title_of
from sessionlens.tui.screens.replay.screen import replay_screen
from sessionlens.tui.screens.replay.stage import ReplayStage
from sessionlens.tui.screens.sealed import SealedScreen

if TYPE_CHECKING:
    from textual.driver import Driver

_OTHER_RECORDING = (
    "The recording's content is not what your mentor reviewed: times and quotes may not fit"
)


class ReplayApp(HearingApp):
    """Replays one feedback file. `wants_review` is set when the coach goes on with their own."""

    def __init__(self, stage: ReplayStage, driver_class: "type[Driver] | None" = None) -> None:
        self.stage = stage
        self.wants_review = False
        super().__init__(stage, driver_class)

    def make_screen(self) -> Screen[None]:
        opened = self.stage.opened
        if opened.sealed is None:
            return replay_screen(self.stage, self, self._take_recording)
        session = opened.feedback.session
        return SealedScreen(
            title_of(session, opened.feedback.recording.file),
            opened.sealed,
            can_review=opened.recording is not None,
        )

    @on(SealedScreen.Taken)
    def _unsealed(self, event: SealedScreen.Taken) -> None:
        now = dt.datetime.now().astimezone().replace(microsecond=0)
        try:
            match event.way:
                case "finish":
                    self.stage.opened = finish_self_review(self.stage.opened, now)
                case "break":
                    self.stage.opened = break_seal(self.stage.opened, now)
                case way:
                    self.wants_review = way == "review"
                    self.end(0)
                    return
        except SessionLensError as error:
            self.warn(str(error))
            return
        self.redraw()

    def _take_recording(self, path: Path) -> None:
        """Use the recording that the coach has named; raises SessionLensError for a wrong one."""
        self.stage.opened = with_recording(self.stage.opened, path)
        remember_folder(path.parent)
        for notice in self.stage.opened.notices:
            self.warn(notice)
        self.recording_found()
        self.redraw()

    @on(Fingerprinted)
    def _fingerprinted(self, event: Fingerprinted) -> None:
        meant = self.stage.opened.feedback.recording.sha256
        if self.stage.opened.located.certainty == "unchecked" and meant not in ("", event.sha256):
            self.warn(_OTHER_RECORDING, 20)
