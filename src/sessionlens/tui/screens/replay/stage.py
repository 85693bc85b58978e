"""What outlives a redrawn replay screen: the opened feedback and the reply to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sessionlens.domain.history import History
from sessionlens.domain.reply import ReplyEditor
from sessionlens.domain.text import counted
from sessionlens.library.exporting import replay_key
from sessionlens.library.replay import OpenedReplay
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.state import load_state
from sessionlens.tui.playback.stage import WorkStage
from sessionlens.tui.screens.replay.answering import drafted


@dataclass(eq=False, repr=False)
class ReplayStage(WorkStage):
    """One feedback file being answered, from start to end of the program.

    `asked` is True when the coach has been asked for a recording that was not found.
    """

    opened: OpenedReplay
    editor: ReplyEditor
    asked: bool = False

    @property
    def source(self) -> OpenedReplay:
        return self.opened

    @property
    def notices(self) -> tuple[str, ...]:
        return (*super().notices, *self._waiting())

    def _waiting(self) -> tuple[str, ...]:
        # Those whose moment is in this feedback no more stand in no row.
        known = {one.id for one in self.opened.feedback.markers}
        count = len(drafted(self.drafts) & known)
        if not count:
            return ()
        moments = counted(count, "moment", "moments")
        return (f"Your words to {moments} are still a draft: '(draft)' shows where",)

    @property
    def history(self) -> History[Any]:
        return self.editor

    @property
    def path(self) -> Path:
        return self.opened.reply_path

    @property
    def key(self) -> str:
        return replay_key(self.opened.feedback.review)

    def encoded(self) -> bytes:
        return encode_reply(self.editor.reply)


def replay_stage(opened: OpenedReplay) -> ReplayStage:
    """What the screen works on, as it was left."""
    state = load_state(replay_key(opened.feedback.review))
    editor = ReplyEditor(opened.reply, opened.store.save)
    return ReplayStage(opened, editor, state=state, drafts=state.drafts)
