"""What a coach prepares before they go through their recording with the other person."""

from collections.abc import Callable, Iterable
from typing import cast

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from sessionlens.domain.preparation import SHARES, Preparation, Share
from sessionlens.domain.text_sound import PREPARATION
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.spoken_fields import SpokenFields
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field import Labelled
from sessionlens.tui.widgets.field_label import FieldLabel
from sessionlens.tui.widgets.save_soon import SaveSoon
from sessionlens.tui.widgets.writing import Words

_BRING = "What do I want to look at together?"
_LEAST = "What would I least like my mentor or supervisor to know about it?"
_EARLIER = "What became of what I meant to practise?"


class PreparationScreen(Dialog[None]):
    """Four plain questions; every edit is given to `keep` within a second, any may stay empty.

    `intention` says what the coach meant to practise, and stands above them where there is one.
    """

    DEFAULT_CSS = """
    PreparationScreen > .sheet { width: 84; height: 30; }
    PreparationScreen .heading { margin: 0 1; }
    PreparationScreen .label { color: $faint; margin: 0 1; }
    PreparationScreen .intention { margin: 0 1; max-height: 2; color: $accent; }
    PreparationScreen Words { height: 1fr; min-height: 2; margin: 0 1; }
    PreparationScreen Labelled { margin: 0 1; }
    PreparationScreen Labelled > .label { width: 16; margin: 0; }
    PreparationScreen .hints { margin: 0; }
    """

    def __init__(
        self, preparation: Preparation, keep: Callable[[Preparation], object], intention: str
    ) -> None:
        super().__init__(
            "Preparing to look at it together",
            (("Tab", "next field"), ("Esc", "keeps, and closes")),
        )
        self._preparation = preparation
        self._keep = keep
        self._intention = intention
        self._saving = SaveSoon(self, self._save)
        self._bring = Words(preparation.bring)
        self._least = Words(preparation.least)
        self._share = Choice([*SHARES.items()], preparation.share)
        self._earlier = Words(preparation.earlier)
        fields = {
            "bring": (FieldLabel(_BRING), self._bring),
            "least": (FieldLabel(_LEAST), self._least),
            "earlier": (FieldLabel(_EARLIER), self._earlier),
        }
        self._fields = {f"{PREPARATION}.{name}": field for name, field in fields.items()}
        self.spoken_form = SpokenFields(self, self._fields, self._saving.now)

    def body(self) -> Iterable[Widget]:
        if self._intention:
            yield Static(Content(self._intention), classes="intention")
        bring, least, earlier = self._fields.values()
        yield from bring
        yield from least
        yield Labelled("I let them know", self._share)
        yield from earlier

    def on_mount(self) -> None:
        for words in (self._bring, self._least, self._earlier):
            words.tab_behavior = "focus"
            words.move_cursor(words.document.end)
        self._bring.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._saving.soon()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._saving.now()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._saving.now()

    def action_leave(self) -> None:
        self._saving.now()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._saving.now()

    def _save(self) -> None:
        preparation = Preparation(
            bring=self._bring.written,
            least=self._least.written,
            share=cast(Share, self._share.value),
            earlier=self._earlier.written,
        )
        if preparation != self._preparation:
            self._preparation = preparation
            self._keep(preparation)
