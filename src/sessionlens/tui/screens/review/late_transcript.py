"""A transcript that takes long to be read arrives after the screen is there."""

import threading
from collections.abc import Callable

from textual.message import Message

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.review import late_transcript
from sessionlens.library.transcript import ChosenTranscript
from sessionlens.tui.screens.review.document import OpenReview

READING = "The transcript is being read: it is a long one."


class TranscriptRead(Message):
    """The transcript was found and read, or it was not; comes from the thread that reads."""

    def __init__(self, chosen: ChosenTranscript | None, trouble: str = "") -> None:
        super().__init__()
        self.chosen = chosen
        self.trouble = trouble


class LateTranscript:
    """Reads what `open_review` has left for later; `post` takes the message that it is there."""

    def __init__(self, document: OpenReview, post: Callable[[Message], object]) -> None:
        self._document = document
        self._post = post

    def begin(self) -> None:
        """Start to read, if there is anything to wait for."""
        if self._document.transcript_later:
            threading.Thread(target=self._read, name="transcript", daemon=True).start()

    def _read(self) -> None:
        try:
            self._post(TranscriptRead(late_transcript(self._document.opened)))
        except SessionLensError as error:
            self._post(TranscriptRead(None, str(error)))

    def take(self, message: TranscriptRead) -> tuple[str, ...]:
        """Show the transcript, unless there is another one by now; returns what is to be said."""
        document, chosen = self._document, message.chosen
        document.transcript_later = False
        if chosen is None:
            return (message.trouble,)
        if document.editor.transcript is not None or chosen.transcript is None:
            return chosen.notices

        def with_transcript(material: Material) -> Material:
            if material.transcript is not None:
                return material
            return material._replace(transcript=chosen.transcript)

        document.opened.store.take_transcript(chosen.file)
        document.editor.amend(with_transcript, save=False)
        document.refresh_timeline()
        return chosen.notices
