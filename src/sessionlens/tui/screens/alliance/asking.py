"""Questions asked one at a time: an agreement, or a look at it."""

from collections.abc import Callable, Iterable, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from sessionlens.domain.alliance import AgreementQuestion
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.save_soon import SaveSoon
from sessionlens.tui.widgets.writing import Words


class AnswerWords(Words):
    """Words of several lines; Enter and Tab go on to the next question, Ctrl+J breaks the line."""

    class Stepped(Message):
        """The next (1) or previous (-1) question is wanted; `enter` if by Enter."""

        def __init__(self, step: int, *, enter: bool = False) -> None:
            super().__init__()
            self.step = step
            self.enter = enter

    def on_key(self, event: events.Key) -> None:
        steps = {"enter": 1, "tab": 1, "shift+tab": -1, "pagedown": 1, "pageup": -1}
        if event.key not in steps:
            super().on_key(event)
            return
        event.stop()
        event.prevent_default()
        self.post_message(self.Stepped(steps[event.key], enter=event.key == "enter"))


class QuestionsScreen(Dialog[None]):
    """Asks one question after another, any of which may stay empty.

    `answers` are what was written before, by field. Every edit is given to `keep` within a second,
    as (field, text). `first` is the number of the question that one begins at.
    """

    DEFAULT_CSS = """
    QuestionsScreen > .sheet { width: 80; height: 20; }
    QuestionsScreen .question { margin: 0 1; height: auto; }
    QuestionsScreen .which { margin: 0 1; color: $faint; }
    QuestionsScreen AnswerWords { height: 1fr; min-height: 3; margin: 1 1 0 1; }
    """

    def __init__(
        self,
        heading: str,
        questions: Sequence[AgreementQuestion],
        answers: dict[str, str],
        keep: Callable[[str, str], object],
        first: int = 0,
    ) -> None:
        keys = (("Enter", "next"), ("Shift+Tab", "back"), ("Ctrl+J", "new line"))
        pairs = keys if len(questions) > 1 else (("Enter", "keeps it"), keys[-1])
        super().__init__(heading, (*pairs, ("Esc", "keeps, and closes")))
        self._questions = questions
        self._answers = answers
        self._keep = keep
        self._number = first
        self._saving = SaveSoon(self, self._save)
        self._question = Static(classes="question", markup=False)
        self._which = Static(classes="which", markup=False)
        self._words = AnswerWords(answers[questions[first].field])

    def body(self) -> Iterable[Widget]:
        yield self._question
        yield self._which
        yield self._words

    def on_mount(self) -> None:
        self._words.focus()
        self._show()

    def _show(self) -> None:
        question = self._questions[self._number]
        self._question.update(Content.styled(question.question, "bold"))
        if len(self._questions) > 1:
            self._which.update(f"{self._number + 1} of {len(self._questions)}; it may stay empty")
        self._words.move_cursor(self._words.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._saving.soon()

    def on_answer_words_stepped(self, event: AnswerWords.Stepped) -> None:
        event.stop()
        self._saving.now()
        number = self._number + event.step
        if number == len(self._questions) and event.enter:
            self.dismiss(None)
        elif 0 <= number < len(self._questions):
            self._number = number
            self._words.load_text(self._answers[self._questions[number].field])
            self._show()

    def action_leave(self) -> None:
        self._saving.now()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._saving.now()

    def _save(self) -> None:
        field, text = self._questions[self._number].field, self._words.written
        if text != self._answers[field]:
            self._answers[field] = text
            self._keep(field, text)
