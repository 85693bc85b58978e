"""A transcript that takes long to be read arrives after the screen is there."""

import threading
from collections.abc import Callable

from textual.message import Message

from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.playback.document import OpenDocument

READING = "The transcript is being read: it is a long one."


class TranscriptRead(Message):
    """The transcript was looked for and read; comes from the thread that reads.

    `take` shows it, on the screen's thread, and returns what is to be said.
    """

    def __init__(self, take: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self.take = take


def read_late_transcript(document: OpenDocument, post: Callable[[Message], object]) -> None:
    """Read what was left for later, on a thread; `post` takes the message that it is there."""
    if document.transcript_later:
        threading.Thread(
            target=_read, args=(document, post), name="transcript", daemon=True
        ).start()


def _read(document: OpenDocument, post: Callable[[Message], object]) -> None:
    try:
        post(TranscriptRead(document.read_late_transcript()))
    except SessionLensError as error:
        trouble = str(error)
        post(TranscriptRead(lambda: (trouble,)))
