"""Undo and redo of whatever is written."""

from collections.abc import Callable
from typing import Any

from sessionlens.domain.history import History
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.handling import handles


class Undoing:
    """The commands that take a change back; `read_only` says why nothing can be changed, if so."""

    def __init__(self, booth: Booth, history: History[Any], read_only: str | None) -> None:
        self._booth = booth
        self._history = history
        self._read_only = read_only

    @handles("edit.undo")
    def undo(self) -> None:
        self._report("Undone", self._history.undo, "Nothing to undo")

    @handles("edit.redo")
    def redo(self) -> None:
        self._report("Done again", self._history.redo, "Nothing to redo")

    def _report(self, done: str, step: Callable[[], str | None], nothing: str) -> None:
        if self._read_only:
            self._booth.say(self._read_only)
            return
        label = step()
        self._booth.say(f"{done}: {label}" if label else nothing)
