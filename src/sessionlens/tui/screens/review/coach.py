"""What the coach says beside the mentor's markers, and a coach's review of themselves."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.seal import FinishReview
from sessionlens.library.coach_side import CoachSide, coach_side
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.stage import Stage

if TYPE_CHECKING:
    from textual.app import App


class Coach:
    """The commands around the coach's own files; `play` plays a moment they ask about."""

    def __init__(
        self, desk: Desk, stage: Stage, app: "App[int]", play: Callable[[float], None]
    ) -> None:
        self._desk = desk
        self._stage = stage
        self._app = app
        self._play = play
        self._side: CoachSide = stage.opened.coach_side

    @handles("review.coach")
    def show(self) -> None:
        from sessionlens.tui.screens.coach_says import CoachSaysScreen

        review = self._desk.editor.review
        if review.session.role == "coach":
            self._desk.say("This is the coach's own review")
            return
        opened = self._stage.opened
        given = None if self._side.reply is None else self._side.reply_path
        try:
            self._side = coach_side(opened.review_path, review, opened.recording, given)
        except SessionLensError as error:
            self._desk.say(str(error))
            return
        self._desk.reply = self._side.reply
        screen = CoachSaysScreen(self._side, review, self._desk.rubric)
        self._app.push_screen(screen, self._go_to)

    def _go_to(self, seconds: float | None) -> None:
        if seconds is not None:
            self._play(seconds)

    @handles("review.finish")
    def finish(self) -> None:
        review = self._desk.editor.review
        if review.session.role != "coach":
            self._desk.say("Only a coach's review of themselves is finished, with --as coach")
            return
        now = dt.datetime.now().astimezone().replace(microsecond=0)
        if self._desk.apply(FinishReview(None if review.finished else now)):
            finished = "Finished: 'sessionlens replay' shows your mentor's moments now"
            self._desk.say(
                "Open again: your mentor's moments are sealed"
                if review.finished
                else finished + self._begun()
            )

    def _begun(self) -> str:
        """The comments that are not in it, for they were never saved."""
        if not self._stage.begun:
            return ""
        key = keys_of(self._desk.keymap, BY_ID["review.check"])
        return f"; {self._stage.begun}" + (f" ({key})" if key else "")
