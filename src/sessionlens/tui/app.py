"""The program that reviews a recording."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.screen import Screen

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.playback.app import HearingApp
from sessionlens.tui.playback.background import Fingerprinted
from sessionlens.tui.screens.review.screen import review_screen
from sessionlens.tui.screens.review.stage import Stage

if TYPE_CHECKING:
    from textual.driver import Driver

_OTHER_RECORDING = (
    "The content of {recording} is not what was reviewed before: times and quotes may not fit."
    " Put the right recording back. If this is the same session in another encoding, leave here"
    " and delete the line 'sha256' from {review}"
)


class ReviewApp(HearingApp):
    """Reviews one recording; ends with the exit code."""

    def __init__(self, stage: Stage, driver_class: "type[Driver] | None" = None) -> None:
        self.stage = stage
        super().__init__(stage, driver_class)

    def make_screen(self) -> Screen[None]:
        return review_screen(self.stage, self)

    def begun(self) -> None:
        self.stage.opened.store.prepare(self.stage.editor.material)
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

    @on(Fingerprinted)
    def _fingerprinted(self, event: Fingerprinted) -> None:
        stage = self.stage
        stage.content_hash = event.sha256
        recording = stage.editor.review.recording
        if recording.duration is None:
            self._warn_of_times(event.duration)
        if recording.sha256 not in ("", event.sha256):
            # Only a person can tell which is the right one: what was reviewed must stay known.
            names = {"recording": stage.opened.recording.name, "review": stage.path.name}
            self.warn(_OTHER_RECORDING.format(**names), 30)
            return
        known = replace(recording, sha256=event.sha256, duration=Timecode(event.duration))
        if known == recording or stage.read_only:
            return

        def noted(material: Material) -> Material:
            return material._replace(review=replace(material.review, recording=known))

        stage.editor.amend(noted, save=stage.opened.review_path.exists())

    def _warn_of_times(self, duration: float) -> None:
        """Say what only shows once the recording's length is known."""
        from sessionlens.transcripts.checks import warnings_for

        transcript = self.stage.editor.transcript
        if transcript is None or self.stage.transcribe:
            return
        known = set(warnings_for(transcript, None))
        for warning in warnings_for(transcript, duration):
            if warning not in known:
                self.warn(f"Transcript: {warning}")
