"""What is done with the evidence beside a verdict: rated, commented on, spoken to."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from textual.screen import Screen

from sessionlens.domain.changes import ReplaceMarker
from sessionlens.domain.editor import Editor
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import clean
from sessionlens.domain.text_sound import Sounds, sound_of
from sessionlens.domain.undo_words import name_of
from sessionlens.tui.screens.spoken_fields import SAID, show_words
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.evidence_list import EvidenceList
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.verdict_page import VerdictPage


class VerdictEvidence:
    """Changes the marker under the cursor of the list; `changed` shows it."""

    def __init__(
        self,
        editor: Editor,
        rubric: Rubric,
        listed: EvidenceList,
        comment: CommentEditor,
        changed: Callable[[], object],
    ) -> None:
        self._editor = editor
        self._rubric = rubric
        self._list = listed
        self._comment = comment
        self._changed = changed
        self.commented = ""

    @property
    def chosen(self) -> Marker | None:
        """The marker whose comment is written, else the one that the cursor is on in the list."""
        if self._comment.is_open:
            return self._editor.review.marker(self.commented)
        return self._list.chosen if self._list.has_focus else None

    def rate(self, rating: Rating) -> None:
        """Rate the evidence under the cursor; the same rating again takes it away."""
        marker = self._list.chosen
        if marker is None or rating not in self._rubric.ratings or marker.phase:
            return
        self._apply(replace(marker, rating=None if marker.rating == rating else rating))

    def write_comment(self) -> None:
        """Write the comment of the evidence under the cursor."""
        if marker := self._list.chosen:
            self.commented = marker.id
            self._comment.write(name_of(marker, self._rubric), marker.comment)

    def keep_comment(self, text: str) -> None:
        """Keep the comment: what one has typed here is not thrown away by Esc either."""
        marker = self._editor.review.marker(self.commented)
        text = clean(text, multiline=True)
        if marker is not None and text != marker.comment:
            self._apply(replace(marker, comment=text), "comment changed")

    def settle(self) -> None:
        """Keep what is typed of a comment so far."""
        if self._comment.is_open:
            self.keep_comment(self._comment.words.text)

    def show_comment(self, marker_id: str, words: str) -> None:
        """Show what was put to a comment from elsewhere."""
        if self._comment.is_open and marker_id == self.commented:
            show_words(self._comment.words, words)
        self.refresh()

    def refresh(self) -> None:
        """Show the markers as they are now; the cursor stays."""
        at = self._list.highlighted
        self._changed()
        self._list.highlighted = at

    def _apply(self, marker: Marker, label: str = "marker changed") -> None:
        self._editor.apply(ReplaceMarker(marker, label))
        self.refresh()


class VerdictSpeaking:
    """See `SpokenForm`; `name_of` gives the name of a text of the page that is shown."""

    def __init__(
        self,
        screen: Screen[Any],
        page: VerdictPage,
        evidence: VerdictEvidence,
        name_of: Callable[[str], str],
        settle: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._page = page
        self._evidence = evidence
        self._name_of = name_of
        self._settle = settle
        self._sounds: Sounds = ()
        self.keys: tuple[tuple[str, str], ...] = ()

    @property
    def is_shown(self) -> bool:
        return self._screen.is_attached and self._screen in self._screen.app.screen_stack

    def to_speak(self) -> str:
        """The comment of the evidence that one is at, else the text that was written last."""
        if marker := self._evidence.chosen:
            return marker.id
        field = self._page.chosen_text
        if not field:
            self.say("There is no text here that could be spoken")
            return ""
        self._page.shown_texts[field][1].focus()
        return self._name_of(field)

    def spoken_here(self) -> list[str]:
        """To the evidence that one is at, to the text one is in, else to all of the page."""
        if marker := self._evidence.chosen:
            names = [marker.id]
        else:
            shown = self._page.shown_texts
            fields = [field for field, (_, words) in shown.items() if words.has_focus]
            names = [self._name_of(field) for field in fields or shown]
        files = (sound_of(self._sounds, name) for name in names)
        return [file for file in files if file]

    def settle(self) -> None:
        self._evidence.settle()
        self._settle()

    def show_words(self, text: str, words: str) -> None:
        for field, (_, area) in self._page.shown_texts.items():
            if self._name_of(field) == text:
                show_words(area, words)
                self._settle()
                return
        self._evidence.show_comment(text, words)

    def show_keys(self, speaks: str, plays: str) -> None:
        hints = ((speaks, "speaks"), (plays, "plays ♫"))
        self.keys = tuple(hint for hint in hints if hint[0])

    def show_sounds(self, sounds: Sounds) -> None:
        self._sounds = sounds
        self.show_again()

    def show_again(self) -> None:
        """Show to which texts of another page something was spoken."""
        for field, (label, _) in self._page.shown_texts.items():
            label.show_sound(spoken=bool(sound_of(self._sounds, self._name_of(field))))

    def say(self, notice: str) -> None:
        self._screen.query_one("VerdictScreen > FooterBar", FooterBar).say(notice, SAID)
