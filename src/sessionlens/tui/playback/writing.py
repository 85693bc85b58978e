"""What is written in an open document, whether it is saved, and words that are not finished."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import History
from sessionlens.storage.rescued import Rescue
from sessionlens.storage.state import Draft, ReviewState, save_state


@dataclass(kw_only=True, eq=False, repr=False)
class Writing:
    """The history of a document, its drafts, and what is told of both.

    `path` is the document's file and `encode` gives its content as it stands; `state_key` gives
    what the place in it is remembered by now, `state` is how it was left. `drafts` are words begun
    and not saved, `open_draft` names the one being written. `read_only` says why nothing can be
    saved, if so. `close` lets other instances write.
    """

    history: History[Any]
    path: Path
    encode: Callable[[], bytes]
    state_key: Callable[[], str]
    state: ReviewState
    close: Callable[[], None]
    read_only: str | None = None
    drafts: tuple[Draft, ...] = ()
    open_draft: str = ""
    unkept: SessionLensError | None = field(default=None, init=False)
    _kept: ReviewState | None = field(default=None, init=False)
    _rescue: Rescue = field(default_factory=Rescue, init=False)
    _shown: Any = field(init=False)
    _saved_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._shown = self.history.state

    def remember(self, *, position: float, speed: float, follow: bool) -> None:
        """Keep the place, the view and the drafts; `unkept` says why that failed, if it did."""
        self.state = replace(
            self.state, position=position, speed=speed, follow=follow, drafts=self.drafts
        )
        self.unkept = None
        if self.state == self._kept:
            return  # asked every few seconds, and a disk may be asleep
        try:
            save_state(self.state_key(), self.state)
        except SessionLensError as error:
            self.unkept = error
            return
        self._kept = self.state

    # ---------------------------------------------------------------- whether it is saved

    @property
    def unsaved(self) -> bool:
        """Whether there is something that could not be saved."""
        return self.history.unsaved is not None

    def saved_text(self, count: str, *, begun: bool) -> str:
        """Whether all is saved, and how long since, for the status line.

        `count` says how much there is; `begun` whether that is on disk from an earlier time.
        """
        return f"{saved} · {count}" if (saved := self._saved(begun)) else count

    def _saved(self, begun: bool) -> str:
        if self.read_only:
            return "read-only"
        if self.unsaved:
            return "NOT SAVED"
        if self.history.undoable is None and not begun:
            return ""
        if self.history.state is not self._shown:
            self._shown, self._saved_at = self.history.state, time.monotonic()
        if self._saved_at is None:
            return "saved" if begun else ""
        ago = int(time.monotonic() - self._saved_at)
        return f"saved {ago} s ago" if ago < 60 else f"saved {ago // 60} min ago"

    # ---------------------------------------------------------------- leaving

    def why_stay(self) -> str:
        """Why one should not leave now; empty when nothing would be lost.

        What cannot be saved is left as a copy in the user's data folder.
        """
        if self.read_only:
            return ""
        return " ".join(filter(None, [self._unsaved_document(), self._unkept_drafts()]))

    def _unsaved_document(self) -> str:
        if self.history.retry():
            return ""
        copy = self._rescue.copy(self.path.name, self.encode())
        return f"NOT SAVED: {self.history.unsaved} {_way_out(copy)}"

    def _unkept_drafts(self) -> str:
        if not self.unkept or not self.drafts:
            return ""
        words = "\n\n".join(draft.text for draft in self.drafts)
        copy = self._rescue.copy(f"{self.path.stem}.drafts.txt", words.encode())
        return f"NOT KEPT are the words that you have begun: {self.unkept} {_way_out(copy)}"


def _way_out(copy: Path | None) -> str:
    if copy is None:
        return "Not even a copy could be kept. Leave again to give it up"
    return f"A copy is in {copy}. Leave again to go"
