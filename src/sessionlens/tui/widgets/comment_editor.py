"""Where a comment is written: Enter saves, Ctrl+J breaks the line, Esc keeps a draft."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from sessionlens.tui.widgets.writing import CommentArea


class CommentEditor(Vertical):
    """One comment at a time; its text is a draft until Enter."""

    DEFAULT_CSS = """
    CommentEditor {
        display: none; height: 8; max-height: 50%; padding: 0 1;
        border-top: solid $accent; background: $surface;
    }
    CommentEditor.open { display: block; }
    CommentEditor #about { height: 1; }
    CommentArea { height: 1fr; border: none; padding: 0; background: $surface; }
    CommentArea:focus { border: none; }
    """

    _area: "CommentArea"

    class Changed(Message):
        """The draft has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Finished(Message):
        """Enter (`save`) or Esc (keep as a draft)."""

        def __init__(self, text: str, *, save: bool) -> None:
            super().__init__()
            self.text = text
            self.save = save

    def compose(self) -> ComposeResult:
        # A text area takes long to load, and nobody writes before the first paint.
        from sessionlens.tui.widgets.writing import CommentArea

        self._area = CommentArea(id="words", soft_wrap=True, show_line_numbers=False)
        yield Static(id="about", markup=False)
        yield self._area

    @property
    def is_open(self) -> bool:
        """Whether a comment is being written."""
        return self.has_class("open")

    @property
    def words(self) -> "CommentArea":
        """Where one writes."""
        return self._area

    def write(self, about: str, text: str) -> None:
        """Open with a line that says what the comment is about, and the text so far."""
        self.add_class("open")
        hint = "Enter saves · Ctrl+J new line · Esc keeps a draft"
        self.query_one("#about", Static).update(
            Content.assemble((about, "bold $accent"), "  ", (hint, "$faint"))
        )
        area = self._area
        area.load_text(text)
        area.move_cursor(area.document.end)
        self.screen.set_focus(area)  # at once: the next key is meant for it

    def append(self, text: str) -> None:
        """Put text at the end, as if it were typed there: it can be undone, and is a draft."""
        area = self._area
        area.insert(text, area.document.end, maintain_selection_offset=False)

    def close(self) -> None:
        """Put the editor away."""
        self.remove_class("open")

    def on_text_area_changed(self, event: "TextArea.Changed") -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Changed(event.text_area.text))

    def on_comment_area_finished(self, event: "CommentArea.Finished") -> None:
        event.stop()
        self.post_message(self.Finished(event.text, save=event.save))
