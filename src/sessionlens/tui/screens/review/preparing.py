"""A coach's preparation, and what they meant to practise, which comes back in the next session."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

from msgspec.structs import replace
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from sessionlens.domain.changes import ReplaceMarker, SetPreparation
from sessionlens.domain.intention import Intention
from sessionlens.domain.keymap import first_key
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.review import Session
from sessionlens.domain.roles import coach_named
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timecode import clock
from sessionlens.library.intentions import intentions_near
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.screens.review.marking import NONE_CHOSEN

_NOTHING_MEANT = (
    "Nothing is known here that was to be practised: it is in the coach's reply to an earlier"
    " session"
)
_SHOWN = 74  # characters that stand over the markers: three lines where they are narrowest
_QUESTION = 50  # two lines there
_QUESTIONS = 2
_visits = count()


class IntentionsRead(Message):
    """The replies near the recording were read; comes from the thread that reads."""

    def __init__(self, intentions: tuple[Intention, ...]) -> None:
        super().__init__()
        self.intentions = intentions


class IntentionLine(Static):
    """What the coach brings and meant to practise, over the markers; nothing where none is known.

    What is brought stands there for a supervisor: others find it where the coach speaks.
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: tuple[object, ...] = (None, None, None)
        self.display = False

    def show(self, document: OpenReview) -> None:
        """Show what is known now; touches nothing where that is the same."""
        now = (document.intention, document.editor.review.session, document.coach_side)
        if all(new is shown for new, shown in zip(now, self._shown, strict=True)):
            return
        self._shown = now
        intention = shorten(intention_words(document), _SHOWN)
        lines = [*_brought(document), *filter(None, [intention])]
        self.update(Content("\n").join(map(Content, lines)))
        self.display = bool(lines)


def _brought(document: OpenReview) -> Iterator[str]:
    """What a supervisee wants to look at, and the first of their questions."""
    session, side = document.editor.review.session, document.coach_side
    if session.role != "supervisor":
        return
    if bring := side.preparation.bring:
        yield shorten(f"{coach_named(session)} brings: {' '.join(bring.split())}", _SHOWN)
    for question in side.questions[:_QUESTIONS]:
        words = " ".join((question.comment or question.quote).split())
        yield shorten(f"{clock(question.start)} ? {words}", _QUESTION)
    key = first_key(document.keymap, "review.coach")
    if (more := len(side.questions) - _QUESTIONS) > 0:
        yield f"{counted(more, 'question', 'questions')} more: {key}"


class Preparing:
    """The commands around preparing and practising."""

    def __init__(self, document: OpenReview, dialogs: Dialogs) -> None:
        self._document = document
        self._dialogs = dialogs

    def look(self, post: Callable[[Message], object]) -> None:
        """Read the replies near the recording, on a thread; `post` takes the message."""
        path = self._document.opened.review_path

        def read() -> None:
            post(IntentionsRead(intentions_near(path)))

        threading.Thread(target=read, name="intentions", daemon=True).start()

    @handles("review.prepare")
    def prepare(self) -> None:
        from sessionlens.tui.screens.preparation import PreparationScreen

        document = self._document
        review = document.editor.review
        if review.session.role != "coach":
            key = first_key(document.keymap, "folder.self")
            listed = f", or {key} in the list of a folder" if key else ""
            document.say(f"A coach prepares in their own review: --as coach{listed}")
            return
        if document.read_only:
            document.say(document.read_only)
            return
        visit = f"preparation {next(_visits)}"

        def keep(preparation: Preparation) -> None:
            document.apply(SetPreparation(preparation), joins=visit)

        self._dialogs.type_in(
            PreparationScreen(review.preparation, keep, intention_words(document))
        )

    @handles("marker.heard")
    def heard(self) -> None:
        document = self._document
        marker, intention = document.marker, document.intention
        if marker is None:
            document.say(NONE_CHOSEN)
        elif marker.intention:
            document.apply(ReplaceMarker(replace(marker, intention=""), "no longer tied"))
        elif intention is None:
            document.say(_NOTHING_MEANT)
        elif document.apply(ReplaceMarker(replace(marker, intention=intention.id), "heard")):
            document.say(f"Heard here: {shorten(' '.join(intention.text.split()), 60)}")


def intention_words(document: OpenReview) -> str:
    """What the coach meant to practise, on one line; empty where nothing is known."""
    intention = document.intention
    if intention is None:
        return ""
    session = document.editor.review.session
    until = f" until {intention.until.isoformat()}" if intention.until else ""
    who = "I meant" if session.role == "coach" else f"{session.coach or 'The coach'} meant"
    text = " ".join(intention.text.split())
    return f"{who} to practise{until}: {text}{_when(intention.session)}"


def _when(session: Session) -> str:
    return f"  ({session.date.isoformat()})" if session.date else ""
