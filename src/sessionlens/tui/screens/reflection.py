"""What the coach takes away from the feedback, and what they will practise until when."""

from collections.abc import Callable, Iterable

from textual import events
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from sessionlens.domain.answer import Reflection
from sessionlens.domain.text import shorten
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.field import Field, date_of, not_a_date
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.writing import Words

_NO_DAY = "'{}' is no day: write it as 2026-12-31. Esc once more closes without it."
_SAVE_AFTER = 0.5  # seconds from the first unsaved keystroke


class ReflectionScreen(Dialog[None]):
    """Every edit is given to `keep` within a second; a date that is none keeps its old value.

    Esc stays once where the date is none, and says how to write it. `draft` is such a date that
    was typed before, kept under the name `DRAFT`.
    """

    DRAFT = "To take along: until when"

    DEFAULT_CSS = """
    ReflectionScreen > .sheet { width: 84; }
    ReflectionScreen .label { color: $faint; margin: 0 1; }
    ReflectionScreen Words { height: 6; margin: 0 1 1 1; }
    ReflectionScreen Field { margin: 0 1; }
    ReflectionScreen Field > Line { width: 13; }
    ReflectionScreen Field > .wrong { width: 1fr; max-width: 100%; }
    """

    def __init__(
        self, reflection: Reflection, keep: Callable[[Reflection], object], draft: str = ""
    ) -> None:
        super().__init__("To take along", (("Tab", "next field"), ("Esc", "keeps, and closes")))
        self._reflection = reflection
        self._keep = keep
        self._due: Timer | None = None
        self._told = False
        self._take_away = Words(reflection.take_away)
        self._practise = Words(reflection.practise)
        until = draft or _shown(reflection)
        self._until = Field("Until when", until, not_a_date, placeholder="YYYY-MM-DD")

    @property
    def typed(self) -> dict[str, str]:
        return {self.DRAFT: self._until.text if self._until.wrong else ""}

    def body(self) -> Iterable[Widget]:
        yield Static(Content("What I take away from this feedback"), classes="label")
        yield self._take_away
        yield Static(Content("What I will practise"), classes="label")
        yield self._practise
        yield self._until

    def on_mount(self) -> None:
        for words in (self._take_away, self._practise):
            words.tab_behavior = "focus"
            words.move_cursor(words.document.end)
        self._take_away.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._soon()

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._told = False
        self.query_one(FooterBar).say("")
        self.tell_typed()
        self._soon()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        self._save()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._save()

    def action_leave(self) -> None:
        self._save()
        if self._until.wrong and not self._told:
            self._told = True
            self._until.enter()
            self.query_one(FooterBar).say(_NO_DAY.format(shorten(self._until.text, 30)))
            return
        if self._until.wrong:
            self._until.fill(_shown(self._reflection))  # given up: no draft any more
            self.tell_typed()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._save()

    def _soon(self) -> None:
        if self._due is None:
            self._due = self.set_timer(_SAVE_AFTER, self._save)

    def _save(self) -> None:
        if self._due is not None:
            self._due.stop()
            self._due = None
        until = self._reflection.until if self._until.wrong else date_of(self._until.text)
        reflection = Reflection(
            take_away=self._take_away.written, practise=self._practise.written, until=until
        )
        if reflection != self._reflection:
            self._reflection = reflection
            self._keep(reflection)


def _shown(reflection: Reflection) -> str:
    return reflection.until.isoformat() if reflection.until else ""
