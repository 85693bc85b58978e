"""What all dialogs share: a calm sheet over the screen, a heading, and the keys at its foot."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.text import clean, shorten
from sessionlens.tui.leaving import is_left
from sessionlens.tui.widgets.footer_bar import FooterBar

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A modal screen with a heading; Esc leaves it with None.

    A dialog says what is in it with `body` and which keys help with `hints`.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 70%; }
    Dialog > .sheet {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $rule; padding: 0 1;
    }
    Dialog .heading { color: $accent; text-style: bold; margin: 0 1 1 1; }
    Dialog .said { margin: 0 1; }
    Dialog .note { color: $faint; margin: 0 1; }
    Dialog .hints { padding: 0 1; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    def __init__(self, heading: str, hints: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._heading = heading
        self._hints = hints

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content(shorten(clean(self._heading), 200)), classes="heading")
            yield from self.body()
            footer = FooterBar()
            footer.add_class("hints")
            footer.show(self._hints)
            yield footer

    note_typed: Callable[[dict[str, str]], None] | None = None
    """Takes what is typed, to be kept until it is finished; None where nobody keeps it."""

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields and is not kept yet, by the name of each; empty where it is.

        A name is read by a person: "Correct what was said at 02:10".
        """
        return {}

    def add_hints(self, *hints: tuple[str, str]) -> None:
        """Have more keys at its foot, before Esc; to be called before it is shown."""
        self._hints = (*self._hints[:-1], *hints, *self._hints[-1:])

    def tell_typed(self) -> None:
        """Have what is typed kept; to be called after each change."""
        if self.note_typed is not None:
            self.note_typed(self.typed)

    def body(self) -> Iterable[Widget]:
        """The widgets between the heading and the keys."""
        return ()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        return AwaitComplete() if is_left(self) else super().dismiss(result)
