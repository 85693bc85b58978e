"""What comes of the ways out of a feedback that is sealed, or was never looked at."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import file_name
from sessionlens.library.replay import break_seal, finish_self_review
from sessionlens.tui.playback.screen import Redraw
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.screens.replay.view import title_of
from sessionlens.tui.screens.sealed import FIRST_LOOK, SEALED, SealedScreen, Way

_FIRST_LOOK = (
    "You have not looked at this feedback yet. Your own view is only yours as long as you have not"
)


class OwnReviewWanted(Message):
    """The coach goes on with their own review of this feedback's recording first."""

    def __init__(self, document: OpenFeedback) -> None:
        super().__init__()
        self.document = document


def screen_before(document: OpenFeedback, post: Callable[[Message], object]) -> SealedScreen | None:
    """The screen in the place of the moments; `post` takes what the program is asked to do.

    None where nothing keeps the moments from being shown.

    Leaving is the screen's own.
    """

    own, file = document.opened.self_review, document.opened.feedback_path
    if document.opened.sealed is None and not document.is_first_look:
        return None

    def take(way: Way) -> str:
        now = dt.datetime.now().astimezone().replace(microsecond=0)
        try:
            match way:
                case "finish":
                    document.take(finish_self_review(document.opened, now))
                    document.look()
                case "break":
                    document.take(break_seal(document.opened, now))
                    document.look()
                case "look":
                    document.look()
                case "begin" | "review":
                    post(OwnReviewWanted(document))
                    return ""
        except SessionLensError as error:
            return str(error)
        post(Redraw())
        return ""

    title = title_of(document.feedback.session, document.feedback.recording.file)
    if document.opened.sealed is None:
        return SealedScreen(title, _first_look(document), take, ways=FIRST_LOOK)
    can_review = document.recording is not None or own is not None
    return SealedScreen(
        f"{title}: sealed",
        document.opened.sealed,
        take,
        ways=[way for way in SEALED if way != "review" or can_review],
        lies_in=_place(own) if own is not None and own.parent != file.parent else "",
    )


def _first_look(document: OpenFeedback) -> str:
    offered = document.opened.located.offered
    if document.recording is not None or offered is None:
        return _FIRST_LOOK
    return f"{_FIRST_LOOK}. Its recording was not found; {file_name(offered.name)} is as long"


def _place(path: Path) -> str:
    return f"It is {path.name}, in {path.parent}"
