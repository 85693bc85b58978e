"""Writing words: typing pauses, Enter saves and resumes, drafts survive."""

from typing import Protocol

from msgspec.structs import replace

from sessionlens.domain.text import clean
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.writing import Writing
from sessionlens.tui.widgets.comment_editor import CommentEditor

_KEPT = "Kept as a draft: the same key opens it again here"


class Texts(Protocol):
    """The texts of one document that are written in its screen: comments, or answers."""

    def saved_text(self, target: Draft) -> str:
        """What is saved of this text so far."""

    def save_text(self, target: Draft, text: str) -> bool:
        """Save the text, cleaned; returns whether it is on disk now."""


class Composing:
    """One text at a time. A draft belongs to a marker, or to the place of one yet to be made."""

    def __init__(
        self,
        document: OpenDocument,
        writing: Writing,
        editor: CommentEditor,
        listening: Listening,
        texts: Texts,
    ) -> None:
        self._document = document
        self._writing = writing
        self._editor = editor
        self._listening = listening
        self._texts = texts
        self._drafts = {draft_key(draft): draft for draft in writing.drafts}
        self._target: Draft | None = None
        self._unkept = ""

    @property
    def drafts(self) -> dict[str, Draft]:
        """Texts that were begun and not saved, by what names them."""
        return self._drafts

    def write(self, target: Draft, about: str) -> None:
        """Open the editor for a text, or for the draft there is of it; `about` says what it is."""
        key = draft_key(target)
        draft = self._drafts.get(key)
        self._target = draft or target
        self._writing.open_draft = key
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
        if target.text.strip() and target.text != self._texts.saved_text(target):
            self._drafts[draft_key(target)] = target
        else:
            self._drafts.pop(draft_key(target), None)
        self._keep()

    def _keep(self) -> None:
        self._unkept = self._document.keep_drafts(tuple(self._drafts.values()))

    def finish(self, text: str, *, save: bool) -> None:
        """Save the text, or leave it as a draft; then play on if typing had paused."""
        self.changed(text)
        target = self._target
        self._editor.close()
        if target is not None and save:
            key = draft_key(target)
            saved = self._texts.save_text(target, clean(text, multiline=True))
            if saved and key in self._drafts:
                del self._drafts[key]
                self._keep()
        elif target is not None:
            self.keep_draft()
            if draft_key(target) in self._drafts:
                self._document.say(f"NOT KEPT on disk: {self._unkept}" if self._unkept else _KEPT)
        self._target = None
        self._writing.open_draft = ""
        self._listening.resume_after_typing()


def draft_key(draft: Draft) -> str:
    """What names a text among the drafts."""
    new = draft.new
    return f"new {new.rating or ''} {new.start:.1f}" if new else draft.marker_id
