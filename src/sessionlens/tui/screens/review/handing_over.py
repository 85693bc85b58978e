"""Handing a review over: what is still missing, and all that goes out."""

from collections.abc import Callable

from sessionlens.domain.command import BY_ID
from sessionlens.domain.evidence import Finding, findings
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.marker import Marker
from sessionlens.domain.text import counted
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
        from sessionlens.library.exporting import feedback_of
        from sessionlens.library.outgoing import Outgoing, outgoing_now
        from sessionlens.tui.screens.handing_out import hand_out

        document = self._document

        def gather() -> Outgoing:
            sent = feedback_of(
                document.editor.review,
                document.rubric,
                document.opened.review_path,
                reply=document.reply,
                reply_path=document.coach_side.reply_path,
            )
            recording = document.opened.recording
            sound = recording if recording.is_file() else None
            return outgoing_now(sent, document.editor.transcript, sound)

        hand_out(document, self._dialogs, gather, self._open_points())

    def _open_points(self) -> str:
        """How much is still to be looked at, in a sentence; empty if nothing is."""
        if not (count := len(self._missing())):
            return ""
        key = keys_of(self._document.keymap, BY_ID["review.check"])
        return f"{counted(count, 'point', 'points')} to look at before it goes out ({key})."
