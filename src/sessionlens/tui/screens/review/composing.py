"""Writing the comments of markers."""

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker
from sessionlens.domain.evidence import Finding
from sessionlens.domain.marker import Marker
from sessionlens.domain.text import shorten
from sessionlens.domain.timecode import clock
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.widgets.marker_layout import code_of


class Comments(Composing[Desk]):
    """The comment of a marker, or of one that will be made when it is saved."""

    def comment(self, marker: Marker) -> None:
        """Write a comment for a marker that will be made when it is saved."""
        self._open(Draft(new=marker, text=""))

    def edit(self, marker: Marker) -> None:
        """Write or change the comment of a marker."""
        self._open(Draft(marker_id=marker.id, text=marker.comment))

    def _open(self, target: Draft) -> None:
        if self._booth.read_only:
            self._booth.say(self._booth.read_only)
            return
        kept = self._drafts.get(self._key(target), target)
        marker = kept.new or self._booth.editor.review.marker(kept.marker_id)
        if marker is None:
            return
        self.write(target, f"{clock(marker.start, 1)}  {self._name(marker)}")

    def _name(self, marker: Marker) -> str:
        """What is written there: without a competency it will be a comment, whatever it is now."""
        return code_of(replace(marker, comment=marker.comment or "."), self._booth.rubric)[1]

    def findings(self) -> list[Finding]:
        """The drafts, as what is still to be done before sending."""
        found = []
        for key, draft in self._drafts.items():
            marker = draft.new or self._booth.editor.review.marker(draft.marker_id)
            if marker is not None:
                place = f"{clock(marker.start)} {self._name(marker)}"
                text = f"{place}: a draft, not saved yet: “{shorten(draft.text, 40)}”"
                found.append(Finding(text, draft.marker_id or None, draft=key))
        return found

    def reopen(self, key: str) -> None:
        """Go on with a draft, as `findings` names it."""
        if draft := self._drafts.get(key):
            self._open(draft)

    def _saved_text(self, target: Draft) -> str:
        known = self._booth.editor.review.marker(target.marker_id)
        return known.comment if known else ""

    def _save(self, target: Draft, text: str) -> bool:
        desk = self._booth
        if target.new:
            if text:
                marker_id = AddMarker.next_id(desk.editor.review)
                marker = replace(target.new, id=marker_id, comment=text)
                if desk.apply(AddMarker(marker)):
                    desk.current = marker_id
        elif (marker_now := desk.editor.review.marker(target.marker_id)) is not None:
            desk.apply(ReplaceMarker(replace(marker_now, comment=text), "comment changed"))
            desk.current = marker_now.id
        return desk.editor.unsaved is None


def drafted(drafts: tuple[Draft, ...]) -> frozenset[str]:
    """The ids of the markers to which words were begun and not saved."""
    return frozenset(draft.marker_id for draft in drafts)
