"""Around the review: verdicts, details, check, export."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.changes import SetSession
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.evidence import Finding, findings
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.review import Session
from sessionlens.domain.text import counted
from sessionlens.library.exporting import feedback_now
from sessionlens.library.review import Opened
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.paths import feedback_path
from sessionlens.storage.state import (
    LastTime,
    load_program_state,
    remember_export,
    save_program_state,
)
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.review.composing import Comments
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.markers import Markers

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.tui.widgets.details_panel import DetailsPanel


class Closing:
    """The commands that turn notes into something to hand over."""

    def __init__(
        self,
        desk: Desk,
        app: "App[int]",
        opened: Opened,
        panel: "Callable[[], DetailsPanel]",
        markers: Markers,
        comments: Comments,
        listening: Listening,
    ) -> None:
        self._desk = desk
        self._app = app
        self._review_path = opened.review_path
        self._recording = opened.recording
        self._panel = panel
        self._markers = markers
        self._comments = comments
        self._listening = listening
        self._replace: Path | None = None

    @handles("review.verdicts")
    def verdicts(self) -> None:
        from sessionlens.tui.screens.verdicts import VerdictScreen

        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
            return
        self._app.push_screen(
            VerdictScreen(
                self._desk.editor,
                self._desk.rubric,
                self._desk.keymap,
                self._markers.choose,
                self._listening.toggle,
            )
        )

    @handles("transcript.talk")
    def talk(self) -> None:
        from sessionlens.tui.screens.talk import TalkScreen

        self._app.push_screen(TalkScreen(self._desk.editor.transcript))

    @handles("review.details")
    def details(self) -> None:
        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
            return
        panel = self._panel()
        panel.display = True
        panel.show(self._desk.editor.review.session)
        panel.enter()

    def detailed(self, session: Session) -> None:
        """The details were changed in the form; the next review begins with these names."""
        if not self._desk.apply(SetSession(session)):
            return
        last = LastTime(
            coach=session.coach,
            reviewer=session.reviewer,
            level=session.level,
            consent=session.consent,
        )
        try:
            save_program_state(replace(load_program_state(), last=last))
        except SessionLensError as error:
            self._desk.say(f"Not remembered for next time: {error}")

    @handles("review.check")
    def check(self) -> None:
        from sessionlens.tui.screens.findings import FindingsScreen

        self._app.push_screen(FindingsScreen(self._missing()), self._go_to)

    def _missing(self) -> list[Finding]:
        desk = self._desk
        drafts = self._comments.findings()
        return drafts + findings(desk.editor.review, desk.rubric, desk.editor.transcript)

    def _go_to(self, finding: Finding | None) -> None:
        if finding is None:
            return
        if finding.draft:
            self._comments.reopen(finding.draft)
        elif marker := self._desk.editor.review.marker(finding.marker):
            self._markers.choose(marker)

    @handles("review.export")
    def export(self) -> None:
        desk = self._desk
        path = feedback_path(self._review_path)
        again, self._replace = self._replace == path, None
        if path.exists() and not again:
            self._replace = path
            desk.say(f"{path.name} exists: the same key again replaces it")
            return
        feedback = feedback_now(desk.editor.review, desk.rubric, desk.reply)
        try:
            write_feedback(path, feedback, force=again)
        except SessionLensError as error:
            desk.say(str(error))
            return
        remember_export(feedback.review)
        markers = counted(len(feedback.markers), "marker", "markers")
        beside = path.parent == self._recording.parent
        open_points = len(self._missing())
        key = keys_of(desk.keymap, BY_ID["review.check"])
        points = counted(open_points, "point", "points")
        missing = f"; {points} to look at ({key})" if open_points else ""
        desk.say(f"Exported {markers} to {path.name if beside else path}{missing}")
