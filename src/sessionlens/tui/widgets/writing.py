"""Fields to write in; what is pasted into them is cleaned, for it comes from outside."""

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from sessionlens.domain.ranges import LONGEST_TEXT
from sessionlens.domain.text import clean


class Line(Input):
    """One line of text; a bar at its left shows the focus."""

    DEFAULT_CSS = """
    Line, Line:focus {
        height: 1; border: none; padding: 0 1 0 0; background: $reader; background-tint: 0%;
        border-left: blank $accent;
    }
    Line:focus { border-left: outer $accent; }
    Line > .input--placeholder { color: $faint; text-style: italic; }
    """

    @property
    def text(self) -> str:
        """What was written, cleaned."""
        return clean(self.value)

    def on_key(self, event: events.Key) -> None:
        """Take no key that would make the text too long; Textual's own handler runs after this."""
        _refuse_too_long(self, event, self.value)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what comes in; Textual's own handler, which inserts it, runs after this one."""
        _clean_pasted(self, event, self.value)


class Words(TextArea):
    """Several lines of text; a bar at its left shows the focus."""

    DEFAULT_CSS = """
    Words, Words:focus {
        border: none; padding: 0 1 0 0; background: $reader; border-left: blank $accent;
    }
    Words:focus { border-left: outer $accent; }
    Words .text-area--cursor-line { background: $reader; }
    """

    @property
    def written(self) -> str:
        """What was written, cleaned."""
        return clean(self.text, multiline=True)

    def on_key(self, event: events.Key) -> None:
        """Break the line with Ctrl+J, too: comments have taught it to the fingers."""
        if _refuse_too_long(self, event, self.text):
            return
        if event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")

    def on_paste(self, event: events.Paste) -> None:
        """Clean what comes in; Textual's own handler, which inserts it, runs after this one."""
        _clean_pasted(self, event, self.text, multiline=True)


class Sentence(Words):
    """One line of text that wraps as far as it needs to; Enter is the end of it."""

    DEFAULT_CSS = "Sentence { height: auto; max-height: 8; }"

    class Finished(Message):
        """Enter was pressed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    @property
    def written(self) -> str:
        """What was written, cleaned, on one line."""
        return clean(self.text)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished(self.written))
        else:
            _refuse_too_long(self, event, self.text)

    def on_paste(self, event: events.Paste) -> None:
        _clean_pasted(self, event, self.text)


class CommentArea(TextArea):
    """The text of a comment; Enter and Esc are the end of it."""

    class Finished(Message):
        """Enter (`save`) or Esc (keep as a draft)."""

        def __init__(self, text: str, *, save: bool) -> None:
            super().__init__()
            self.text = text
            self.save = save

    def on_paste(self, event: events.Paste) -> None:
        """Clean what comes in; Textual's own handler, which inserts it, runs after this one."""
        _clean_pasted(self, event, self.text, multiline=True)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished(self.text, save=event.key == "enter"))
        elif _refuse_too_long(self, event, self.text):
            return
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)


def _clean_pasted(
    field: Widget, event: events.Paste, present: str, *, multiline: bool = False
) -> None:
    """Clean what is pasted; more than can be read again from a file is not taken at all."""
    event.text = clean(event.text, multiline=multiline)
    count = len(present) + len(event.text)
    if count > LONGEST_TEXT:
        event.prevent_default()
        event.stop()
        field.app.notify(
            f"Nothing was pasted: it would make {count:,} characters, and a text here has"
            f" {LONGEST_TEXT:,} at most",
            markup=False,
            severity="warning",
        )


def _refuse_too_long(field: Input | TextArea, event: events.Key, present: str) -> bool:
    """Whether a key is not taken: its text could not be read again from a file."""
    writes = event.is_printable or event.key in ("enter", "ctrl+j")
    if not writes or len(present) < LONGEST_TEXT or field.selected_text:
        if writes:
            field.remove_class("full")
        return False
    event.prevent_default()
    event.stop()
    if not field.has_class("full"):  # said once, not at every key
        field.add_class("full")
        field.app.notify(
            f"This text is full: it has {LONGEST_TEXT:,} characters, the most that a text here can"
            " have. Enter keeps it",
            markup=False,
            severity="warning",
        )
    return True


class SearchInput(Input):
    """Where the words looked for are typed; arrows step through the places that have them."""

    class Stepped(Message):
        """The next (1) or previous (-1) place is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """Esc: nothing is looked for any more."""

    async def _on_key(self, event: events.Key) -> None:
        steps = {"down": 1, "up": -1, "f3": 1, "f4": -1}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self.post_message(self.Stepped(steps[event.key]))
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        else:
            await super()._on_key(event)
