"""Handing a review over: what is still missing, and all that goes out."""

from collections.abc import Callable

from sessionlens.documents.aliases import parse_alias
from sessionlens.domain.command import BY_ID
from sessionlens.domain.evidence import Finding, findings
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.leaving_names import LeavingName, leaving_names
from sessionlens.domain.marker import Marker
from sessionlens.domain.text import counted
from sessionlens.library.exporting import feedback_of
from sessionlens.storage.state import load_export, remember_names
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

    def _ask_about(self, names: list[LeavingName], review_id: str) -> None:
        """Ask whether the client's name may go out; the answer is remembered."""
        places = counted(sum(name.places for name in names), "place", "places")
        who, pseudonym = " and ".join(name.name for name in names), names[0].pseudonym

        def answered(answer: str) -> None:
            aliases = tuple(name.alias for name in names) if answer == "replace" else ()
            remember_names(review_id, aliases, kept=answer == "keep")
            self.export()

        self._dialogs.choose(
            f"{who} is named in {places} of what goes out",
            [
                ("replace", f"Say {pseudonym} instead, there and in later exports"),
                ("keep", "Let the name go out"),
            ],
            "replace",
            answered,
        )

    @handles("review.export")
    def export(self) -> None:
        from sessionlens.documents.formats import Options
        from sessionlens.library.outgoing import outgoing_now, without_names
        from sessionlens.storage.state import load_program_state, remember_formats
        from sessionlens.tui.screens.going_out import GoingOutScreen

        document = self._document
        sent = feedback_of(
            document.editor.review,
            document.rubric,
            document.opened.review_path,
            reply=document.reply,
            reply_path=document.coach_side.reply_path,
        )
        transcript = document.editor.transcript
        remembered = load_export(sent.feedback.review)
        names = leaving_names(sent.feedback, transcript.speakers if transcript else ())
        if names and not remembered.aliases and not remembered.names_kept:
            self._ask_about(names, sent.feedback.review)
            return
        recording = document.opened.recording
        outgoing = outgoing_now(sent, transcript, recording if recording.is_file() else None)
        if remembered.aliases:
            aliases = [parse_alias(alias) for alias in remembered.aliases]
            outgoing = without_names(outgoing, aliases, (), whole=True)
        dialog = GoingOutScreen(
            outgoing,
            load_program_state().formats,
            options=Options(target=sent.target, pre_roll=document.settings.pre_roll),
            missing=self._open_points(),
            remember=remember_formats,
            written=document.say,
        )
        self._dialogs.show(dialog)

    def _open_points(self) -> str:
        """How much is still to be looked at, in a sentence; empty if nothing is."""
        if not (count := len(self._missing())):
            return ""
        key = keys_of(self._document.keymap, BY_ID["review.check"])
        return f"{counted(count, 'point', 'points')} to look at before it goes out ({key})."
