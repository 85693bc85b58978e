"""Undo and redo of whatever is written."""

from collections.abc import Callable

from sessionlens.tui.commands import handles
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.writing import Writing


class Undoing:
    """The commands that take a change back, and make it again."""

    def __init__(self, document: OpenDocument, writing: Writing) -> None:
        self._document = document
        self._writing = writing

    @handles("edit.undo")
    def undo(self) -> None:
        self._report("Undone", self._writing.history.undo, "Nothing to undo")

    @handles("edit.redo")
    def redo(self) -> None:
        self._report("Done again", self._writing.history.redo, "Nothing to redo")

    def _report(self, done: str, step: Callable[[], str | None], nothing: str) -> None:
        if self._writing.read_only:
            self._document.say(self._writing.read_only)
            return
        label = step()
        self._document.say(f"{done}: {label}" if label else nothing)
