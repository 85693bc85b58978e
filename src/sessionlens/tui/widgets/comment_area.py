"""The text of a comment while it is written."""

from textual import events
from textual.widgets import TextArea

from sessionlens.domain.text import clean
from sessionlens.tui.widgets.comment_editor import CommentEditor


class CommentArea(TextArea):
    """A text area that hands Enter and Esc to the editor around it."""

    def on_paste(self, event: events.Paste) -> None:
        """Clean what comes in; Textual's own handler, which inserts it, runs after this one."""
        event.text = clean(event.text, multiline=True)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(CommentEditor.Finished(self.text, save=event.key == "enter"))
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)
