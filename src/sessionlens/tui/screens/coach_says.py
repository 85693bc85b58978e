"""What the coach has sent: their reflection, questions before listening, answers left over."""

import shlex
from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.answer import Reflection
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.reply import unknown
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted, file_name
from sessionlens.domain.timecode import clock
from sessionlens.library.coach_side import CoachSide
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.answer_text import lone_answer
from sessionlens.tui.widgets.marker_layout import code_of
from sessionlens.tui.widgets.pick_list import PickList

_SOMETHING = "There is something. I keep to myself what it is."
_NOTHING = "Nothing yet. Put the coach's *.reply.toml beside your review, and it is shown here."


class CoachSaysScreen(Dialog[float]):
    """Ends with the moment (seconds) of a question to be heard, or None."""

    DEFAULT_CSS = """
    CoachSaysScreen > .sheet { width: 90; }
    CoachSaysScreen VerticalScroll { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    CoachSaysScreen PickList { height: auto; max-height: 1fr; margin: 0 0 1 0; }
    CoachSaysScreen .title { color: $accent; margin: 0 1; }
    CoachSaysScreen .said { margin: 0 1 1 3; }
    """

    def __init__(self, side: CoachSide, review: Review, rubric: Rubric) -> None:
        asks = (("Enter", "plays the moment"),) if side.questions else (("↑ ↓", "scroll"),)
        super().__init__("What the coach says", (*asks, ("Esc", "closes")))
        self._side = side
        self._review = review
        self._rubric = rubric

    def body(self) -> Iterable[Widget]:
        side = self._side
        if side.questions:
            yield _title("Questions before you listen")
            yield PickList(*(Option(self._question(one)) for one in side.questions))
        yield VerticalScroll(*self._words(), can_focus=not side.questions)

    def _words(self) -> Iterable[Widget]:
        side = self._side
        prepared = list(_prepared(side.preparation))
        yield from prepared
        if not (prepared or side.reply or side.questions or side.withheld or side.self_review):
            notices = [f"{notice.rstrip('.')}." for notice in side.notices] or [_NOTHING]
            yield Static(Content("\n".join(notices)), classes="said")
        if side.reply is not None:
            markers = self._review.markers
            gone = unknown(side.reply.answers, markers)
            answered = sum(one.answered for one in side.reply.answers) - len(gone)
            are = counted(len(markers), "marker is", "markers are")
            yield Static(
                Content(f"{answered} of {are} answered, beside each of them."), classes="said"
            )
            yield from reflection_said(side.reply.reflection)
            if gone:
                yield _title("Answers to markers that are not here any more")
                yield Static(Content("\n".join(map(lone_answer, gone))), classes="said")
        if side.withheld:
            yield _title("The coach has reviewed themselves")
            yield Static(Content(f"{side.withheld}."), classes="said")
        elif side.self_review and side.review:
            yield _title("The coach has reviewed themselves")
            files = (file_name(path.name) for path in (side.review, side.self_review))
            yield Static(
                Content(f"See both: sessionlens compare {shlex.join(files)}"), classes="said"
            )
        if side.seal_broken:
            day = side.seal_broken.date().isoformat()
            yield Static(Content(f"Your moments were read first, on {day}."), classes="said")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._side.questions[event.option_index].start)

    def _question(self, marker: Marker) -> Content:
        name = " ".join(code_of(marker, self._rubric)) if marker.competency else ""
        words = marker.comment or marker.quote
        head = f"{clock(marker.start)} ? {name}".rstrip()
        return Content.assemble((head, "bold"), f"  {words}" if words else "")


def _prepared(preparation: Preparation) -> Iterable[Widget]:
    """What the coach brings besides questions; nothing where nothing was said."""
    least = preparation.least or (_SOMETHING if preparation.share == "something" else "")
    for title, text in (
        ("What I want to look at together", preparation.bring),
        ("What I would least like you to know", least),
        ("What became of what I meant to practise", preparation.earlier),
    ):
        if text:
            yield _title(title)
            yield Static(Content(text), classes="said")


def reflection_said(reflection: Reflection) -> Iterable[Widget]:
    """What the coach takes away, under headings; nothing where nothing was said."""
    until = f", until {reflection.until.isoformat()}" if reflection.until else ""
    for title, text in (
        ("What I take away", reflection.take_away),
        (f"What I will practise{until}", reflection.practise),
    ):
        if text or (until and title.endswith(until)):
            yield _title(title)
            yield Static(Content(text or "(no words)"), classes="said")


def _title(text: str) -> Static:
    return Static(Content(text), classes="title")
