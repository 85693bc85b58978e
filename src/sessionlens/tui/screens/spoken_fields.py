"""The fields of a form that can be spoken to: which is meant, its words, and where there is sound.

A form that has them keeps them as `spoken_form`: that is all it takes, wherever `Dialogs` shows it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sessionlens.domain.text import clean
from sessionlens.domain.text_sound import Sounds, sound_of
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.field_label import FieldLabel
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.writing import CommentArea, Words

SAID = 10.0
"""Seconds that a sentence stands in place of the keys; how loud it is, is said again and again."""


class SpokenFields:
    """See `SpokenForm`; `fields` are those on `screen` by the names of their texts.

    `settle` saves what is typed now, `taken` is told of a text that has other words than before.
    """

    def __init__(
        self,
        screen: Dialog[Any],
        fields: Mapping[str, tuple[FieldLabel, Words]],
        settle: Callable[[], object],
        taken: Callable[[], object] = lambda: None,
    ) -> None:
        self._screen = screen
        self._fields = fields
        self._settle = settle
        self._taken = taken
        self._sounds: Sounds = ()

    @property
    def is_shown(self) -> bool:
        return self._screen.is_attached and self._screen in self._screen.app.screen_stack

    @property
    def _shown(self) -> dict[str, Words]:
        return {name: words for name, (_, words) in self._fields.items() if words.is_attached}

    def to_speak(self) -> str:
        """The text under the cursor, else the first one, which gets the cursor."""
        shown = self._shown
        name = next((name for name, words in shown.items() if words.has_focus), "")
        if not name and shown:
            name, words = next(iter(shown.items()))
            words.focus()
        return name

    def spoken_here(self) -> list[str]:
        """What was spoken to the text under the cursor, else to all of them."""
        shown = self._shown
        chosen = [name for name, words in shown.items() if words.has_focus] or list(shown)
        files = (sound_of(self._sounds, name) for name in chosen)
        return [file for file in files if file]

    @property
    def writes(self) -> bool:
        """Whether the cursor is in one of the texts."""
        return any(words.has_focus for words in self._shown.values())

    def settle(self) -> None:
        self._settle()

    def show_words(self, text: str, words: str) -> None:
        if text in self._shown:
            show_words(self._fields[text][1], words)
            self._taken()

    def show_keys(self, speaks: str, plays: str) -> None:
        hints = ((speaks, "speaks"), (plays, "plays ♫"))
        self._screen.add_hints(*(hint for hint in hints if hint[0]))

    def show_sounds(self, sounds: Sounds) -> None:
        self._sounds = sounds
        for name, (label, _) in self._fields.items():
            label.show_sound(spoken=bool(sound_of(sounds, name)))

    def say(self, notice: str) -> None:
        self._screen.query_one(FooterBar).say(notice, SAID)


class HeardOnly:
    """See `SpokenForm`; a form in which there is nothing to be spoken, but `files` to be heard."""

    def __init__(self, screen: Dialog[Any], files: list[str]) -> None:
        self._screen = screen
        self._files = files

    @property
    def is_shown(self) -> bool:
        return self._screen.is_attached and self._screen in self._screen.app.screen_stack

    def to_speak(self) -> str:
        self.say("There is nothing to be written here")
        return ""

    def spoken_here(self) -> list[str]:
        return self._files

    def settle(self) -> None: ...

    def show_words(self, text: str, words: str) -> None: ...

    def show_keys(self, speaks: str, plays: str) -> None:
        if self._files and plays:
            self._screen.add_hints((plays, "plays ♫"))

    def show_sounds(self, sounds: Sounds) -> None: ...

    def say(self, notice: str) -> None:
        self._screen.query_one(FooterBar).say(notice, SAID)


def show_words(field: Words | CommentArea, words: str) -> None:
    """Show a text as it is now; what was added can be undone as if it had been typed."""
    present = clean(field.text, multiline=True)
    if words == present:
        return
    if words.startswith(present):
        field.insert(words[len(present) :], field.document.end, maintain_selection_offset=False)
    else:
        field.load_text(words)
        field.move_cursor(field.document.end)
