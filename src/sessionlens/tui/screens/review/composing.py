"""Writing the comments of markers."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import clock
from sessionlens.storage.state import Draft
from sessionlens.tui.hearing.composing import Composing
from sessionlens.tui.hearing.listening import Listening
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.marker_layout import code_of


class Comments(Composing):
    """The comment of a marker, or of one that will be made when it is saved."""

    def __init__(
        self,
        desk: Desk,
        editor: CommentEditor,
        listening: Listening,
        drafts: tuple[Draft, ...],
        keep: Callable[[tuple[Draft, ...]], None],
    ) -> None:
        super().__init__(desk, editor, listening, drafts, keep)
        self._desk = desk

    def comment(self, marker: Marker) -> None:
        """Write a comment for a marker that will be made when it is saved."""
        self._open(Draft(new=marker, text=""))

    def edit(self, marker: Marker) -> None:
        """Write or change the comment of a marker."""
        self._open(Draft(marker_id=marker.id, text=marker.comment))

    def _open(self, target: Draft) -> None:
        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
            return
        kept = self._drafts.get(self._key(target), target)
        marker = kept.new or self._desk.editor.review.marker(kept.marker_id)
        if marker is None:
            return
        name = "Question" if marker.rating == "question" else code_of(marker, self._desk.rubric)[1]
        self.write(target, f"{clock(marker.start, 1)}  {name}")

    def _saved_text(self, target: Draft) -> str:
        known = self._desk.editor.review.marker(target.marker_id)
        return known.comment if known else ""

    def _save(self, target: Draft, text: str) -> bool:
        desk = self._desk
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
