"""What the coach has sent: their reflection, questions before listening, answers left over."""

import shlex
from collections.abc import Callable, Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from sessionlens.domain.answer import Reflection
from sessionlens.domain.learning import (
    is_to_earlier_learning,
    is_to_earlier_reflection,
    said_in,
)
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.reply import unknown
from sessionlens.domain.review import Review
from sessionlens.domain.roles import coach_named, people
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted, file_name
from sessionlens.domain.text_sound import SUMMARY
from sessionlens.domain.timecode import clock
from sessionlens.library.coach_side import CoachSide
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.spoken_fields import SpokenFields
from sessionlens.tui.widgets.answer_text import lone_answer
from sessionlens.tui.widgets.field_label import FieldLabel
from sessionlens.tui.widgets.marker_layout import code_of
from sessionlens.tui.widgets.pick_list import PickList
from sessionlens.tui.widgets.save_soon import SaveSoon
from sessionlens.tui.widgets.writing import Words

_SOMETHING = "There is something. I keep to myself what it is."
_NOTHING = (
    "Nothing yet. Put the *.reply.toml that you were sent beside your review: it is shown here."
)


class CoachHeard(SpokenFields):
    """What the coach has spoken is heard unless one writes to it."""

    def __init__(
        self,
        screen: Dialog[float],
        fields: dict[str, tuple[FieldLabel, Words]],
        settle: Callable[[], object],
        files: list[str],
    ) -> None:
        super().__init__(screen, fields, settle)
        self._files = files

    def spoken_here(self) -> list[str]:
        return super().spoken_here() if self.writes else self._files


class CoachSaysScreen(Dialog[float]):
    """Ends with the moment (seconds) of a question to be heard, or None.

    What the mentor writes to the coach's reflection is given to `keep` within a second; without
    one it can only be read.
    """

    DEFAULT_CSS = """
    CoachSaysScreen > .sheet { width: 90; }
    CoachSaysScreen VerticalScroll { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    CoachSaysScreen PickList { height: auto; max-height: 1fr; margin: 0 0 1 0; }
    CoachSaysScreen .title { color: $accent; margin: 0 1; }
    CoachSaysScreen .said { margin: 0 1 1 3; }
    CoachSaysScreen Words { height: 3; margin: 0 1; }
    CoachSaysScreen.writes VerticalScroll { max-height: 60%; }
    CoachSaysScreen.writes PickList { max-height: 20%; }
    CoachSaysScreen.writes .shorter { max-height: 35%; }
    """

    def __init__(
        self,
        side: CoachSide,
        review: Review,
        rubric: Rubric,
        keep: Callable[[str], object] | None = None,
    ) -> None:
        asks = (("Enter", "plays the moment"),) if side.questions else (("↑ ↓", "scroll"),)
        reflection = side.reply.reflection if side.reply else Reflection()
        summary = review.summary
        self._words = Words(summary.to_reflection)
        self.writes = bool(keep) and bool(said_in(reflection) or summary.to_reflection)
        answers = (("Tab", "writes to it"),) if self.writes else ()
        who = people(review.session).coach
        super().__init__(f"What the {who} says", (*asks, *answers, ("Esc", "closes")))
        self._side = side
        self._review = review
        self._rubric = rubric
        self._reflection = reflection
        self._keep = keep
        self._kept = summary.to_reflection
        self._saving = SaveSoon(self, self._save)
        earlier = is_to_earlier_reflection(summary, reflection)
        to_which = "an earlier version of this" if earlier else "this"
        self._label = FieldLabel(
            f"What I say to {to_which}; the next export takes it along", "title"
        )
        files = [sound.file for sound in side.sounds]
        fields = {f"{SUMMARY}.to_reflection": (self._label, self._words)}
        self.spoken_form = CoachHeard(self, fields, self._saving.now, files)

    def body(self) -> Iterable[Widget]:
        side = self._side
        if side.questions:
            yield _title("Questions before you listen")
            yield PickList(*(Option(self._question(one)) for one in side.questions))
        shorter = "shorter" if side.questions else ""
        yield VerticalScroll(*self._said(), can_focus=not side.questions, classes=shorter)
        if self.writes:
            yield self._label
            yield self._words

    def on_mount(self) -> None:
        self._words.tab_behavior = "focus"
        self.set_class(self.writes, "writes")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._saving.soon()

    def on_unmount(self) -> None:
        self._saving.now()

    def _save(self) -> None:
        if self._keep and self.writes and self._words.written != self._kept:
            self._kept = self._words.written
            self._keep(self._kept)

    def _said(self) -> Iterable[Widget]:
        side = self._side
        prepared = list(_prepared(side.preparation))
        role = self._review.session.role
        reviewed = f"{coach_named(self._review.session)} has reviewed themselves"
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
            for title, text in said_in(self._reflection):
                yield _title(title)
                yield Static(Content(text), classes="said")
            if self._reflection.to_learning:
                earlier = is_to_earlier_learning(self._reflection, self._review.summary)
                since = ", in other words then" if earlier else ""
                yield _title(f"To what I learned myself{since}")
                yield Static(Content(self._reflection.to_learning), classes="said")
            if gone:
                yield _title("Answers to markers that are not here any more")
                yield Static(
                    Content("\n".join(lone_answer(answer, role) for answer in gone)), classes="said"
                )
        if side.withheld:
            yield _title(reviewed)
            yield Static(Content(f"{side.withheld}."), classes="said")
        elif side.self_review and side.review:
            yield _title(reviewed)
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


def _title(text: str) -> Static:
    return Static(Content(text), classes="title")
