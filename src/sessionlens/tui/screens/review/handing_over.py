"""Handing a review over: what is still missing, and the feedback file for the coach."""

from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.evidence import Finding, findings
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.marker import Marker
from sessionlens.domain.text import counted
from sessionlens.library.exporting import feedback_of
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.comments import Comments
from sessionlens.tui.screens.review.document import OpenReview


class HandingOver:
    """The commands that check and export a review; `choose` goes to a marker and plays it."""

    def __init__(
        self,
        document: OpenReview,
        dialogs: Dialogs,
        comments: Comments,
        choose: Callable[[Marker], None],
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._comments = comments
        self._choose = choose
        self._replace: Path | None = None

    @handles("review.check")
    def check(self) -> None:
        from sessionlens.tui.screens.findings import FindingsScreen

        self._dialogs.show(FindingsScreen(self._missing()), self._go_to)

    def _missing(self) -> list[Finding]:
        document = self._document
        drafts = self._comments.findings()
        editor = document.editor
        return drafts + findings(editor.review, document.rubric, editor.transcript)

    def _go_to(self, finding: Finding | None) -> None:
        if finding is None:
            return
        if finding.draft:
            self._comments.reopen(finding.draft)
        elif marker := self._document.editor.review.marker(finding.marker):
            self._choose(marker)

    @handles("review.export")
    def export(self) -> None:
        document = self._document
        sent = feedback_of(
            document.editor.review,
            document.rubric,
            document.opened.review_path,
            reply=document.reply,
            reply_path=document.coach_side.reply_path,
        )
        again, self._replace = self._replace == sent.target, None
        try:
            if sent.replaces() and not again:
                self._replace = sent.target
                document.say(f"{sent.target.name} exists: the same key again replaces it")
                return
            path = sent.write(force=again)
        except SessionLensError as error:
            document.say(str(error))
            return
        markers = counted(len(sent.feedback.markers), "marker", "markers")
        beside = path.parent == document.opened.recording.parent
        open_points = len(self._missing())
        key = keys_of(document.keymap, BY_ID["review.check"])
        points = counted(open_points, "point", "points")
        missing = f"; {points} to look at ({key})" if open_points else ""
        document.say(f"Exported {markers} to {path.name if beside else path}{missing}")
