"""What the coach takes away, will practise until when, and found helpful; words to the mentor's."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace
from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from sessionlens.domain.answer import Reflection
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.learning import (
    is_to_earlier_learning,
    is_to_earlier_reflection,
    saying_to_learning,
)
from sessionlens.domain.review import Session, Summary
from sessionlens.domain.roles import reviewer_named
from sessionlens.domain.text import shorten
from sessionlens.domain.text_sound import REFLECTION
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.spoken_fields import SpokenFields
from sessionlens.tui.widgets.field import Field, date_of, not_a_date
from sessionlens.tui.widgets.field_label import FieldLabel
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.save_soon import SaveSoon
from sessionlens.tui.widgets.writing import Words

_NO_DAY = "'{}' is no day: write it as 2026-12-31. Esc once more closes without it."
_TALL = 40  # rows from which the fields are higher


class ReflectionScreen(Dialog[None]):
    """Every edit is given to `keep` within a second; a date that is none keeps its old value.

    Esc stays once where the date is none, and says how to write it. `draft` is such a date that
    was typed before, kept under the name `DRAFT`. What the mentor learned, and says to this
    reflection, stands beside it.
    """

    DRAFT = "To take along: until when"

    DEFAULT_CSS = """
    ReflectionScreen > .sheet { width: 84; }
    ReflectionScreen .label { color: $faint; margin: 0 1; }
    ReflectionScreen .theirs { margin: 0 1; max-height: 2; }
    ReflectionScreen Words { height: 2; margin: 0 1; }
    ReflectionScreen Horizontal { height: auto; }
    ReflectionScreen Horizontal > Vertical { width: 1fr; height: auto; }
    ReflectionScreen Field { width: auto; height: 1; margin: 0 1 0 0; }
    ReflectionScreen.tall Words { height: 4; margin: 0 1 1 1; }
    ReflectionScreen.tall .theirs { max-height: 3; }
    ReflectionScreen.tall Field { margin: 0 1 1 0; }
    ReflectionScreen Field > Line { width: 13; }
    ReflectionScreen Field > .wrong { width: 1fr; max-width: 100%; }
    """

    def __init__(
        self,
        reflection: Reflection,
        keep: Callable[[Reflection], object],
        draft: str = "",
        feedback: Feedback | None = None,
        export_key: str = "",
    ) -> None:
        keys = (("Tab", "next"), ("Esc", "keeps it"))
        out = ((f"Esc {export_key}", "hands out"),) if export_key else ()  # here it is a letter
        super().__init__("To take along", (*keys, *out))
        self._reflection = reflection
        self._keep = keep
        self._summary = feedback.summary if feedback else Summary()
        self._who = reviewer_named(feedback.session if feedback else Session())
        self._saving = SaveSoon(self, self._save)
        self._told = False
        self._take_away = Words(reflection.take_away)
        self._practise = Words(reflection.practise)
        self._helped = Words(reflection.helped)
        self._did_not_help = Words(reflection.did_not_help)
        self._to_learning = Words(reflection.to_learning)
        until = draft or _shown(reflection)
        self._until = Field("Until when", until, not_a_date, placeholder="YYYY-MM-DD")
        fields = {
            "take_away": ("What I take away from this feedback", self._take_away),
            "practise": ("What I will practise", self._practise),
            "helped": ("What helped me in how you worked", self._helped),
            "did_not_help": ("What did not", self._did_not_help),
            "to_learning": ("What I say to that", self._to_learning),
        }
        self._fields = {
            f"{REFLECTION}.{name}": (FieldLabel(label), words)
            for name, (label, words) in fields.items()
        }
        self.spoken_form = SpokenFields(self, self._fields, self._saving.now)

    @property
    def typed(self) -> dict[str, str]:
        return {self.DRAFT: self._until.text if self._until.wrong else ""}

    def body(self) -> Iterable[Widget]:
        take_away, practise, helped, did_not_help, to_learning = self._fields.values()
        yield from take_away
        yield from practise
        yield self._until
        with Horizontal():
            yield Vertical(*helped)
            yield Vertical(*did_not_help)
        if self._summary.to_reflection:
            yield self._theirs(self._to_this, self._summary.to_reflection)
        if self._summary.reviewer_learning or self._reflection.to_learning:
            yield self._theirs(self._learned, self._summary.reviewer_learning or "(taken back)")
            yield from to_learning

    @property
    def _to_this(self) -> str:
        earlier = is_to_earlier_reflection(self._summary, self._reflection)
        return f"{self._who}, to {'an earlier version of this' if earlier else 'this'}: "

    @property
    def _learned(self) -> str:
        earlier = is_to_earlier_learning(self._reflection, self._summary)
        since = " (other words than you wrote to)" if earlier else ""
        return f"{self._who} learned{since}: "

    @staticmethod
    def _theirs(who: str, text: str) -> Static:
        return Static(Content.assemble((who, "$accent"), text), classes="theirs")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= _TALL, "tall")

    def on_mount(self) -> None:
        for words in self.query(Words):
            words.tab_behavior = "focus"
            words.move_cursor(words.document.end)
        self._take_away.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._saving.soon()

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._told = False
        self.query_one(FooterBar).say("")
        self.tell_typed()
        self._saving.soon()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        self._saving.now()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._saving.now()

    def action_leave(self) -> None:
        self._saving.now()
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
        self._saving.now()

    def _save(self) -> None:
        until = self._reflection.until if self._until.wrong else date_of(self._until.text)
        reflection = replace(
            self._reflection,
            take_away=self._take_away.written,
            practise=self._practise.written,
            until=until,
            helped=self._helped.written,
            did_not_help=self._did_not_help.written,
        )
        if (to_learning := self._to_learning.written) != reflection.to_learning:
            reflection = saying_to_learning(reflection, to_learning, self._summary)
        if reflection != self._reflection:
            self._reflection = reflection
            self._keep(reflection)


def _shown(reflection: Reflection) -> str:
    return reflection.until.isoformat() if reflection.until else ""
