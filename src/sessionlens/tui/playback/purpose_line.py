"""What two people work together for: one quiet line at the head of their screens."""

import threading
from collections.abc import Callable

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class PurposeLine(Static):
    """Shows what `read` gives, which is called on a thread; no line where that is nothing."""

    DEFAULT_CSS = """
    PurposeLine { height: 1; padding: 0 1; color: $faint; display: none; text-wrap: nowrap;
        text-overflow: ellipsis; }
    """

    class Read(Message):
        """It is known what there is to be shown."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, read: Callable[[], str]) -> None:
        super().__init__(markup=False)
        self._read = read

    def on_mount(self) -> None:
        threading.Thread(
            target=lambda: self.post_message(self.Read(self._read())), name="purpose", daemon=True
        ).start()

    @on(Read)
    def _show(self, event: Read) -> None:
        event.stop()
        self.update(Content(event.words))
        self.display = bool(event.words)
