"""Writing the comments of markers, and responses to the coach's answers to them."""

from msgspec.structs import replace

from sessionlens.domain.answer import answer_fingerprint
from sessionlens.domain.changes import AddMarker, ReplaceMarker, SetResponse
from sessionlens.domain.evidence import Finding
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Response
from sessionlens.domain.roles import statement
from sessionlens.domain.text import shorten
from sessionlens.domain.timecode import clock
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.writing import draft_key
from sessionlens.tui.screens.review.document import RESPONSE_TO, OpenReview
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.marker_layout import code_of


class Comments:
    """The comment of a marker, or of one that will be made when it is saved, and responses."""

    def __init__(self, document: OpenReview, editor: CommentEditor, listening: Listening) -> None:
        self._document = document
        self._made_of: dict[str, str] = {}  # ids of markers, by the drafts that they were made of
        self.composing = Composing(document, document.writing, editor, listening, self)

    def comment(self, marker: Marker) -> None:
        """Write a comment for a marker that will be made when it is saved."""
        self._open(Draft(new=marker, text=""))

    def edit(self, marker: Marker) -> None:
        """Write or change the comment of a marker."""
        self._open(Draft(marker_id=marker.id, text=marker.comment))

    def respond(self, marker: Marker) -> None:
        """Write or change the response to the coach's answer to a marker."""
        response = self._document.editor.review.response(marker.id)
        text = response.text if response else ""
        self._open(Draft(marker_id=RESPONSE_TO + marker.id, text=text))

    def _open(self, target: Draft) -> None:
        if self._document.read_only:
            self._document.say(self._document.read_only)
            return
        kept = self._document.writing.drafts.get(draft_key(target), target)
        marker = self._marker_of(kept)
        if marker is None:
            return
        about = f"{clock(marker.start, 1)}  {self._name(marker)}"
        if kept.marker_id.startswith(RESPONSE_TO):
            about += f": your response{self._answer_to(marker)}"
        self.composing.write(target, about)

    def _marker_of(self, draft: Draft) -> Marker | None:
        """The marker that a draft is about."""
        marker_id = draft.marker_id.removeprefix(RESPONSE_TO)
        return draft.new or self._document.editor.review.marker(marker_id)

    def _answer_to(self, marker: Marker) -> str:
        answer = self._document.answer_to(marker.id)
        return f" to “{shorten(statement(answer, self._document.role), 60)}”" if answer else ""

    def _name(self, marker: Marker) -> str:
        """What is written there: without a competency it will be a comment, whatever it is now."""
        commented = replace(marker, comment=marker.comment or ".")
        return code_of(commented, self._document.rubric)[1]

    def findings(self) -> list[Finding]:
        """The drafts, as what is still to be done before sending."""
        findings = []
        for key, draft in self._document.writing.drafts.items():
            marker = self._marker_of(draft)
            if marker is not None:
                place = f"{clock(marker.start)} {self._name(marker)}"
                text = f"{place}: a draft, not saved yet: “{shorten(draft.text, 40)}”"
                findings.append(Finding(text, marker.id or None, draft=key))
        return findings

    def reopen(self, key: str) -> None:
        """Go on with a draft, as `findings` names it."""
        if draft := self._document.writing.drafts.get(key):
            self._open(draft)

    def saved_text(self, target: Draft) -> str:
        review = self._document.editor.review
        if target.marker_id.startswith(RESPONSE_TO):
            response = review.response(target.marker_id.removeprefix(RESPONSE_TO))
            return response.text if response else ""
        marker = review.marker(target.marker_id)
        return marker.comment if marker else ""

    def save_text(self, target: Draft, text: str) -> bool:
        document = self._document
        if target.new:
            if text or target.new.note:
                marker_id = AddMarker.next_id(document.editor.review)
                marker = replace(target.new, id=marker_id, comment=text)
                if not document.apply(AddMarker(marker)):
                    return False
                document.current = marker_id
                self._made_of[draft_key(target)] = marker_id
            return True
        marker_now = self._marker_of(target)
        if marker_now is None:
            return False
        if target.marker_id.startswith(RESPONSE_TO):
            return self.save_response(marker_now, text)
        commented = replace(marker_now, comment=text)
        document.current = marker_now.id
        return document.apply(ReplaceMarker(commented, "comment changed"))

    def made(self, target: Draft) -> Marker | None:
        """The marker that a text is about, also where it was one to be made when that began."""
        if target.new is None:
            return self._marker_of(target)
        return self._document.editor.review.marker(self._made_of.get(draft_key(target)))

    def save_response(self, marker: Marker, text: str, *, joins: str = "") -> bool:
        """Keep a response to the answer as it is now: whoever saves it has that before them."""
        document = self._document
        answer = document.answer_to(marker.id)
        before = document.editor.review.response(marker.id)
        seen = answer_fingerprint(answer) if answer else before.seen if before else ""
        document.current = marker.id
        response = Response(marker=marker.id, text=text, seen=seen)
        return document.apply(SetResponse(response), joins=joins)
