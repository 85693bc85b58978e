"""Search as one types, in the transcript and in comments."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widgets import Input

    from sessionlens.tui.widgets.writing import SearchInput


class SearchBar(Horizontal):
    """A line with the words looked for and how many places have them."""

    DEFAULT_CSS = """
    SearchBar { display: none; height: 1; padding: 0 1; background: $surface; }
    SearchBar.open { display: block; }
    SearchBar .slash { width: 2; color: $accent; text-style: bold; }
    SearchInput { width: 1fr; border: none; height: 1; padding: 0; background: $surface; }
    SearchInput:focus { border: none; }
    SearchBar #count { width: auto; color: $faint; padding: 0 1; }
    """

    class Changed(Message):
        """Other words are looked for."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Stepped(Message):
        """The next (1) or previous (-1) place is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Closed(Message):
        """Enter (`keep`: what was found stays marked) or Esc."""

        def __init__(self, *, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    def __init__(
        self, placeholder: str = "words in transcript or comments", *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        # An input takes long to load, and nobody searches before the first paint.
        from sessionlens.tui.widgets.writing import SearchInput

        yield Static("/", classes="slash", markup=False)
        yield SearchInput(placeholder=self._placeholder, select_on_focus=True)
        yield Static(id="count", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("open")

    def open(self) -> None:
        """Show it, ready to type."""
        self.add_class("open")
        self.screen.set_focus(self.query_one("SearchInput"))  # at once: words may follow

    def close(self) -> None:
        """Put it away."""
        self.remove_class("open")

    def show_count(self, text: str) -> None:
        """Say how much was found."""
        self.query_one("#count", Static).update(text)

    def on_input_changed(self, event: "Input.Changed") -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        event.stop()
        self.post_message(self.Closed(keep=True))

    def on_search_input_stepped(self, event: "SearchInput.Stepped") -> None:
        event.stop()
        self.post_message(self.Stepped(event.step))

    def on_search_input_left(self, event: "SearchInput.Left") -> None:
        event.stop()
        self.post_message(self.Closed(keep=False))
