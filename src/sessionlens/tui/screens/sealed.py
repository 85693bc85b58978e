"""In the place of the mentor's moments: before a first look, and while they are sealed."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.text import clean
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.pick_list import PickList

Way = Literal["begin", "look", "review", "finish", "break", "leave"]

SEALED: tuple[Way, ...] = ("review", "finish", "break", "leave")
FIRST_LOOK: tuple[Way, ...] = ("begin", "look", "leave")
_WAYS: dict[Way, tuple[str, str]] = {
    "begin": ("Go through it on my own first", "the moments are sealed until you have finished"),
    "look": ("Look at the moments now", "you are not asked again"),
    "review": ("Go on with my own review", "it opens where you left it"),
    "finish": ("My own review is finished", "then the moments are shown"),
    "break": ("Show the moments all the same", "that you did is written into your own review"),
    "leave": ("Leave", "nothing is changed"),
}
_SURE = "Once read, they cannot be unread. Enter again breaks the seal."
_WHY = "Where your own view and another's differ is where you learn most."


class SealedScreen(Screen[None]):
    """Says why the moments are not shown yet, and asks which way out is taken.

    `ways` are those that there are. `take` goes that way, and returns why it cannot. Leaving the
    program is done here. `lies_in` says where the coach's own review is, if not beside the
    feedback.
    """

    DEFAULT_CSS = """
    SealedScreen { align: center middle; background: $background; }
    SealedScreen Vertical {
        width: 76; max-width: 100%; height: auto; background: $surface; border: round $rule;
        padding: 1 2;
    }
    SealedScreen Static { margin: 0 0 1 0; height: auto; }
    SealedScreen .heading { color: $accent; text-style: bold; }
    SealedScreen .note { color: $faint; }
    SealedScreen PickList { height: auto; margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("E", "hand_out", show=False),
    ]

    def __init__(
        self,
        title: str,
        why: str,
        take: Callable[[Way], str],
        *,
        ways: Sequence[Way] = SEALED,
        lies_in: str = "",
    ) -> None:
        super().__init__()
        self._lies_in = lies_in
        self._take = take
        self._title = title
        self._reason = why
        self._ways = ways
        self._sure = False
        self._list = PickList(*(Option(_prompt(*_WAYS[way])) for way in ways))
        self._footer = FooterBar()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="heading")
            yield Static(Content(f"{self._reason}."))
            if self._lies_in:
                yield Static(Content(clean(self._lies_in)), classes="note")
            yield Static(Content(_WHY), classes="note")
            yield self._list
            self._footer.show((("↑ ↓", "move"), ("Enter", "does it"), ("Esc", "leaves")))
            yield self._footer

    def on_mount(self) -> None:
        self._list.focus()

    def on_option_list_option_highlighted(self) -> None:
        self._sure = False
        self._footer.say("")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        way = self._ways[event.option_index]
        if way == "break" and not self._sure:
            self._sure = True
            self._footer.say(_SURE)
            return
        self._leave_by(way)

    def action_leave(self) -> None:
        """Leave without having seen anything."""
        self._leave_by("leave")

    def action_hand_out(self) -> None:
        """Say why nothing goes out from here."""
        self._footer.say("Nothing is answered yet: there is nothing to hand out")

    def _leave_by(self, way: Way) -> None:
        if way == "leave":
            self.app.call_later(self.app.action_quit)
        elif why := self._take(way):
            self.notify(why, markup=False, severity="warning", timeout=12)


def _prompt(what: str, then: str) -> Content:
    return Content.assemble(what, (f"\n{then}", "$faint"))
