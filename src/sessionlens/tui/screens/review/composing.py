"""Writing the comments of markers."""

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import clock
from sessionlens.storage.state import Draft
from sessionlens.tui.hearing.composing import Composing
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
        name = "Question" if marker.rating == "question" else code_of(marker, self._booth.rubric)[1]
        self.write(target, f"{clock(marker.start, 1)}  {name}")

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
