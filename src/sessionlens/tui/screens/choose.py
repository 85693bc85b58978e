"""Choosing one of several: an output device, a rubric, …"""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.text import clean, shorten
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.pick_list import PickList


class ChooseScreen(Dialog[str]):
    """Options are `(value, label)`; ends with the value chosen, or None. `current` is marked."""

    DEFAULT_CSS = """
    ChooseScreen > .sheet { width: 64; }
    ChooseScreen PickList { height: auto; max-height: 16; }
    """

    def __init__(self, title: str, options: list[tuple[str, str]], current: str = "") -> None:
        hints = (("↑ ↓", "move"), ("Enter", "chooses"), ("Esc", "leaves it as it is"))
        super().__init__(title, hints if options else (("Esc", "closes"),))
        self._options = options
        self._current = current

    def body(self) -> Iterable[Widget]:
        if not self._options:
            yield Static(Content("There is nothing to choose from."), classes="said")
            return
        yield PickList(*(Option(self._prompt(*option)) for option in self._options))

    def on_mount(self) -> None:
        values = [value for value, _ in self._options]
        if self._current in values:
            self.query_one(PickList).highlighted = values.index(self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._options[event.option_index][0])

    def _prompt(self, value: str, label: str) -> Content:
        current = value == self._current
        return Content.assemble(
            ("● " if current else "○ ", "$accent" if current else "$faint"),
            shorten(clean(label), 200),
        )
