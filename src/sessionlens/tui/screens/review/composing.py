"""Writing comments: typing pauses, Enter saves and resumes, drafts survive."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker
from sessionlens.domain.marker import Marker
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock
from sessionlens.storage.state import Draft
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.listening import Listening
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.marker_layout import code_of


class Composing:
    """One comment at a time. A draft belongs to a marker, or to one that is yet to be made.

    `keep` writes the drafts to disk; it is called within a second of a keystroke.
    """

    def __init__(
        self,
        desk: Desk,
        editor: CommentEditor,
        listening: Listening,
        drafts: tuple[Draft, ...],
        keep: Callable[[tuple[Draft, ...]], None],
    ) -> None:
        self._desk = desk
        self._editor = editor
        self._listening = listening
        self._keep = keep
        self._drafts = {self._key(draft): draft for draft in drafts}
        self._target: Draft | None = None

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Comments that were begun and not saved."""
        return tuple(self._drafts.values())

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
        target = self._drafts.get(self._key(target), target)
        self._target = target
        self._listening.pause_for_typing()
        marker = target.new or self._desk.editor.review.marker(target.marker_id)
        if marker is None:
            return
        name = "Question" if marker.rating == "question" else code_of(marker, self._desk.rubric)[1]
        draft = " (draft)" if self._key(target) in self._drafts else ""
        self._editor.write(f"{clock(marker.start, 1)}  {name}{draft}", target.text)

    def changed(self, text: str) -> None:
        """Take in what is written so far."""
        if self._target is not None:
            self._target = replace(self._target, text=text)

    def keep_draft(self) -> None:
        """Write what is being written to disk, if there is anything."""
        target = self._target
        if target is None:
            return
        known = self._desk.editor.review.marker(target.marker_id)
        saved = known.comment if known else ""
        if target.text.strip() and target.text != saved:
            self._drafts[self._key(target)] = target
        else:
            self._drafts.pop(self._key(target), None)
        self._keep(self.drafts)

    def finish(self, text: str, *, save: bool) -> None:
        """Save the comment, or leave it as a draft; then play on if typing had paused."""
        self.changed(text)
        target = self._target
        self._editor.close()
        if target is not None and save:
            self._save(target, clean(text, multiline=True))
        elif target is not None:
            self.keep_draft()
            if self._key(target) in self._drafts:
                self._desk.say("Kept as a draft: the same key opens it again")
        self._target = None
        self._listening.resume_after_typing()

    def _save(self, target: Draft, comment: str) -> None:
        key = self._key(target)
        desk = self._desk
        if target.new:
            if comment:
                marker_id = AddMarker.next_id(desk.editor.review)
                marker = replace(target.new, id=marker_id, comment=comment)
                if desk.apply(AddMarker(marker)):
                    desk.current = marker_id
        elif (marker_now := desk.editor.review.marker(target.marker_id)) is not None:
            desk.apply(ReplaceMarker(replace(marker_now, comment=comment), "comment changed"))
            desk.current = marker_now.id
        if desk.editor.unsaved is None and key in self._drafts:
            del self._drafts[key]
            self._keep(self.drafts)

    @staticmethod
    def _key(draft: Draft) -> str:
        return f"new {draft.new.rating or ''}" if draft.new else draft.marker_id
