"""Undo and redo of whatever is written."""

from collections.abc import Callable
from typing import Any, Protocol

from sessionlens.tui.commands import handles
from sessionlens.tui.playback.writing import Writing


class Told(Protocol):
    """What is open, as far as it can be told something in its screen."""

    def say(self, notice: str, /) -> None:
        """Tell it."""


class Undoing:
    """The commands that take a change back, and make it again.

    `describe` says in words what changed from one state to another, and goes there; without it
    the change's own label does.
    """

    def __init__(
        self,
        document: Told,
        writing: Writing,
        describe: Callable[[Any, Any, str], str] = lambda _before, _after, label: label,
    ) -> None:
        self._document = document
        self._writing = writing
        self._describe = describe

    @handles("edit.undo")
    def undo(self) -> None:
        history = self._writing.history
        after = history.state
        if label := self._step(history.undo, "Nothing to undo"):
            self._document.say(f"Undone: {self._describe(history.state, after, label)}")

    @handles("edit.redo")
    def redo(self) -> None:
        history = self._writing.history
        before = history.state
        if label := self._step(history.redo, "Nothing to redo"):
            self._document.say(f"Done again: {self._describe(before, history.state, label)}")

    def _step(self, step: Callable[[], str | None], nothing: str) -> str | None:
        """Go one step; returns the label of the change, None where there was none."""
        if self._writing.read_only:
            self._document.say(self._writing.read_only)
            return None
        label = step()
        if label is None:
            self._document.say(nothing)
        return label
