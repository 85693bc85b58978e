"""One of a few values, all in sight: arrows or a digit choose."""

from collections.abc import Callable, Mapping

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from sessionlens.domain.text import clean
from sessionlens.tui.wrapping import cells

_BETWEEN = 2


class Choice(Widget):
    """Values as `(value, label)`; the chosen one is filled. A `clearable` one may be none of them.

    A value that is not among them is shown as one more, so that nothing is changed by looking.
    `digits` are keys that stand for a digit each, for keyboards whose digits need Shift. `write` is
    given the letters typed here that choose nothing, where there is something to be written.
    """

    can_focus = True
    DEFAULT_CSS = """
    Choice, Choice:focus { height: auto; border-left: blank $accent; }
    Choice:focus { border-left: outer $accent; }
    """

    class Changed(Message):
        """Another value was chosen; an empty one means none."""

        def __init__(self, choice: "Choice", value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> "Choice":
            """The choice that was made."""
            return self.choice

    def __init__(
        self,
        options: list[tuple[str, str]],
        value: str = "",
        *,
        clearable: bool = False,
        digits: Mapping[str, int] | None = None,
        write: Callable[[str], None] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._write = write
        self._clearable = clearable
        self._digits = digits or {}
        self.show(options, value)

    @property
    def value(self) -> str:
        """The chosen value, or nothing."""
        return self._value

    def show(self, options: list[tuple[str, str]], value: str) -> None:
        """Offer other values; posts nothing."""
        offered = not value or value in {offer for offer, _ in options}
        self._options = [*options] if offered else [*options, (value, f"“{value}”")]
        self._value = value
        self.refresh(layout=True)

    def choose(self, value: str) -> None:
        """Choose a value and say so."""
        if value != self._value:
            self._value = value
            self.refresh()
            self.post_message(self.Changed(self, value))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(
            Content(" " * _BETWEEN).join(self._entry(number) for number in line)
            for line in self._lines(self.content_size.width)
        )

    def on_key(self, event: events.Key) -> None:
        chosen = self._after(event)
        # A letter must not reach the screen's keys from here: the fields beside it take letters.
        if chosen is not None or event.is_printable:
            event.stop()
            event.prevent_default()
        if chosen is not None:
            self.choose(chosen)
        elif self._write is not None and (event.character or "").isalpha():
            self._write(event.character or "")

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if at is None or at.y >= len(lines):
            return
        right = 0
        for number in lines[at.y]:
            right += cells(self._entry(number).plain)
            if at.x < right:
                self.choose(self._options[number][0])
                return
            right += _BETWEEN

    def _after(self, event: events.Key) -> str | None:
        """The value that a key leads to, or None for a key that is not meant for this."""
        values = [value for value, _ in self._options]
        if not values:
            return None
        at = values.index(self._value) if self._value in values else -1
        if event.key in ("right", "left"):
            step = 1 if event.key == "right" else -1
            return values[0 if at < 0 else min(max(at + step, 0), len(values) - 1)]
        if event.key in ("backspace", "delete", "0") and self._clearable:
            return ""
        number = self._number(event.character or "")
        return values[number - 1] if 0 < number <= len(values) else None

    def _number(self, character: str) -> int:
        return int(character) if character.isdecimal() else self._digits.get(character, 0)

    def _entry(self, number: int) -> Content:
        value, label = self._options[number]
        chosen = value == self._value
        return Content.assemble(
            (f"{number + 1} ", "$faint"),
            ("● " if chosen else "○ ", "$accent" if chosen else "$faint"),
            (clean(label), "bold" if chosen else ""),
        )

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        used = 0
        for number in range(len(self._options)):
            size = cells(self._entry(number).plain)
            if lines[-1] and used + _BETWEEN + size > width:
                lines.append([])
                used = 0
            used += size + (_BETWEEN if lines[-1] else 0)
            lines[-1].append(number)
        return lines
