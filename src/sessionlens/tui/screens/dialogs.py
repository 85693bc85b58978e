"""Opening dialogs over a screen in which one listens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.speaking import Speaking
from sessionlens.tui.playback.spoken_texts import SpokenForm, SpokenTexts
from sessionlens.tui.playback.spoken_words import Run
from sessionlens.tui.playback.writing import Writing

if TYPE_CHECKING:
    from textual.screen import Screen

    from sessionlens.tui.screens.dialog import Dialog


class PushScreen(Protocol):
    """Shows a screen over the others; `callback` gets what it ends with."""

    def __call__(
        self, screen: "Screen[Any]", callback: Callable[[Any], None] | None = None, /
    ) -> object:
        """Show it."""


class Dialogs:
    """Opens dialogs; where one types in them, the player pauses as it does for comments.

    What is typed is a draft in `writing`, where something is written.

    `covered` tells whether something lies over the screen already.
    """

    def __init__(
        self,
        push: PushScreen,
        listening: Listening,
        covered: Callable[[], bool],
        writing: Writing | None = None,
    ) -> None:
        self._push = push
        self._writing = writing
        self.covered = covered
        self._listening = listening
        self._speaking: Speaking | None = None

    def speaking(self, document: OpenDocument, texts: SpokenTexts, run: Run) -> Speaking:
        """What speaks to the texts of a document, and to those in dialogs that have some."""
        self._speaking = Speaking(document, texts, self._listening, self.choose, run)
        return self._speaking

    def show(self, dialog: "Screen[Any]", then: Callable[[Any], None] | None = None) -> None:
        """Show a dialog while the player plays on; `then` gets its answer, None for none."""
        self._shown(dialog, then)

    def _shown(self, dialog: "Screen[Any]", then: Callable[[Any], None] | None) -> None:
        form: SpokenForm | None = getattr(dialog, "spoken_form", None)
        if form is not None and self._speaking is not None:
            self._speaking.enter(form, dialog)
        self._push(dialog, then)

    def type_in(self, dialog: "Dialog[Any]", then: Callable[[Any], None] | None = None) -> None:
        """Show a dialog in which one types; `then` gets its answer where there is one.

        What is typed is a draft until the answer is saved; without an answer it stays one.
        """
        self._listening.pause_for_typing()
        writing = self._writing
        if writing is not None:
            dialog.note_typed = writing.typed

        def answered(answer: Any) -> None:
            if answer is not None and then is not None:
                then(answer)
            if answer is not None and writing is not None:
                for name in dialog.typed:
                    writing.drop_when_saved(name)
            self._listening.resume_after_typing()

        self._shown(dialog, answered)

    def ask(
        self,
        title: str,
        label: str,
        value: str,
        check: Callable[[str], object],
        then: Callable[[str], None],
        *,
        place: str = "",
    ) -> None:
        """Ask for a line; `check` raises SessionLensError for one that cannot be taken.

        `place` tells one question of this title from another, such as "at 02:10".
        """
        from sessionlens.tui.screens.ask import AskScreen

        name = f"{title} {place}".rstrip()
        draft = self.draft_of(name)
        about = f"{label} (draft)" if draft else label
        dialog = AskScreen(title, about, value, _complaint(check), draft=draft, name=name)
        self.type_in(dialog, then)

    def draft_of(self, name: str) -> str:
        """What was typed into a field before and not kept; empty if nothing was."""
        return self._writing.field_draft(name) if self._writing else ""

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
