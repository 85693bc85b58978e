"""The form before a live session: whose it is, and who has agreed to what."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sessionlens.domain.dates import DateOrder, UnclearDateError, spoken
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.review import Session
from sessionlens.library.live_review import LivePlan, may_record
from sessionlens.storage.settings import Settings
from sessionlens.tui.screens.leading_on import LiveOptions, LivePlanned, NextWanted
from sessionlens.tui.widgets.consent_rows import ConsentRows
from sessionlens.tui.widgets.field import Field, date_of, not_a_date
from sessionlens.tui.widgets.footer_bar import FooterBar

_LABELS = {
    "title": "Title",
    "coach": "Coach",
    "client": "Client",
    "reviewer": "You",
    "consent": "Who agreed",
    "delete_by": "Delete by",
}
_PLACEHOLDERS = {
    "coach": "the coach's name",
    "client": "a pseudonym",
    "consent": "whom you asked, and how they said yes",
    "delete_by": "D.M.YYYY",
}
_KEYS = (
    *(("F5", "begins"), ("Tab", "next field"), ("F2", "adds a consent")),
    *(("F4", "removes it"), ("Esc", "leaves")),
)
_RECORDED = "F5: the consent is written down, then you choose what records."
_NOT_RECORDED = (
    "Nobody has agreed to anything yet: nothing will be recorded. Marks and notes work all the same"
    " (F5), with a clock."
)
_NO_PURPOSE = "a consent says what for"


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


@dataclass(kw_only=True, eq=False, repr=False)
class OpenLiveForm:
    """What is known of a live session before it begins; `plan` is filled in with the form."""

    plan: LivePlan
    options: LiveOptions
    settings: Settings
    keymap: Keymap
    say: Callable[[str], None] = field(default=_nobody_listens)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""
        return ()

    def close(self) -> None:
        """Nothing is held."""


class LiveFormScreen(Screen[None]):
    """Fields and consents; F5 leads on, and nothing is written before."""

    DEFAULT_CSS = """
    LiveFormScreen #top { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    LiveFormScreen #form { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    LiveFormScreen #form > Field { max-width: 84; }
    LiveFormScreen #columns { height: 1; max-width: 84; margin: 1 0 0 0; }
    LiveFormScreen #columns Static { width: 14; padding: 0 0 0 1; color: $faint; }
    LiveFormScreen #columns .purpose { width: 1fr; padding: 0; }
    LiveFormScreen ConsentRows { max-width: 84; height: auto; max-height: 8; }
    LiveFormScreen #meaning { margin: 1 0 0 0; max-width: 84; height: auto; color: $accent; }
    LiveFormScreen #meaning.nothing { color: $warning; }
    LiveFormScreen #footer { background: $panel; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "begin", show=False),
        Binding("f2", "add", show=False),
        Binding("f4", "remove", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, document: OpenLiveForm) -> None:
        super().__init__()
        self.document = document
        session = document.plan.session
        self._order: DateOrder = document.settings.date_order
        self._texts = {
            name: Field(
                label,
                str(getattr(session, name) or ""),
                self._day_fault if name == "delete_by" else None,
                placeholder=_PLACEHOLDERS.get(name, ""),
                id=name,
            )
            for name, label in _LABELS.items()
        }
        self._consents = ConsentRows(session.consents, lambda: self._order, lambda _name: "")
        self._meaning = Static(id="meaning", markup=False)
        self._footer = FooterBar(id="footer")
        self._footer.show(_KEYS)
        document.say = self._footer.say

    def compose(self) -> ComposeResult:
        yield Static("A session as it happens: what it is, and who has agreed", id="top")
        with VerticalScroll(id="form", can_focus=False):
            yield from self._texts.values()
            with Horizontal(id="columns"):
                yield Static("Consent to", classes="purpose")
                yield from (Static(name) for name in ("given", "until", "withdrawn"))
            yield self._consents
            yield self._meaning
        yield self._footer

    def on_mount(self) -> None:
        fields = self._texts.values()
        next((one for one in fields if not one.text), self._texts["title"]).enter()
        self._say_meaning()

    # ---------------------------------------------------------------- what is filled in

    @property
    def session(self) -> Session:
        """What stands in the form, as far as it is valid."""
        texts = {name: field.text for name, field in self._texts.items() if name != "delete_by"}
        day = self._texts["delete_by"]
        return replace(
            self.document.plan.session,
            **texts,
            delete_by=None if day.wrong else date_of(day.text, self._order),
            consents=tuple(
                consent if consent.given else replace(consent, given=dt.date.today())
                for consent in self._consents.consents
            ),
        )

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        for line in self._fields():
            line.set_class(bool(line.wrong), "faulty")
        self._say_meaning()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        if event.field.wrong:
            self._ask_about(event.field)
        if event.enter and not event.field.wrong:
            self.focus_next()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self._consents.drop_empty()

    def _say_meaning(self) -> None:
        recorded = may_record(self.session, dt.date.today())
        self._meaning.update(Content(_RECORDED if recorded else _NOT_RECORDED))
        self._meaning.set_class(not recorded, "nothing")

    def _fields(self) -> Iterator[Field]:
        yield from self._texts.values()
        yield from (one for _name, one in self._consents.fields)

    def _day_fault(self, text: str) -> str | None:
        return not_a_date(text, self._order)

    def _ask_about(self, field: Field) -> None:
        """Ask which day is meant by a text that can be read in two ways."""
        from sessionlens.tui.screens.choose import ChooseScreen

        try:
            date_of(field.text, self._order)
        except UnclearDateError as unclear:
            days = unclear.days
        except ValueError:
            return
        else:
            return
        options = [("day", spoken(days[0])), ("month", spoken(days[1]))]
        self.app.push_screen(
            ChooseScreen(f"Which day is {field.text}?", options, ""), self._read_dates
        )

    def _read_dates(self, order: Any) -> None:
        if order is None:
            return
        self._order = "month" if order == "month" else "day"
        for line in self._fields():
            line.recheck()
        self._say_meaning()

    # ---------------------------------------------------------------- keys

    async def action_add(self) -> None:
        await self._consents.add()

    async def action_remove(self) -> None:
        """Take out the consent with the cursor."""
        row = self._consents.current
        if row is None:
            self._footer.say("Go to a consent first: Tab leads there, F2 to a new one")
        else:
            await self._consents.remove_row(row)
            self._say_meaning()

    def action_begin(self) -> None:
        """Lead on, unless something is not valid; then go there."""
        wrong = next((field for field in self._fields() if field.wrong), None)
        if wrong is not None:
            wrong.enter()
            self._footer.say(f"Not valid yet: {wrong.wrong}")
            return
        document = self.document
        document.plan = replace(document.plan, session=self.session)
        self.post_message(NextWanted(LivePlanned(document.plan, document.options)))

    def action_leave(self) -> None:
        """Give it up."""
        self.app.call_later(self.app.action_quit)
