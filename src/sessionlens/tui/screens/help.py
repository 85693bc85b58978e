"""All keys as they are now: keymap, rubric, prompt and comment editor."""

from collections.abc import Iterable

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sessionlens.domain.command import Context
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.keys import normalise
from sessionlens.domain.review import Role
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.help_text import Block, blocks_of, lay_out
from sessionlens.tui.keybinding import textual_key
from sessionlens.tui.screens.dialog import Dialog

_CLOSING = {"escape", "q", "question_mark"}


class HelpScreen(Dialog[None]):
    """The effective keys in columns; Esc, `?`, `q` or the help key itself closes."""

    DEFAULT_CSS = """
    HelpScreen > .sheet { width: 100%; max-width: 132; }
    HelpScreen VerticalScroll {
        height: auto; max-height: 100%; scrollbar-size-vertical: 1;
    }
    HelpScreen .hints { dock: bottom; margin: 0; }
    """

    def __init__(
        self,
        keymap: Keymap,
        rubric: Rubric | None,
        context: Context = "review",
        role: Role | None = None,
    ) -> None:
        super().__init__("Keys", (("↑ ↓ PgUp PgDn", "scroll"), ("Esc", "closes")))
        self._columns = _Columns(blocks_of(keymap, rubric, context, role))
        own = keymap.keys.get("app.help", ())
        self._closing_keys = _CLOSING | {textual_key(normalise(key)) for key in own}

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(self._columns)

    def on_key(self, event: events.Key) -> None:
        if event.key in self._closing_keys or event.character in self._closing_keys:
            event.stop()
            self.dismiss(None)


class _Columns(Widget):
    """Draws the keys at whatever width there is."""

    DEFAULT_CSS = "_Columns { height: auto; padding: 0 1; }"

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self._blocks = blocks

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(lay_out(self._blocks, width))

    def render(self) -> Content:
        return Content("\n").join(lay_out(self._blocks, self.content_size.width))
