"""What outlives a redrawn review screen: the opened review and its editor."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessionlens.domain.command import BY_ID
from sessionlens.domain.editor import Editor
from sessionlens.domain.history import History
from sessionlens.domain.keymap import first_key, keys_of
from sessionlens.domain.text import counted
from sessionlens.library.review import Opened
from sessionlens.storage.reviews import encode_review
from sessionlens.tui.playback.stage import WorkStage

if TYPE_CHECKING:
    from sessionlens.speech.live import LiveTranscription


@dataclass(eq=False, repr=False)
class Stage(WorkStage):
    """One review being worked on, from start to end of the program.

    `asks_details` is True for a new review, whose session is not described yet. `transcribe`
    begins to recognise at once, with `model` if it is named, else with the user's own;
    `recognition` is the last run. `content_hash` is that of the recording being heard, once known.
    `writing` names the draft that is to be gone on with.
    """

    opened: Opened
    editor: Editor
    asks_details: bool = False
    transcribe: bool = False
    model: str = ""
    recognition: "LiveTranscription | None" = None
    content_hash: str = ""
    writing: str = ""

    @property
    def source(self) -> Opened:
        return self.opened

    @property
    def notices(self) -> tuple[str, ...]:
        return (*super().notices, *brought(self.opened), *self._waiting())

    def _waiting(self) -> tuple[str, ...]:
        key = keys_of(self.opened.keymap, BY_ID["review.check"])
        where = f": {key} shows where" if key else ""
        return (f"{self.begun}{where}",) if self.begun else ()

    @property
    def begun(self) -> str:
        """How many comments were begun and not saved; empty where none was."""
        count = len(self.drafts)
        return f"{counted(count, 'comment is', 'comments are')} still a draft" if count else ""

    @property
    def history(self) -> History[Any]:
        return self.editor

    @property
    def path(self) -> Path:
        return self.opened.review_path

    @property
    def key(self) -> str:
        return state_key(self.opened)

    def encoded(self) -> bytes:
        return encode_review(self.editor.review)


def brought(opened: Opened) -> tuple[str, ...]:
    """What the coach has sent since, and with which key it is seen."""
    side = opened.coach_side
    key = first_key(opened.keymap, "review.coach")
    who = opened.review.session.coach or "The coach"
    said = []
    if side.questions and side.withheld:
        count = len(side.questions)
        what = "a question" if count == 1 else f"{count} questions"
        said.append(f"{who} brings {what} to this session: {key} shows what")
    if side.reply is not None:
        said.append(f"{who} has answered, beside your markers: {key} shows the rest")
    return tuple(said)


def state_key(opened: Opened) -> str:
    """What a review is remembered by: its id, or its path as long as it has no file."""
    if opened.review_path.exists():
        return opened.review.id
    return str(opened.review_path)
