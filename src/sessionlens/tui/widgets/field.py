"""A line to fill in, with its name before it and what is wrong beside it; what a date is."""

import datetime as dt
from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from sessionlens.domain.dates import DateOrder, UnclearDateError, parse_date
from sessionlens.domain.ranges import FIRST_YEAR, LAST_YEAR, fault_of
from sessionlens.tui.widgets.writing import Line

Check = Callable[[str], str | None]
"""What is wrong with a text, in a few words, or None."""


class Field(Horizontal):
    """A named line, checked as one types."""

    DEFAULT_CSS = """
    Field { height: 1; width: 1fr; }
    Field > .label { width: 11; color: $faint; }
    Field > Line { width: 1fr; }
    Field > .wrong { width: auto; max-width: 50%; color: $warning; padding: 0 0 0 1; }
    """

    class Changed(Message):
        """Something was typed."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    class Left(Message):
        """The field is done with; `enter` if by Enter."""

        def __init__(self, field: "Field", *, enter: bool) -> None:
            super().__init__()
            self.field = field
            self.enter = enter

    def __init__(
        self,
        label: str,
        value: str = "",
        check: Check | None = None,
        *,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._check = check
        self._value = value
        self._line = Line(placeholder=placeholder)
        self._message = Static(classes="wrong", markup=False)

    def compose(self) -> ComposeResult:
        yield Static(Content(self._label), classes="label")
        # An input takes a value only where a program is running.
        self._line.value = self._value
        yield self._line
        yield self._message

    @property
    def text(self) -> str:
        """What was filled in, cleaned."""
        return self._line.text

    @property
    def wrong(self) -> str | None:
        """What is wrong with it, or None."""
        return self._check(self.text) if self._check else None

    def propose(self, text: str) -> None:
        """Show what might be filled in, where nothing is yet."""
        self._line.placeholder = text

    def recheck(self) -> None:
        """Look again whether something is wrong: what counts as wrong has changed."""
        wrong = self.wrong
        self._message.update(f"✗ {wrong}" if wrong else "")

    def fill(self, value: str) -> None:
        """Put another text in."""
        if value != self.text:
            self._line.value = value

    def enter(self) -> None:
        """Put the cursor here."""
        self._line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        wrong = self.wrong
        self._message.update(f"✗ {wrong}" if wrong else "")
        self.post_message(self.Changed(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self, enter=True))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.post_message(self.Left(self, enter=False))


class Labelled(Horizontal):
    """Any other widget with its name before it."""

    DEFAULT_CSS = """
    Labelled { height: auto; width: 1fr; }
    Labelled > .label { width: 11; color: $faint; }
    Labelled > Choice { width: 1fr; }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__(Static(Content(label), classes="label"), widget)


def date_of(text: str, order: DateOrder = "") -> dt.date | None:
    """The day that was filled in; None for nothing. Raises ValueError for what is no day."""
    return parse_date(text, order)


def not_a_date(text: str, order: DateOrder = "") -> str | None:
    """What is wrong with it, or None; a day is taken as people write it."""
    try:
        day = parse_date(text, order)
    except UnclearDateError as unclear:
        return f"{unclear}?"
    except ValueError:
        return "a day such as 2026-11-02 or 2.11.2026"
    return f"a year from {FIRST_YEAR} to {LAST_YEAR}" if fault_of(day) else None
