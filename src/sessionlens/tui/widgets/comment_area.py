"""The text of a comment while it is written."""

from textual import events
from textual.widgets import TextArea

from sessionlens.tui.widgets.comment_editor import CommentEditor


class CommentArea(TextArea):
    """A text area that hands Enter and Esc to the editor around it."""

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
