"""The settings, each checked as one types and explained where one stands."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, get_args

from msgspec import convert
from msgspec.structs import asdict
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from sessionlens.storage.settings import DOCUMENTATION, RANGES, Settings, Theme
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.themes import THEMES
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field import Check, Field, Labelled

_LABELS = {
    "reaction_lag": "Reaction lag",
    "pre_roll": "Play before",
    "step_back": "After a pause",
    "theme": "Theme",
    "keymap": "Keymap",
    "reviewer": "Your name",
    "credential": "Credential",
    "rubric": "Rubric",
    "output_device": "Output device",
    "volume": "Volume",
    "model": "Model",
    "pause_between": "Between moments",
    "quote": "Marks quote",
    "reading_seconds": "Reading lasts",
    "long_turn": "A long turn",
    "date_order": "Dates",
}
_QUOTES = (("coach", "the coach"), ("heard", "what is heard"))
_ORDERS = (("", "ask"), ("day", "day first"), ("month", "month first"))
_PLACEHOLDERS = {
    "reviewer": "as the coach will read it",
    "credential": "yours, such as MCC",
    "output_device": "the usual one",
    "model": "the installed one",
}


class SettingsScreen(Dialog[Settings]):
    """Ends with the new settings, or None. A theme is shown at once, and taken back by Esc.

    `keymaps` are the names to choose from, `rubrics` names with what a person calls them.
    """

    DEFAULT_CSS = """
    SettingsScreen > .sheet { width: 96; }
    SettingsScreen VerticalScroll {
        height: auto; max-height: 1fr; padding: 0 1; scrollbar-size-vertical: 1;
    }
    SettingsScreen Field > .label, SettingsScreen Labelled > .label { width: 15; }
    SettingsScreen Field.number > Line { width: 12; }
    SettingsScreen Field.number > .wrong { width: 1fr; max-width: 100%; }
    SettingsScreen .note { height: 3; margin: 1 1 0 1; }
    SettingsScreen Button.-style-default {
        margin: 1 0 0 15; height: 1; min-width: 10; background: $reader; color: $foreground;
    }
    SettingsScreen Button.-style-default:focus {
        background: $accent; color: $background; text-style: bold;
    }
    SettingsScreen .hints { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False)]

    def __init__(
        self, settings: Settings, keymaps: list[str], rubrics: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__("Settings", (("Tab", "next"), ("Ctrl+S", "saves"), ("Esc", "leaves all")))
        self._settings = settings
        self._choices = {
            name: Choice(list(dict(options).items()), getattr(settings, name))
            for name, options in (
                ("theme", [(theme, theme) for theme in get_args(Theme)]),
                ("keymap", [(keymap, keymap) for keymap in keymaps]),
                ("rubric", rubrics),
                ("quote", _QUOTES),
                ("date_order", _ORDERS),
            )
        }
        self._fields = {name: self._field(name) for name in _LABELS if name not in self._choices}
        self._rows: dict[str, Widget] = {
            name: self._fields.get(name) or Labelled(label, self._choices[name])
            for name, label in _LABELS.items()
        }
        self._sentence = Static(classes="note", markup=False)

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(*self._rows.values(), Button("Save", compact=True), can_focus=False)
        yield self._sentence

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        around = event.widget.ancestors_with_self
        name = next((name for name, row in self._rows.items() if row in around), None)
        self._sentence.update(DOCUMENTATION[name].replace("\n", " ") if name else "")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice is self._choices["theme"]:
            self._try_theme(event.value)

    def on_field_left(self, event: Field.Left) -> None:
        if event.enter and not event.field.wrong:
            self.focus_next()

    def on_button_pressed(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """End with what is filled in, unless something is wrong: then go there."""
        for field in self._fields.values():
            if field.wrong:
                field.enter()
                return
        texts = {name: field.text for name, field in self._fields.items()}
        values = {name: _number(text) if name in RANGES else text for name, text in texts.items()}
        values |= {name: choice.value for name, choice in self._choices.items()}
        self.dismiss(convert({**asdict(self._settings), **values}, Settings))

    def action_leave(self) -> None:
        self._try_theme(self._settings.theme)
        self.dismiss(None)

    def _try_theme(self, name: str) -> None:
        theme = THEMES[name].name
        if theme in self.app.available_themes:
            self.app.theme = theme

    def _field(self, name: str) -> Field:
        value = getattr(self._settings, name)
        if name not in RANGES:
            return Field(_LABELS[name], value, placeholder=_PLACEHOLDERS[name])
        field = Field(_LABELS[name], f"{value:g}", _in_range(*RANGES[name]))
        field.add_class("number")
        return field


def _in_range(low: float, high: float) -> Check:
    def check(text: str) -> str | None:
        number = _number(text)
        if number is None:
            return f"a number from {low:g} to {high:g}"
        return None if low <= number <= high else f"from {low:g} to {high:g}"

    return check


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
