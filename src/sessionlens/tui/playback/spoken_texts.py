"""Which texts of a document can be spoken, and where their sound is kept."""

from typing import Protocol

from sessionlens.storage.state import Draft
from sessionlens.tui.playback.composing import Composing


class SpokenTexts(Protocol):
    """The texts of one document that can be spoken, and where their sound is kept.

    `speaker` is the name of who speaks, `model` the one that was asked for, if any.
    """

    composing: Composing

    @property
    def speaker(self) -> str: ...

    @property
    def model(self) -> str: ...

    def to_speak(self) -> Draft | None:
        """The text that is meant when none is being written; says so where there is none."""

    def target_of(self, marker_id: str, name: str) -> Draft | None:
        """What a comment was spoken to that was interrupted, by the marker and by its file."""

    def keeps_sound(self, target: Draft) -> bool:
        """Whether there is a place for the sound of this text, and not only for its words."""

    def keep_spoken(self, target: Draft, name: str) -> bool:
        """Put the file of a spoken comment to its text; returns whether it is there now."""

    def drop_spoken(self, target: Draft, name: str) -> None:
        """Take the file away again: there is nothing to be heard in it."""

    def add_words(self, target: Draft, words: str, name: str) -> bool:
        """Put words to what is saved of this text; returns whether that was done."""

    def spoken_here(self) -> list[str]:
        """The files that were spoken to what is chosen, in the order in which they are heard."""
