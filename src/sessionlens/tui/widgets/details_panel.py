"""The details of the session: a form beside the work, never in its way."""

import datetime as dt
from collections.abc import Callable
from typing import ClassVar, get_args

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from sessionlens.domain.dates import DateOrder, UnclearDateError
from sessionlens.domain.review import Role, Session
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field import Field, Labelled, date_of, not_a_date
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.save_soon import SaveSoon

_LABELS = {
    "title": "Title",
    "date": "Date",
    "coach": "Coach",
    "client": "Client",
    "reviewer": "Reviewer",
    "credential": "Credential",
    "level": "Level",
    "consent": "Consent",
    "delete_by": "Delete by",
}
_FIELD_KEYS = (("Enter", "next field"), ("Esc", "keeps and closes"))
_ROLE_KEYS = (("Enter Esc", "keep and close"), ("1–3", "role"), ("Backspace", "none"))
_DATES = ("date", "delete_by")
_PLACEHOLDERS = {
    "date": "D.M.YYYY",
    "delete_by": "D.M.YYYY",
    "client": "a pseudonym",
    "credential": "such as MCC",
    "level": "such as PCC",
    "consent": "who agreed, and when",
}


class DetailsPanel(Vertical):
    """A compact form in two columns; what is valid is kept as soon as one pauses in typing.

    `key` is the key that leads into it. What is `proposed` stands in empty fields, and is taken
    when Enter is pressed there. `order` says how dates with slashes are read, `note` is one quiet
    line below them, `hours_key` leads to the hours and consents.
    """

    DEFAULT_CSS = """
    DetailsPanel {
        height: auto; max-height: 100%; padding: 0 1; background: $surface;
        border-top: solid $rule; border-title-align: right; border-title-color: $faint;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    DetailsPanel:focus-within { border-top: solid $accent; }
    DetailsPanel .note { color: $faint; height: auto; }
    DetailsPanel .heading { color: $accent; text-style: bold; }
    DetailsPanel Grid { height: auto; grid-size: 2; grid-gutter: 0 2; grid-rows: 1; }
    DetailsPanel.narrow Grid { grid-size: 1; }
    DetailsPanel .date > Line { width: 13; }
    DetailsPanel .date > .wrong { width: 1fr; max-width: 100%; }
    DetailsPanel FooterBar { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the form", show=False),
        Binding("enter", "finish", "Leave the form", show=False),
    ]

    class Changed(Message):
        """The details are now these."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class Typed(Message):
        """What stands in fields that cannot be kept as they are; see `typed`."""

        def __init__(self, typed: dict[str, str]) -> None:
            super().__init__()
            self.typed = typed

    class Closed(Message):
        """The form was left; what was valid has been kept, and `given_up` is what was not."""

        def __init__(self, given_up: tuple[str, ...] = ()) -> None:
            super().__init__()
            self.given_up = given_up

    class Unclear(Message):
        """A date was given that may be two days: which order the person writes is not known."""

        def __init__(self, text: str, days: tuple[dt.date, dt.date]) -> None:
            super().__init__()
            self.text = text
            self.days = days

    def __init__(
        self,
        session: Session,
        key: str = "",
        *,
        proposed: Session | None = None,
        order: DateOrder = "",
        note: str = "",
        hours_key: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._proposed = proposed or Session()
        self._order = order
        self._session = session
        self._key = key
        self._note = note
        if hours_key:
            self.border_title = Content(f"{hours_key} hours, consents")
        self._fields = {name: self._field(name) for name in _LABELS}
        roles = [(role, role) for role in get_args(Role)]
        self._role = Choice(roles, session.role or "", clearable=True)
        self._footer = FooterBar()
        self._warned = False
        self._keeping = SaveSoon(self, self._keep)

    def compose(self) -> ComposeResult:
        yield Static(Content("Details of the session"), classes="heading")
        yield Grid(*self._fields.values())
        yield Labelled("Role", self._role)
        if self._note:
            yield Static(Content(f"{self._note}."), classes="note")
        yield self._footer
        self._show_keys()

    def show(self, session: Session) -> None:
        """Show other details, such as after an undo; what could not be kept yet stays."""
        self._session = session
        for name, field in self._fields.items():
            if not field.wrong:
                field.fill(_shown(session, name))
        self._role.show([(role, role) for role in get_args(Role)], session.role or "")

    @property
    def typed(self) -> dict[str, str]:
        """What is no valid detail yet, by the name of its field; empty where all is well."""
        return {
            draft_name(name): field.text if field.wrong else ""
            for name, field in self._fields.items()
            if name in _DATES
        }

    def take_drafts(self, draft_of: Callable[[str], str]) -> None:
        """Show what was typed before and could not be kept; `draft_of` gives it by its name."""
        for name in _DATES:
            if draft := draft_of(draft_name(name)):
                self._fields[name].fill(draft)

    @property
    def unkept(self) -> Session | None:
        """The details with what was typed since they were kept; None if nothing was."""
        session = self._written()
        return None if session == self._session else session

    def _written(self) -> Session:
        """The details as they stand in the fields; what is not valid there is as it was."""
        new: dict[str, object] = {"role": self._role.value or None}
        for name, field in self._fields.items():
            if not field.wrong:
                text = field.text
                new[name] = date_of(text, self._order) if name in _DATES else text
        return replace(self._session, **new)

    def enter(self) -> None:
        """Put the cursor into the first empty field."""
        fields = list(self._fields.values())
        next((field for field in fields if not field.text), fields[0]).enter()

    def on_resize(self) -> None:
        self.set_class(self.size.width < 70, "narrow")

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def on_descendant_blur(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        """Name the keys of the field that has the cursor, or the way in."""
        if self._role.has_focus:
            self._footer.show(_ROLE_KEYS)
        elif self.has_focus_within:
            self._footer.show(_FIELD_KEYS)
        else:
            way_in = ((self._key, "fills it in"),) if self._key else ()
            self._footer.show((*way_in, ("Esc", "closes")))

    def action_finish(self) -> None:
        """Close the form once all of it can be kept."""
        self._warned = False
        self.action_leave()

    def action_leave(self) -> None:
        """Close the form; what cannot be kept is given up only when asked twice."""
        self._keeping.now()
        wrong = self._wrong
        if wrong and not self._warned:
            self._warned = True
            next(iter(wrong.values())).enter()
            faults = "; ".join(f"{_LABELS[name]}: {field.wrong}" for name, field in wrong.items())
            self._footer.say(f"No date yet. {faults}. Esc now gives it up.")
            return
        given_up = tuple(field.text for field in wrong.values())
        for name, field in wrong.items():
            field.fill(_shown(self._session, name))
        self.post_message(self.Typed(self.typed))
        self.post_message(self.Closed(given_up))

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._warned = False
        self._keeping.soon()
        self.post_message(self.Typed(self.typed))
        # Said here as well: a narrow column has no room beside the field.
        faults = (f"{_LABELS[name]}: {field.wrong}" for name, field in self._wrong.items())
        self._footer.say(next(faults, ""))

    @property
    def _wrong(self) -> dict[str, Field]:
        """The fields in which something is wrong, by their names."""
        return {name: field for name, field in self._fields.items() if field.wrong}

    def read_dates(self, order: DateOrder) -> None:
        """Read dates in this order from now on."""
        self._order = order
        for name in _DATES:
            self._fields[name].recheck()
            self._settle(name)
        self._keeping.now()

    def _settle(self, name: str) -> None:
        """Show a date that is clear as all dates are shown."""
        field = self._fields[name]
        if not field.wrong and (day := date_of(field.text, self._order)):
            field.fill(day.isoformat())

    def _take_proposal(self, field: Field) -> None:
        name = next(name for name, own in self._fields.items() if own is field)
        if not field.text and (proposal := _shown(self._proposed, name)):
            field.fill(proposal)

    def _ask_about(self, field: Field) -> None:
        """Have somebody asked which day is meant, if that is not clear."""
        try:
            date_of(field.text, self._order)
        except UnclearDateError as unclear:
            self.post_message(self.Unclear(field.text, unclear.days))
        except ValueError:
            return

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        if event.enter:
            self._take_proposal(event.field)
        for name in _DATES:
            if self._fields[name] is event.field:
                self._settle(name)
                self._ask_about(event.field)
        self._keeping.now()
        if event.enter and not event.field.wrong:
            self.screen.focus_next()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._keeping.now()

    def _keep(self) -> None:
        """Say what is new; a field that is not valid keeps its old value."""
        if session := self.unkept:
            self._session = session
            self.post_message(self.Changed(session))

    def _date_fault(self, text: str) -> str | None:
        return not_a_date(text, self._order)

    def _field(self, name: str) -> Field:
        value, placeholder = _shown(self._session, name), _PLACEHOLDERS.get(name, "")
        check = self._date_fault if name in _DATES else None
        if not value and (proposal := _shown(self._proposed, name)):
            placeholder = f"{proposal}? Enter takes it"
        field = Field(_LABELS[name], value, check, placeholder=placeholder, id=f"details-{name}")
        field.set_class(name in _DATES, "date")
        return field


def with_details(session: Session, details: Session) -> Session:
    """A session as it is now, with all that this form writes as in `details`."""
    written = {name: getattr(details, name) for name in (*_LABELS, "role")}
    return replace(session, **written)


def draft_name(field: str) -> str:
    """What a detail is called while it is a draft."""
    return f"Details: {_LABELS[field]}"


def _shown(session: Session, name: str) -> str:
    value = getattr(session, name)
    return value.isoformat() if isinstance(value, dt.date) else value or ""
