"""Something opened, and the screen for it; a review first of all."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from textual.message import Message
from textual.screen import Screen

from sessionlens.library.review import OpenedReview
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
from sessionlens.storage.settings import Settings

Post = Callable[[Message], object]


class Shown(Protocol):
    """Something opened, as far as the program deals with it whatever it is."""

    settings: Settings

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""

    def close(self) -> None:
        """Let go of all that is held; harmless when repeated."""


class Showing(NamedTuple):
    """Something opened, and what makes its screen: anew for other keys, rubric or colours.

    `make_screen` is given what takes messages for the program.
    """

    document: Shown
    make_screen: Callable[[Post], Screen[None]]


def showing_review(opened: OpenedReview, asked: AskedModel = NOTHING_ASKED) -> Showing:
    """A review; `asked` says what to recognise with."""
    from sessionlens.tui.screens.review.opening import open_for_review
    from sessionlens.tui.screens.review.screen import ReviewScreen

    document = open_for_review(opened, asked)
    return Showing(document, lambda _post: ReviewScreen(document))
