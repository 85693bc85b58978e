"""Where the editor's changes go: the review's file and the transcript's."""

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.storage.reviews import ReviewFile
from sessionlens.storage.transcript_file import TranscriptFile
from sessionlens.transcripts import native


class Store:
    """Writes what has changed, durably; `save` is what an Editor is given."""

    def __init__(self, review: ReviewFile, transcript: TranscriptFile) -> None:
        self._review = review
        self._transcript = transcript

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved here, or None: another instance works on this review."""
        return self._review.read_only or None

    def save(self, saved: Material, new: Material) -> None:
        """Write what differs from what is on disk; raises SessionLensError, overwriting nothing."""
        if self.read_only:
            raise SessionLensError(
                self.read_only, "Close it there first, then open it again", where=self._review.path
            )
        if new.transcript is not None and new.transcript != saved.transcript:
            self._transcript.write(native.encode(new.transcript))
        if new.review != saved.review:
            self._review.save(new.review)

    def prepare(self, material: Material) -> None:
        """Do what makes the first save quick; nothing is written."""
        self._review.prepare(material.review)

    def close(self) -> None:
        """Let other instances write; harmless when repeated."""
        self._review.close()
