"""Writing words: typing pauses, Enter saves and resumes, drafts survive."""

from typing import Protocol

from msgspec.structs import replace

from sessionlens.domain.spoken_comment import with_words
from sessionlens.domain.text import clean
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.writing import Writing, draft_key
from sessionlens.tui.widgets.comment_editor import CommentEditor

_KEPT = "Kept as a draft: the same key opens it again here"


class Texts(Protocol):
    """The texts of one document that are written in its screen: comments, or answers."""

    def saved_text(self, target: Draft) -> str:
        """What is saved of this text so far."""

    def save_text(self, target: Draft, text: str) -> bool:
        """Put the text, cleaned, into the document; returns whether it is there now."""


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
        self._target: Draft | None = None

    def write(self, target: Draft, about: str) -> None:
        """Open the editor for a text, or for the draft there is of it; `about` says what it is."""
        key = draft_key(target)
        draft = self._writing.drafts.get(key)
        self._target = draft or target
        self._writing.open_draft = key
        self._listening.pause_for_typing()
        self._editor.write(about + (" (draft)" if draft else ""), self._target.text)

    @property
    def target(self) -> Draft | None:
        """The text that is being written; None when none is."""
        return self._target

    def changed(self, text: str) -> None:
        """Take in what is written so far."""
        if self._target is None:
            return
        target = self._target = replace(self._target, text=text)
        spoken = target.new is not None and bool(target.new.note)
        if spoken or (text.strip() and text != self._texts.saved_text(target)):
            self._writing.draft(target)
        else:
            self._writing.drop(draft_key(target))

    def attach(self, key: str, name: str) -> bool:
        """Put the file of a spoken comment to the draft of a marker that is still to be made.

        No name takes it away again. Returns whether there is such a draft.
        """
        target = self._draft_at(key)
        if target is None or target.new is None:
            return False
        attached = replace(target, new=replace(target.new, note=name))
        if self._target is not None and draft_key(self._target) == key:
            self._target = attached
            self.changed(attached.text)
        else:
            self._writing.draft(attached)
        return True

    def add_words(self, key: str, words: str) -> bool:
        """Put words that were spoken to a text that is not saved; returns whether there is one."""
        target = self._draft_at(key)
        if target is None:
            return False
        text = with_words(target.text, words)
        if self._target is not None and draft_key(self._target) == key:
            self._editor.append(text[len(target.text.rstrip()) :])
        else:
            self._writing.draft(replace(target, text=text))
        return True

    def _draft_at(self, key: str) -> Draft | None:
        if self._target is not None and draft_key(self._target) == key:
            return self._target
        return self._writing.drafts.get(key)

    def finish(self, text: str, *, save: bool) -> None:
        """Save the text, or leave it as a draft; then play on if typing had paused."""
        self.changed(text)
        target, self._target = self._target, None
        self._writing.open_draft = ""
        self._editor.close()
        if target is not None and save:
            if self._texts.save_text(target, clean(text, multiline=True)):
                self._writing.drop_when_saved(draft_key(target))
        elif target is not None and draft_key(target) in self._writing.drafts:
            self._document.keep_drafts(lambda: self._document.say(_KEPT))
        self._listening.resume_after_typing()
