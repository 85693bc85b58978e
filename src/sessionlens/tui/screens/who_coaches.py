"""Asking who of the speakers is the coach: one key."""

from collections.abc import Iterable, Mapping

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.text import shorten
from sessionlens.tui.screens.dialog import Dialog

_WHY = "A competency is about what the coach does: then marks quote the coach's last turn."
_MOST = 9


class WhoCoachesScreen(Dialog[str]):
    """`speakers` are names with something that each of them says; ends with a name, or None.

    `digits` are the digits that other keys stand for, on keyboards whose digits need Shift.
    """

    DEFAULT_CSS = "WhoCoachesScreen > .sheet { width: 76; }"

    def __init__(self, speakers: Mapping[str, str], digits: Mapping[str, int]) -> None:
        self._names = list(speakers)[:_MOST]
        self._words = speakers
        self._digits = digits
        keys = "1" if len(self._names) < 2 else f"1–{len(self._names)}"
        super().__init__("Who is the coach?", ((keys, "chooses"), ("Esc", "leaves it open")))

    def body(self) -> Iterable[Widget]:
        lines = [
            Content.assemble(
                (f" {number}  ", "bold $accent"),
                (shorten(name, 30), "bold"),
                (f"  “{shorten(self._words[name], 36)}”", "$faint italic"),
            )
            for number, name in enumerate(self._names, 1)
        ]
        yield Static(Content("\n").join(lines), classes="said")
        yield Static(Content(f"\n{_WHY}"), classes="note")

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        number = self._digits.get(character, int(character) if character in "123456789" else 0)
        if character and 0 < number <= len(self._names):
            event.stop()
            self.dismiss(self._names[number - 1])
