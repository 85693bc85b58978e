"""Opening dialogs over a screen in which one listens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.playback.listening import Listening

if TYPE_CHECKING:
    from textual.screen import Screen


class PushScreen(Protocol):
    """Shows a screen over the others; `callback` gets what it ends with."""

    def __call__(
        self, screen: "Screen[Any]", callback: Callable[[Any], None] | None = None, /
    ) -> object:
        """Show it."""


class Dialogs:
    """Opens dialogs; where one types in them, the player pauses as it does for comments.

    `covered` tells whether something lies over the screen already.
    """

    def __init__(self, push: PushScreen, listening: Listening, covered: Callable[[], bool]) -> None:
        self._push = push
        self.covered = covered
        self._listening = listening

    def show(self, dialog: "Screen[Any]", then: Callable[[Any], None] | None = None) -> None:
        """Show a dialog while the player plays on; `then` gets its answer, None for none."""
        self._push(dialog, then)

    def type_in(self, dialog: "Screen[Any]", then: Callable[[Any], None] | None = None) -> None:
        """Show a dialog in which one types; `then` gets its answer where there is one."""
        self._listening.pause_for_typing()

        def answered(answer: Any) -> None:
            if answer is not None and then is not None:
                then(answer)
            self._listening.resume_after_typing()

        self._push(dialog, answered)

    def ask(
        self,
        title: str,
        label: str,
        value: str,
        check: Callable[[str], object],
        then: Callable[[str], None],
    ) -> None:
        """Ask for a line; `check` raises SessionLensError for one that cannot be taken."""
        from sessionlens.tui.screens.ask import AskScreen

        self.type_in(AskScreen(title, label, value, _complaint(check)), then)

    def choose(
        self, title: str, options: list[tuple[str, str]], current: str, then: Callable[[str], None]
    ) -> None:
        """Let one of `(value, label)` be chosen."""
        from sessionlens.tui.screens.choose import ChooseScreen

        def chosen(value: str | None) -> None:
            if value is not None:
                then(value)

        self._push(ChooseScreen(title, options, current), chosen)


def _complaint(check: Callable[[str], object]) -> Callable[[str], str | None]:
    def complaint(text: str) -> str | None:
        try:
            check(text)
        except SessionLensError as error:
            return f"{error.what}. {error.hint}"
        return None

    return complaint
