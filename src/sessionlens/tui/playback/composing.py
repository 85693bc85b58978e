"""Writing words: typing pauses, Enter saves and resumes, drafts survive."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec.structs import replace

from sessionlens.domain.text import clean
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.widgets.comment_editor import CommentEditor

_KEPT = "Kept as a draft: the same key opens it again here"

B = TypeVar("B", bound=Booth)


class Composing(ABC, Generic[B]):
    """One text at a time. A draft belongs to a marker, or to the place of one yet to be made.

    `keep` writes the drafts to disk and returns why it could not, if so; it is called within a
    second of a keystroke.
    """

    def __init__(
        self,
        booth: B,
        editor: CommentEditor,
        listening: Listening,
        drafts: tuple[Draft, ...],
        keep: Callable[[tuple[Draft, ...]], str],
    ) -> None:
        self._booth = booth
        self._editor = editor
        self._listening = listening
        self._keep = keep
        self._drafts = {self._key(draft): draft for draft in drafts}
        self._target: Draft | None = None
        self._unkept = ""

    @abstractmethod
    def _saved_text(self, target: Draft) -> str:
        """What is saved of this text so far."""

    @abstractmethod
    def _save(self, target: Draft, text: str) -> bool:
        """Save the text, cleaned; returns whether it is on disk now."""

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Texts that were begun and not saved."""
        return tuple(self._drafts.values())

    @property
    def writing(self) -> str:
        """What names the text being written among the drafts; empty while none is."""
        return self._key(self._target) if self._target else ""

    def write(self, target: Draft, about: str) -> None:
        """Open the editor for a text, or for the draft there is of it; `about` says what it is."""
        key = self._key(target)
        draft = self._drafts.get(key)
        self._target = draft or target
        self._listening.pause_for_typing()
        self._editor.write(about + (" (draft)" if draft else ""), self._target.text)

    def changed(self, text: str) -> None:
        """Take in what is written so far."""
        if self._target is not None:
            self._target = replace(self._target, text=text)

    def keep_draft(self) -> None:
        """Write what is being written to disk, if there is anything."""
        target = self._target
        if target is None:
            return
        if target.text.strip() and target.text != self._saved_text(target):
            self._drafts[self._key(target)] = target
        else:
            self._drafts.pop(self._key(target), None)
        self._unkept = self._keep(self.drafts)

    def finish(self, text: str, *, save: bool) -> None:
        """Save the text, or leave it as a draft; then play on if typing had paused."""
        self.changed(text)
        target = self._target
        self._editor.close()
        if target is not None and save:
            key = self._key(target)
            if self._save(target, clean(text, multiline=True)) and key in self._drafts:
                del self._drafts[key]
                self._keep(self.drafts)
        elif target is not None:
            self.keep_draft()
            if self._key(target) in self._drafts:
                self._booth.say(f"NOT KEPT on disk: {self._unkept}" if self._unkept else _KEPT)
        self._target = None
        self._listening.resume_after_typing()

    @staticmethod
    def _key(draft: Draft) -> str:
        new = draft.new
        return f"new {new.rating or ''} {new.start:.1f}" if new else draft.marker_id
