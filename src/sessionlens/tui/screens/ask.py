"""Asking for one line: a time, an offset, the right words."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.field import Check
from sessionlens.tui.widgets.writing import Sentence


class AskScreen(Dialog[str]):
    """Ends with the line, cleaned, once `check` has nothing against it; or with None.

    What `check` says is shown below the line as one types. A value that is one
    word is selected, so that typing replaces it; a sentence is there to be corrected.
    """

    DEFAULT_CSS = """
    AskScreen > .sheet { width: 72; }
    AskScreen Sentence { margin: 0 1; }
    AskScreen .wrong { color: $warning; margin: 0 1; height: auto; min-height: 1; }
    """

    def __init__(
        self,
        title: str,
        label: str,
        value: str = "",
        check: Check | None = None,
        *,
        draft: str = "",
        name: str = "",
    ) -> None:
        super().__init__(title, (("Enter", "takes it"), ("Esc", "leaves it as it is")))
        self._label = label
        self._value = value
        self._draft_name = name
        self._check = check
        self._sentence = Sentence(draft or value)
        self._message = Static(classes="wrong", markup=False)

    @property
    def typed(self) -> dict[str, str]:
        text = self._sentence.text
        return {self._draft_name: text if text != self._value else ""}

    def body(self) -> Iterable[Widget]:
        yield Static(Content(self._label), classes="note")
        yield self._sentence
        yield self._message

    def on_mount(self) -> None:
        self._sentence.move_cursor(self._sentence.document.end)
        if len(self._sentence.text.split()) == 1:
            self._sentence.select_all()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.tell_typed()
        self._say(self._against() if self._sentence.written else None)

    def on_sentence_finished(self, event: Sentence.Finished) -> None:
        event.stop()
        wrong = self._against()
        self._say(wrong)
        if wrong is None:
            self.dismiss(event.text)

    def _against(self) -> str | None:
        return self._check(self._sentence.written) if self._check else None

    def _say(self, wrong: str | None) -> None:
        self._message.update(f"✗ {wrong}" if wrong else "")
