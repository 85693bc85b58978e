"""The hours and consents of a session, as the log of `sessionlens ledger` counts them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar, get_args

from msgspec.structs import replace
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.dates import DateOrder, UnclearDateError
from sessionlens.domain.ledger import SessionRecord, ending_in_words, ending_of
from sessionlens.domain.ranges import MOST
from sessionlens.domain.review import Observed, Session, Setting
from sessionlens.domain.text import shorten
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.consent_rows import ConsentRows
from sessionlens.tui.widgets.field import Field, Labelled, date_of, not_a_date
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.save_soon import SaveSoon

_COUNTS = {"number": "Session number", "dialogue_minutes": "Dialogue minutes"}
_LEAST = {"number": 1, "dialogue_minutes": 0}
_DELETE_BY = "Delete by"
_NEXT = ("Tab", "next field")
_ADD = ("F2", "adds a consent")
_FIELD_KEYS = (_NEXT, _ADD, ("Esc", "keeps and closes"))
_CHOICE_KEYS = (("1–2", "choose"), ("Backspace", "none"), _NEXT, _ADD, ("Esc", "closes"))
_ROW_KEYS = (
    *(_NEXT, ("F2", "adds one"), ("F3", "withdrawn today"), ("F4", "removes it")),
    ("Esc", "closes"),
)
_GO_FIRST = "Go to a consent first: Tab leads there, F2 to a new one"
_LONGEST_PURPOSE = 30

AskForOrder = Callable[[str, tuple[dt.date, dt.date], Callable[[DateOrder], None]], None]
"""Asks which day is meant by a text; the last argument is given how such dates are read."""


class HoursScreen(Dialog[None]):
    """Every edit is given to `keep` within a second; what is not valid keeps its old value.

    `read` gives the session as it is, `draft_of` what was typed before and not kept. `order` is
    how dates with slashes are read; where it is not known, `ask` asks. Esc stays once where
    something is not valid, and says why.
    """

    DEFAULT_CSS = """
    HoursScreen > .sheet { width: 84; }
    HoursScreen Horizontal { height: 1; }
    HoursScreen .counts { margin: 0 1; }
    HoursScreen .counts Field > .label, HoursScreen Labelled > .label { width: 18; }
    HoursScreen .counts Line { width: 8; }
    HoursScreen .counts .wrong { display: none; }
    HoursScreen .counts .faulty > Line { color: $warning; }
    HoursScreen Labelled { margin: 0 1; }
    HoursScreen .delete { margin: 0 1; }
    HoursScreen .delete > .label { width: 18; }
    HoursScreen .delete > Line { width: 13; }
    HoursScreen .delete > .wrong { width: 1fr; max-width: 100%; }
    HoursScreen .columns { margin: 1 1 0 1; }
    HoursScreen .columns Static { width: 14; padding: 0 0 0 1; color: $faint; }
    HoursScreen .columns .purpose { width: 1fr; }
    HoursScreen ConsentRows { margin: 0 0 0 1; }
    HoursScreen .ended {
        margin: 0 1; height: 1; color: $warning; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.focus_next", show=False),
        Binding("f2", "add", show=False),
        Binding("f3", "withdraw", show=False),
        Binding("f4", "remove", show=False),
    ]

    def __init__(
        self,
        read: Callable[[], Session],
        keep: Callable[[Session], object],
        order: DateOrder = "",
        ask: AskForOrder = lambda _text, _days, _then: None,
        draft_of: Callable[[str], str] = lambda _name: "",
    ) -> None:
        super().__init__("Hours and consents", _FIELD_KEYS)
        self._read = read
        self._keep = keep
        self._order = order
        self._ask = ask
        self._told = False
        self._notice_stays = False
        self._saving = SaveSoon(self, self._save)
        session = read()
        self._counts = {
            name: Field(
                label,
                draft_of(_draft_name(label)) or _shown(session, name),
                partial(_not_a_count, _LEAST[name]),
            )
            for name, label in _COUNTS.items()
        }
        self._delete_by = Field(
            _DELETE_BY,
            draft_of(_draft_name(_DELETE_BY)) or _shown(session, "delete_by"),
            self._day_fault,
            placeholder="D.M.YYYY",
        )
        self._delete_by.add_class("date", "delete")
        self._setting = _choice(get_args(Setting), session.setting)
        self._observed = _choice(get_args(Observed), session.observed)
        self._consents = ConsentRows(session.consents, lambda: self._order, draft_of)
        self._ended = Static(classes="ended", markup=False)

    @property
    def typed(self) -> dict[str, str]:
        own = {_draft_name(name): field.text if field.wrong else "" for name, field in self._own()}
        return own | self._consents.typed

    def body(self) -> Iterable[Widget]:
        yield Horizontal(*self._counts.values(), classes="counts")
        yield Labelled("Setting", self._setting)
        yield Labelled("Recorded or live", self._observed)
        yield self._delete_by
        with Horizontal(classes="columns"):
            yield Static("Consent to", classes="purpose")
            yield from (Static(name) for name in ("given", "until", "withdrawn"))
        yield self._consents
        yield self._ended

    def on_mount(self) -> None:
        self._say_ended()
        fields = list(self._counts.values())
        next((field for field in fields if not field.text), fields[0]).enter()

    # ---------------------------------------------------------------- keys

    async def action_add(self) -> None:
        await self._consents.add()

    def action_withdraw(self) -> None:
        """Note that the consent with the cursor was withdrawn today."""
        row = self._consents.current
        if row is None or row.empty:
            self._say(_GO_FIRST)
        elif not row.withdraw(dt.date.today()):
            self._say("A day when it was withdrawn is noted there already")

    async def action_remove(self) -> None:
        """Take out the consent with the cursor."""
        row = self._consents.current
        if row is None:
            self._say(_GO_FIRST)
            return
        purpose = shorten(row.purpose, _LONGEST_PURPOSE)
        self._notice_stays = True
        await self._consents.remove_row(row)
        self._saving.now()
        self.tell_typed()
        self._say(f"Removed: {purpose or 'a consent'}. Undo brings it back once this is closed")

    def action_leave(self) -> None:
        self._saving.now()
        wrong = self._wrong()
        if wrong and not self._told:
            self._told = True
            self._notice_stays = True
            wrong[0][1].enter()
            self._say(f"{_fault(wrong[0])}. Esc once more closes without it")
            return
        if wrong:
            self._give_up()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._saving.now()

    # ---------------------------------------------------------------- what is typed

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._told = False
        self._saving.soon()
        self.tell_typed()
        for _name, field in self._fields():
            field.set_class(bool(field.wrong), "faulty")
        self._say(next(map(_fault, self._wrong()), ""))

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        self._settle(event.field)
        if event.field.wrong and event.field.has_class("date"):
            self._ask_about(event.field)
        self._saving.now()
        if event.enter and not event.field.wrong:
            self.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._saving.now()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self._consents.drop_empty()
        footer = self.query_one(FooterBar)
        if self._consents.current is not None:
            footer.show(_ROW_KEYS)
        elif self._setting.has_focus or self._observed.has_focus:
            footer.show(_CHOICE_KEYS)
        else:
            footer.show(_FIELD_KEYS)
        if not self._notice_stays:
            focused = (one for one in self._wrong() if one[1].has_focus_within)
            self._say(next(map(_fault, focused), ""))
        self._notice_stays = False

    def _ask_about(self, field: Field) -> None:
        """Have somebody asked which day is meant, if that is not clear."""
        try:
            date_of(field.text, self._order)
        except UnclearDateError as unclear:
            self._ask(field.text, unclear.days, self._read_dates)
        except ValueError:
            return

    def _read_dates(self, order: DateOrder) -> None:
        self._order = order
        for _name, field in self._fields():
            field.recheck()
            self._settle(field)
        self._saving.now()
        self.tell_typed()
        self._say("")

    def _settle(self, field: Field) -> None:
        """Show a date that is clear as all dates are shown."""
        if not field.has_class("date") or field.wrong:
            return
        if day := date_of(field.text, self._order):
            field.fill(day.isoformat())

    def _give_up(self) -> None:
        """Show what is kept instead of what is wrong: no draft any more."""
        session = self._read()
        for name, field in self._counts.items():
            if field.wrong:
                field.fill(_shown(session, name))
        if self._delete_by.wrong:
            self._delete_by.fill(_shown(session, "delete_by"))
        self._consents.give_up()
        self.tell_typed()

    # ---------------------------------------------------------------- what is kept

    def _save(self) -> None:
        before = self._read()
        session = replace(
            before,
            **{
                name: getattr(before, name) if field.wrong else _count(field.text)
                for name, field in self._counts.items()
            },
            setting=self._setting.value or None,
            observed=self._observed.value or None,
            delete_by=before.delete_by
            if self._delete_by.wrong
            else date_of(self._delete_by.text, self._order),
            consents=self._consents.consents,
        )
        if session != before:
            self._keep(session)
            self._say_ended()

    def _say_ended(self) -> None:
        """Say which consent holds no more, or else that the day of deletion has come."""
        session = self._read()
        record = SessionRecord(session=session, consents=session.consents)
        ending = ending_of(record, dt.date.today())
        line = ""
        if ending and ending.ended:
            first = ending.ended[0]
            shown = replace(first, purpose=shorten(first.purpose, _LONGEST_PURPOSE))
            others = len(ending.ended) - 1
            more = f", and {others} more ended" if others else ""
            line = f"The consent to {ending_in_words(shown)}{more}."
        elif ending and ending.delete_by:
            line = f"All was to be deleted by {ending.delete_by.isoformat()}."
        self._ended.update(Content(line))
        self._ended.display = bool(line)

    def _own(self) -> Iterator[tuple[str, Field]]:
        yield from ((_COUNTS[name], field) for name, field in self._counts.items())
        yield _DELETE_BY, self._delete_by

    def _fields(self) -> Iterator[tuple[str, Field]]:
        yield from self._own()
        yield from self._consents.fields

    def _wrong(self) -> list[tuple[str, Field]]:
        return [(name, field) for name, field in self._fields() if field.wrong]

    def _day_fault(self, text: str) -> str | None:
        return not_a_date(text, self._order)

    def _say(self, notice: str) -> None:
        self.query_one(FooterBar).say(notice)


def _fault(named: tuple[str, Field]) -> str:
    name, field = named
    return f"{name}: {field.wrong}"


def _choice(values: tuple[str, ...], value: str | None) -> Choice:
    return Choice([(name, name) for name in values], value or "", clearable=True)


def _draft_name(label: str) -> str:
    return f"Hours and consents: {label}"


def _shown(session: Session, name: str) -> str:
    value = getattr(session, name)
    return "" if value is None else str(value)


def _count(text: str) -> int | None:
    return int(text) if text else None


def _not_a_count(least: int, text: str) -> str | None:
    """What is wrong with a whole number, or None."""
    if not text:
        return None
    digits = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST))
    if not digits or not least <= int(text) <= MOST:
        return f"a whole number, {least} or more"
    return None
