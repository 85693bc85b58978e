"""Which texts can be spoken: those of a document, and those of a form that lies over its screen."""

from typing import Protocol

from sessionlens.domain.text_sound import Sounds
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.composing import Composing


class SpokenTexts(Protocol):
    """The texts of one document that can be spoken, each with a place for its sound.

    A draft says which one is meant: of a marker, of one yet to be made, or by the text's name
    (see `TextSound`). `speaker` is the name of who speaks, `model` the one that was asked for, if
    any.
    """

    composing: Composing

    @property
    def speaker(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def sounds(self) -> Sounds:
        """What was spoken to texts that have names."""

    def to_speak(self) -> Draft | None:
        """The text that is meant when none is being written; says so where there is none."""

    def name_of(self, target: Draft) -> str:
        """What the file of its sound is called after: a marker's id, or the text's name."""

    def target_of(self, part: str, name: str) -> Draft | None:
        """What a comment was spoken to that was interrupted, by what its file is called.

        `part` is what stands for the text in `name`, the whole name.
        """

    def keep_spoken(self, target: Draft, name: str) -> bool:
        """Put the file of a spoken comment to its text; returns whether it is there now."""

    def drop_spoken(self, target: Draft, name: str) -> None:
        """Take the file away again: there is nothing to be heard in it."""

    def add_words(self, target: Draft, words: str, name: str) -> bool:
        """Put words to what is saved of this text; returns whether that was done."""

    def saved_words(self, text: str) -> str:
        """What is saved of the text of that name, or of the comment of that marker."""

    def spoken_here(self) -> list[str]:
        """The files that were spoken to what is chosen, in the order in which they are heard."""


class SpokenForm(Protocol):
    """A form over the screen, with texts that can be spoken, or heard."""

    @property
    def is_shown(self) -> bool:
        """Whether one still sees it."""

    def to_speak(self) -> str:
        """The name of the text that is meant, or a marker's id; says so where there is none."""

    def spoken_here(self) -> list[str]:
        """The files that were spoken to what is chosen, in the order in which they are heard."""

    def settle(self) -> None:
        """Have what is typed saved now."""

    def show_words(self, text: str, words: str) -> None:
        """Show a text as it is now; nothing where it is not there to be seen."""

    def show_keys(self, speaks: str, plays: str) -> None:
        """Show, before the form is there, which keys speak and play while one types."""

    def show_sounds(self, sounds: Sounds) -> None:
        """Show to which texts something was spoken."""

    def say(self, notice: str) -> None:
        """Tell something in the form; nothing takes it back."""
