"""Consents as rows to fill in: to what, since when, until when, and whether it was withdrawn."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from sessionlens.domain.dates import DateOrder
from sessionlens.domain.review import Consent
from sessionlens.tui.widgets.field import Field, date_of, not_a_date
from sessionlens.tui.widgets.writing import Line

_COLUMNS = ("purpose", "given", "until", "withdrawn")
_DAYS = _COLUMNS[1:]


class ConsentRow(Horizontal):
    """One consent; what is not valid keeps the value it had, in `consent`.

    `order` gives how dates with slashes are read. What is in `typed` stands in its fields, by
    their names, whatever the consent says.
    """

    DEFAULT_CSS = """
    ConsentRow { height: 1; }
    ConsentRow Field > .label, ConsentRow Field > .wrong { display: none; }
    ConsentRow Field { margin: 0 1 0 0; }
    ConsentRow Field.date { width: 13; }
    ConsentRow Field.faulty > Line { color: $warning; }
    """

    def __init__(
        self, consent: Consent | None, order: Callable[[], DateOrder], typed: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._kept = consent
        self._order = order
        self.fields = {name: self._field(name, typed.get(name, "")) for name in _COLUMNS}

    def compose(self) -> ComposeResult:
        yield from self.fields.values()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(field.text for field in self.fields.values())

    @property
    def purpose(self) -> str:
        """What the consent is for, as it stands in the field."""
        return self.fields["purpose"].text

    @property
    def consent(self) -> Consent | None:
        """What can be kept of it; None for an empty row, and for one that has never had a purpose.

        It never ends before it was given: such a consent could not be read again.
        """
        kept = self._kept
        if self.empty or (kept is None and not self.purpose):
            return None
        kept = kept or Consent(purpose=self.purpose)
        days = {
            name: getattr(kept, name)
            if self.fields[name].wrong
            else date_of(self.fields[name].text, self._order())
            for name in _DAYS
        }
        if _ends_too_early(days["given"], days["until"]):
            days |= {"given": kept.given, "until": kept.until}
        self._kept = Consent(purpose=self.purpose or kept.purpose, **days)
        return self._kept

    def unkept(self) -> dict[str, str]:
        """What stands in fields and is not in `consent`, by their names; empty where it is."""
        whole = self.consent is None
        return {
            name: field.text if whole or field.wrong else "" for name, field in self.fields.items()
        }

    def give_up(self) -> None:
        """Show what is kept instead of what is wrong."""
        whole = self.consent is None
        for name, field in self.fields.items():
            if whole or field.wrong:
                field.fill(_shown(self._kept, name))

    def withdraw(self, day: dt.date) -> bool:
        """Note that it was withdrawn on a day; returns whether that was not noted before."""
        field = self.fields["withdrawn"]
        if field.text:
            return False
        field.fill(day.isoformat())
        return True

    def _field(self, name: str, typed: str) -> Field:
        check = {"purpose": self._purpose_fault, "until": self._until_fault}
        placeholder = "what it is for" if name == "purpose" else "D.M.YYYY"
        field = Field(
            name.capitalize(),
            typed or _shown(self._kept, name),
            check.get(name, self._day_fault),
            placeholder=placeholder,
        )
        field.set_class(name in _DAYS, "date")
        return field

    def _purpose_fault(self, text: str) -> str | None:
        return None if text or self.empty else "say what it is for"

    def _day_fault(self, text: str) -> str | None:
        return not_a_date(text, self._order())

    def _until_fault(self, text: str) -> str | None:
        if fault := self._day_fault(text):
            return fault
        given = self.fields["given"]
        begun = None if given.wrong else date_of(given.text, self._order())
        early = _ends_too_early(begun, date_of(text, self._order()))
        return "a day that is not before it was given" if early else None


class ConsentRows(VerticalScroll, can_focus=False):
    """The rows of all consents of a session; an empty one vanishes when the cursor leaves it.

    There is always one to write in. `draft_of` gives what was typed before and not kept.
    """

    DEFAULT_CSS = """
    ConsentRows {
        height: auto; max-height: 9; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """

    def __init__(
        self,
        consents: tuple[Consent, ...],
        order: Callable[[], DateOrder],
        draft_of: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._order = order
        self._rows = [
            ConsentRow(consent, order, _drafts(draft_of, number))
            for number, consent in enumerate(consents, 1)
        ]
        while any((drafts := _drafts(draft_of, len(self._rows) + 1)).values()):
            self._rows.append(ConsentRow(None, order, drafts))
        if not self._rows:
            self._rows.append(ConsentRow(None, order, {}))
        self._most = len(self._rows)

    def compose(self) -> ComposeResult:
        yield from self._rows

    @property
    def consents(self) -> tuple[Consent, ...]:
        """What can be kept of them."""
        return tuple(consent for row in self._rows if (consent := row.consent))

    @property
    def fields(self) -> Iterator[tuple[str, Field]]:
        """All fields and what each is called, as in "Consent 2, given"."""
        for number, row in enumerate(self._rows, 1):
            for name, field in row.fields.items():
                yield f"Consent {number}, {name}", field

    @property
    def current(self) -> ConsentRow | None:
        """The row that has the cursor."""
        return next((row for row in self._rows if row.has_focus_within), None)

    @property
    def typed(self) -> dict[str, str]:
        """What is not kept, by names in which rows are counted as the file will count them."""
        as_in_file = sorted(self._rows, key=lambda row: row.consent is None)
        self._most = max(self._most, len(as_in_file))
        typed = {_draft_name(n, name): "" for n in range(1, self._most + 1) for name in _COLUMNS}
        for number, row in enumerate(as_in_file, 1):
            typed |= {_draft_name(number, name): text for name, text in row.unkept().items()}
        return typed

    async def add(self) -> None:
        """Go to an empty row, a new one where there is none."""
        row = next((row for row in self._rows if row.empty), None) or await self._new_row()
        row.fields["purpose"].enter()

    async def remove_row(self, row: ConsentRow) -> None:
        """Take a row out; the cursor goes to the one that takes its place."""
        at = self._rows.index(row)
        self._rows.remove(row)
        if not self._rows:
            await self._new_row()
        # At once: where the cursor is taken out, Textual would look for another place itself.
        after = self._rows[min(at, len(self._rows) - 1)].fields["purpose"]
        self.screen.set_focus(after.query_one(Line))
        await row.remove()

    def give_up(self) -> None:
        """Show what is kept instead of what is wrong."""
        for row in self._rows:
            row.give_up()

    def drop_empty(self) -> None:
        """Let empty rows vanish, but for the one that has the cursor, and the last."""
        for row in [row for row in self._rows if row.empty and not row.has_focus_within]:
            if len(self._rows) > 1:
                self._rows.remove(row)
                row.remove()

    async def _new_row(self) -> ConsentRow:
        row = ConsentRow(None, self._order, {})
        self._rows.append(row)
        await self.mount(row)
        return row


def _ends_too_early(given: dt.date | None, until: dt.date | None) -> bool:
    return given is not None and until is not None and until < given


def _draft_name(number: int, name: str) -> str:
    return f"Consent {number}, {name}"


def _drafts(draft_of: Callable[[str], str], number: int) -> dict[str, str]:
    return {name: draft_of(_draft_name(number, name)) for name in _COLUMNS}


def _shown(consent: Consent | None, name: str) -> str:
    value = getattr(consent, name, None)
    return value.isoformat() if isinstance(value, dt.date) else value or ""
