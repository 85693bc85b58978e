"""What the coach says beside the mentor's markers, and a coach's review of themselves."""

import datetime as dt
from collections.abc import Callable
from itertools import count

from sessionlens.domain.answer import Reflection
from sessionlens.domain.changes import SetSummary
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.learning import saying_to_reflection
from sessionlens.domain.seal import FinishReview, observing
from sessionlens.library.coach_side import coach_side
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

_visits = count()
_FINISHED = {
    False: (
        "Finished: 'sessionlens replay' shows the moments of the feedback now",
        "Open again: the moments of the feedback are sealed",
    ),
    True: (
        "Finished: it is compared with the others' as it is now, once they have finished, too",
        "Open again: what the others saw is sealed",
    ),
}
"""What is said when a review was finished, and opened again, by whether it is a group's."""


class CoachCommands:
    """The commands around the coach's own files; `play` plays a moment they ask about."""

    def __init__(
        self, document: OpenReview, dialogs: Dialogs, play: Callable[[float], None]
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._play = play

    @handles("review.coach")
    def show(self) -> None:
        from sessionlens.tui.screens.coach_says import CoachSaysScreen

        document = self._document
        review = document.editor.review
        if review.session.role == "coach":
            document.say("This is the coach's own review")
            return
        opened, side = document.opened, document.coach_side
        given = None if side.reply is None else side.reply_path
        try:
            side = coach_side(opened.review_path, review, opened.recording, given)
        except SessionLensError as error:
            document.say(str(error))
            return
        document.coach_side = side
        reflection = side.reply.reflection if side.reply else Reflection()
        visit = f"to the reflection {next(_visits)}"

        def keep(text: str) -> None:
            summary = document.editor.review.summary
            change = SetSummary(saying_to_reflection(summary, text, reflection))
            document.editor.apply(change, joins=visit)

        keeping = None if document.read_only else keep
        screen = CoachSaysScreen(side, review, document.rubric, keeping)
        if screen.writes:
            self._dialogs.type_in(screen, self._go_to)
        else:
            self._dialogs.show(screen, self._go_to)

    def _go_to(self, seconds: float | None) -> None:
        if seconds is not None:
            self._play(seconds)

    @handles("review.finish")
    def finish(self) -> None:
        review = self._document.editor.review
        if review.session.role != "coach" and not observing(review):
            self._document.say(
                "Only a coach's review of themselves is finished,"
                " and one with 'group' in its details"
            )
            return
        now = dt.datetime.now().astimezone().replace(microsecond=0)
        if self._document.apply(FinishReview(None if review.finished else now)):
            finished, again = _FINISHED[observing(review)]
            self._document.say(again if review.finished else finished + self._drafts())

    def _drafts(self) -> str:
        """The comments that are not in it, for they were never saved."""
        drafts = self._document.drafts_text
        if not drafts:
            return ""
        key = keys_of(self._document.keymap, BY_ID["review.check"])
        return f"; {drafts}" + (f" ({key})" if key else "")
