"""Whether what is written is on disk, as the status line says it."""

import time
from typing import Any

from sessionlens.domain.history import History


class Saved:
    """Watches a document: `text` says whether it is saved, and how long since."""

    def __init__(self, history: History[Any], read_only: str | None) -> None:
        self._history = history
        self._read_only = read_only
        self._shown = history.state
        self._at: float | None = None

    @property
    def unsaved(self) -> bool:
        """Whether there is something that could not be saved."""
        return self._history.unsaved is not None

    def text(self, count: str, *, begun: bool) -> str:
        """`count` says how much there is; `begun` whether that is on disk from an earlier time."""
        return f"{said} · {count}" if (said := self._said(begun)) else count

    def _said(self, begun: bool) -> str:
        if self._read_only:
            return "read-only"
        if self.unsaved:
            return "NOT SAVED"
        if self._history.undoable is None and not begun:
            return ""
        if self._history.state is not self._shown:
            self._shown, self._at = self._history.state, time.monotonic()
        if self._at is None:
            return "saved" if begun else ""
        ago = int(time.monotonic() - self._at)
        return f"saved {ago} s ago" if ago < 60 else f"saved {ago // 60} min ago"
