"""What is written in an open document, whether it is saved, and words that are not finished."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import History
from sessionlens.domain.marker import Marker
from sessionlens.domain.saving import Saving
from sessionlens.domain.text import file_name, shorten
from sessionlens.storage.rescued import Rescue, drop_drafts, keep_drafts, rescued_drafts
from sessionlens.storage.state import Draft, ReviewState, save_state
from sessionlens.tui.playback.disk import DiskThread

_SOON = 0.02  # seconds between two looks at whether all is on disk


def drafts_left(path: Path, state: ReviewState) -> dict[str, Draft]:
    """The words begun and not saved when the file `path` was open last, by what names them.

    Those that could not be kept where the place in it is remembered are the later ones.
    """
    return {draft_key(draft): draft for draft in (*state.drafts, *rescued_drafts(path))}


def draft_key(draft: Draft) -> str:
    """What names a text among the drafts."""
    if draft.field:
        return draft.field
    new: Marker | None = draft.new
    return f"new {new.rating or ''} {new.start:.1f}" if new else draft.marker_id


@dataclass(kw_only=True, eq=False, repr=False)
class Writing:
    """The history of a document, its drafts, and what is told of both.

    `path` is the document's file and `encode` gives its content as it stands; `state_key` gives
    what the place in it is remembered by now, `state` is how it was left. `disk` does all that
    waits for the disk. `drafts` are words begun and not saved, by what names them; `open_draft` is
    the one being written. `read_only` says why nothing can be saved, if so. `close` lets other
    instances write. `going_on` says what else leaving would end.
    """

    history: History[Any]
    path: Path
    encode: Callable[[], bytes]
    state_key: Callable[[], str]
    state: ReviewState
    close: Callable[[], None]
    disk: DiskThread
    read_only: str | None = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    open_draft: str = ""
    going_on: Callable[[], str] = lambda: ""
    _drafts_changed: bool = field(default=False, init=False)
    _keeping: Saving[ReviewState] = field(init=False)
    _drafts_apart: bool = field(default=False, init=False)
    _rescue: Rescue = field(default_factory=Rescue, init=False)
    _shown: Any = field(init=False)
    _saved_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._shown = self.history.state
        self._drafts_apart = bool(rescued_drafts(self.path))
        self._keeping = Saving(
            self.state,
            lambda _kept, state: save_state(self.state_key(), state),
            self.disk.run,
        )

    # ---------------------------------------------------------------- drafts and the place

    def draft(self, draft: Draft) -> None:
        """Take in words being typed: on disk with the next `keep_drafts`."""
        key = draft_key(draft)
        if self.drafts.get(key) != draft:
            self.drafts[key] = draft
            self._drafts_changed = True

    def drop(self, key: str) -> None:
        """These words are saved, or not wanted any more."""
        if self.drafts.pop(key, None) is not None:
            self._drafts_changed = True

    def drop_when_saved(self, key: str) -> None:
        """These words are in the document now: they stay a draft until that is on disk."""
        draft = self.drafts.get(key)

        def saved() -> None:
            if self.drafts.get(key) is draft:  # not begun anew meanwhile
                self.drop(key)
                # What is on disk may be older than what was saved, and would be offered again.
                self._keep(self.state)

        self.history.saving.when_saved(saved)

    def typed(self, fields: dict[str, str]) -> None:
        """Take in what stands in the fields of a form, by the names of its drafts.

        An empty text is a field in which nothing is typed that is not kept.
        """
        for key, text in fields.items():
            if text:
                self.draft(Draft(field=key, text=text))
            else:
                self.drop(key)

    def field_draft(self, key: str) -> str:
        """What was typed into a field the last time and not kept; empty if nothing was."""
        draft = self.drafts.get(key)
        return draft.text if draft else ""

    @property
    def field_notices(self) -> tuple[str, ...]:
        """What was typed into forms and not kept, for a person to go on with."""
        fields = [draft for draft in self.drafts.values() if draft.field]
        return tuple(
            f"Begun and not kept: {draft.field}: “{shorten(draft.text, 60)}”. It is there when you"
            " open that again"
            for draft in fields
        )

    @property
    def drafts_changed(self) -> bool:
        """Whether words were typed since they were last given to be kept."""
        return self._drafts_changed

    def remember(self, *, position: float, speed: float, follow: bool) -> None:
        """Keep the place, the view and the drafts; `unkept` says why that failed, if it did."""
        self._keep(replace(self.state, position=position, speed=speed, follow=follow))

    def _keep(self, place: ReviewState) -> None:
        self._drafts_changed = False
        state = replace(place, drafts=tuple(self.drafts.values()))
        if state != self.state:
            self.keep_state(state)
            if self._drafts_apart:
                self._keeping.when_saved(self._drafts_are_kept)
        else:
            self._keeping.retry()  # a disk may be asleep: what is kept is not written again

    def keep_track(self, track: int) -> None:
        """Remember the audio track that is heard from now on."""
        self.keep_state(replace(self.state, track=track))

    def keep_state(self, state: ReviewState) -> None:
        """Remember this from now on."""
        self.state = state
        self._keeping.put(state)

    def when_kept(self, then: Callable[[], None]) -> None:
        """Call `then` once place and drafts are on disk."""
        self._keeping.when_saved(then)

    @property
    def unkept(self) -> SessionLensError | None:
        """Why place and drafts are not on disk, if they could not be written."""
        return self._keeping.error

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
        if not self.history.saving.saved:
            return "saving …"
        if self.history.undoable is None and not begun:
            return ""
        if self.history.state is not self._shown:
            self._shown, self._saved_at = self.history.state, time.monotonic()
        if self._saved_at is None:
            return "saved" if begun else ""
        ago = int(time.monotonic() - self._saved_at)
        return f"saved {ago} s ago" if ago < 60 else f"saved {ago // 60} min ago"

    # ---------------------------------------------------------------- leaving

    async def settle(self, seconds: float) -> bool:
        """Wait until all is written that can be, so long at most; returns whether that is so."""
        until = time.monotonic() + seconds
        self.history.retry()
        while self.disk.busy or self._pending():
            if time.monotonic() > until:
                return False
            await asyncio.sleep(_SOON)
        return True

    def finish(self, seconds: float) -> None:
        """Write all that is not written yet, here and now, if the disk is free so long at most."""
        if self.disk.wait(seconds):
            for saving in (self.history.saving, self._keeping):
                saving.finish()

    def _pending(self) -> bool:
        savings = (self.history.saving, self._keeping)
        return any(not saving.saved and saving.error is None for saving in savings)

    def why_stay(self) -> str:
        """Why one should not leave now; empty when nothing would be lost.

        What cannot be saved is left as a copy in the user's data folder.
        """
        return " ".join(filter(None, [self.not_saved(), self.going_on()]))

    def not_saved(self) -> str:
        """What is not on disk, and where a copy of it is; empty where all is saved."""
        if self.read_only:
            return ""
        return " ".join(filter(None, [self._unsaved_document(), self._unkept_drafts()]))

    def kept_in(self, patience: float) -> str:
        """Where what was written is when the program ends now; what cannot be saved is copied.

        Waits for the disk so many seconds at most.
        """
        if self.read_only:
            return ""
        self.history.retry()
        self._keeping.retry()
        self.disk.wait(patience)
        path: Path | None = self.path
        if not self.history.saving.saved:
            path = self._rescue.copy(self.path.name, self.encode())
        kept = [_whereabouts("What you wrote", path)] if path is None or path.exists() else []
        if self.drafts and not self._keeping.saved:
            kept.append(_whereabouts("What you had begun", self._draft_copy()))
        elif self.drafts:
            kept.append("What you had begun comes back")
        return "; ".join(kept)

    def _draft_copy(self) -> Path | None:
        copy = keep_drafts(self.path, tuple(self.drafts.values()))
        self._drafts_apart = copy is not None
        self._keeping.when_saved(self._drafts_are_kept)
        return copy

    def _drafts_are_kept(self) -> None:
        """Remove the copy of the drafts where there is one: they are where they belong."""
        if self._drafts_apart and self._keeping.saved and not self.read_only:
            drop_drafts(self.path)
            self._drafts_apart = False

    def _unsaved_document(self) -> str:
        if self.history.saving.saved:
            self._rescue.drop(self.path.name)
            return ""
        why = self.history.unsaved or "The disk does not answer."
        copy = self._rescue.copy(self.path.name, self.encode())
        return f"NOT SAVED: {why} {_way_out(copy)}"

    def _unkept_drafts(self) -> str:
        if self._keeping.saved or not self.drafts:
            self._drafts_are_kept()
            return ""
        why = self.unkept or "The disk does not answer."
        return f"NOT KEPT are the words that you have begun: {why} {_way_out(self._draft_copy())}"


def _whereabouts(what: str, copy: Path | None) -> str:
    if copy is None:
        return f"{what} could not be kept, not even as a copy"
    return f"{what} is in {file_name(copy)}"


def _way_out(copy: Path | None) -> str:
    if copy is None:
        return "Not even a copy could be kept. Leave again to give it up"
    return f"A copy is in {file_name(copy)}. Leave again to go"
