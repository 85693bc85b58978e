"""The very first start: the keys one needs, no more."""

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.keymap import Keymap, first_key, mark_keys
from sessionlens.domain.keys import display
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.wrapping import cells, fit

_INTRODUCTION = "Listen, and press a key when you notice something: it plays on."
_CLOSE = "Every marker is saved the moment you make it."


class WelcomeScreen(Dialog[None]):
    """Five keys and where the others are; any key begins."""

    DEFAULT_CSS = """
    WelcomeScreen > .sheet { width: 72; padding: 1 2 0 2; }
    WelcomeScreen .said { margin: 0 1 1 1; }
    """

    def __init__(self, keymap: Keymap, rubric: Rubric) -> None:
        super().__init__("Welcome to SessionLens", (("any key", "begins"),))
        self._rows = _rows(keymap, rubric)

    def body(self) -> Iterable[Widget]:
        width = max(cells(keys) for keys, _ in self._rows)
        lines = [
            Content.assemble((fit(keys, width), "bold $accent"), "   ", what)
            for keys, what in self._rows
        ]
        yield Static(Content(_INTRODUCTION), classes="said")
        table = Static(Content("\n").join(lines))
        table.styles.margin = (0, 1, 1, 1)
        yield table
        yield Static(Content(_CLOSE), classes="note")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self) -> None:
        self.dismiss(None)


def _rows(keymap: Keymap, rubric: Rubric) -> list[tuple[str, str]]:
    def keys(*commands: str) -> str:
        firsts = [first_key(keymap, one) for one in commands]
        return "  ".join(first for first in firsts if first)

    rows = [
        (keys("play.toggle"), "play or pause"),
        (keys("seek.back10", "seek.forward10"), "10 seconds back or forward"),
        (_marks(keymap, rubric), f"mark a moment: {_example(keymap, rubric)}"),
        (keys("marker.comment"), "write a comment; listening waits for you"),
        (keys("edit.undo"), "undo, whatever it was"),
        (keys("app.help"), "all keys"),
    ]
    return [row for row in rows if row[0]]


def _marks(keymap: Keymap, rubric: Rubric) -> str:
    codes = dict(reversed(list(mark_keys(keymap, rubric))))
    keys = [display(codes[one.id]) for one in rubric.competencies if one.id in codes]
    return f"{keys[0]} … {keys[-1]}" if len(keys) > 2 else "  ".join(keys)


def _example(keymap: Keymap, rubric: Rubric) -> str:
    code, key = next(iter(mark_keys(keymap, rubric)))
    competency = rubric.competency(code)
    return f"{display(key)} is {competency.label if competency else code}"
