"""The forms of an agreement: whom it is between, a goal, something to be read."""

from collections.abc import Callable, Iterable
from typing import ClassVar, cast

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.alliance import KINDS, LEVEL_NAMES, LEVELS, Alliance, AllianceKind, Goal
from sessionlens.domain.alliance_changes import SetTerms, people
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field import Field, Labelled, date_of, not_a_date
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.save_soon import SaveSoon


def names_in(text: str) -> tuple[str, ...]:
    """The names in a line: set apart by commas, semicolons or `and`."""
    parts = text.replace(";", ",").replace(" and ", ",").split(",")
    return tuple(name for name in map(clean, parts) if name)


def _not_people(text: str) -> str | None:
    try:
        people(names_in(text))
    except SessionLensError as error:
        return error.what
    return None


class TermsScreen(Dialog[SetTerms]):
    """Ends with whom an agreement is between, what they do, and its dates; or with None."""

    DEFAULT_CSS = """
    TermsScreen > .sheet { width: 78; }
    TermsScreen Field, TermsScreen Labelled { margin: 0 1 1 1; width: 1fr; }
    TermsScreen Field > .label, TermsScreen Labelled > .label { width: 16; }
    TermsScreen .day > Line { width: 14; }
    TermsScreen .day > .wrong { width: 1fr; max-width: 100%; }
    """

    def __init__(self, alliance: Alliance) -> None:
        super().__init__(
            "Whom this is between",
            (("Tab", "next field"), ("Enter", "takes it"), ("Esc", "leaves it as it is")),
        )
        names = ", ".join(alliance.between)
        self._between = Field("Between", names, _not_people, placeholder="Anna, Maria")
        self._kind = Choice([*KINDS.items()], alliance.kind)
        begun, again = alliance.begun, alliance.review_on
        self._begun = _day("Begun on", begun.isoformat() if begun else "")
        self._again = _day("Look again on", again.isoformat() if again else "")

    @property
    def typed(self) -> dict[str, str]:
        return {"Whom this is between": self._between.text if not self._between.wrong else ""}

    def body(self) -> Iterable[Widget]:
        yield self._between
        yield Labelled("Our work is", self._kind)
        yield self._begun
        yield self._again

    def on_mount(self) -> None:
        self._between.enter()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        if not event.enter:
            return
        for field in (self._between, self._begun, self._again):
            if field.wrong:
                field.enter()
                self.query_one(FooterBar).say(f"{field.wrong}: correct it, or Esc leaves all", 5)
                return
        self.dismiss(
            SetTerms(
                kind=cast(AllianceKind, self._kind.value),
                between=names_in(self._between.text),
                begun=date_of(self._begun.text),
                review_on=date_of(self._again.text),
            )
        )


class GoalScreen(Dialog[None]):
    """What is to be reached, how it is seen, until when; five levels in words where one wants.

    Every edit is given to `keep` within a second, once the goal has a text and its day is one.
    """

    DEFAULT_CSS = """
    GoalScreen > .sheet { width: 78; }
    GoalScreen Field { margin: 0 1; width: 1fr; }
    GoalScreen Field > .label { width: 16; }
    GoalScreen .note { margin: 1 1 0 1; height: auto; }
    """

    def __init__(self, goal: Goal, keep: Callable[[Goal], object]) -> None:
        super().__init__("A goal", (("Tab", "next field"), ("Esc", "keeps, and closes")))
        self._goal = goal
        self._keep = keep
        self._saving = SaveSoon(self, self._save)
        self._told = False
        self._text = Field("What we want", goal.text)
        self._measure = Field("Seen by", goal.measure)
        self._until = _day("Until", goal.until.isoformat() if goal.until else "")
        levels = goal.levels or ("",) * len(LEVELS)
        self._levels = [Field(*one) for one in zip(LEVEL_NAMES, levels, strict=True)]

    @property
    def typed(self) -> dict[str, str]:
        return {"Until": self._until.text if self._until.wrong else ""}

    def body(self) -> Iterable[Widget]:
        yield self._text
        yield self._measure
        yield self._until
        yield Static(
            Content("What would be seen at each level, where you want that"), classes="note"
        )
        yield from self._levels

    def on_mount(self) -> None:
        self._text.enter()

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._told = False
        self._saving.soon()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        self._saving.now()
        if event.enter:
            self.focus_next()

    def action_leave(self) -> None:
        self._saving.now()
        if self._until.wrong and not self._told:
            self._told = True
            self._until.enter()
            self.query_one(FooterBar).say(
                "This is no day: write it as 2026-12-31. Esc once more closes without it"
            )
            return
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._saving.now()

    def _save(self) -> None:
        levels = tuple(field.text for field in self._levels)
        goal = replace(
            self._goal,
            text=self._text.text,
            measure=self._measure.text,
            until=self._goal.until if self._until.wrong else date_of(self._until.text),
            levels=levels if any(levels) else (),
        )
        if goal.text and goal != self._goal:
            self._goal = goal
            self._keep(goal)


class ReadingScreen(Dialog[None]):
    """Something to be read; arrows and page keys scroll."""

    DEFAULT_CSS = """
    ReadingScreen > .sheet { width: 84; }
    ReadingScreen VerticalScroll { height: auto; max-height: 30; margin: 0 1; }
    ReadingScreen Static.page { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", show=False)]

    def __init__(self, heading: str, page: Content) -> None:
        super().__init__(heading, (("↑ ↓", "scroll"), ("Esc", "closes")))
        self._page = page

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(self._page, classes="page"))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()


def _day(label: str, value: str) -> Field:
    field = Field(label, value, not_a_date, placeholder="YYYY-MM-DD")
    field.add_class("day")
    return field
