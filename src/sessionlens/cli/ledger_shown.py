"""The ledger as it is printed: for people, as a table, and for programs."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sessionlens.cli.out import say, say_table
from sessionlens.domain.ledger import WORDS, PairHours, SessionRecord, ending_in_words, has_ended
from sessionlens.domain.review import Consent
from sessionlens.domain.text import counted, file_name, shorten
from sessionlens.library.ledger import DueSession, Ledger, LedgerEntry

_COLUMNS = (
    *("date", "title", "coach", "reviewer", "kind", "number", "setting", "observed"),
    *("dialogue_minutes", "consents", "ended"),
)


def show(ledger: Ledger, today: dt.date) -> None:
    """Print it for people: sessions, sums of every pair, consents, and what is due."""
    if not ledger.entries:
        say("There is no session here: neither a review, nor feedback or a reply")
        return
    say("Sessions")
    say_table(
        [[shorten(cell, 40) for cell in _line(entry, ledger)] for entry in ledger.entries], indent=2
    )
    for pair in ledger.pairs:
        say()
        for line, indent in _hours(pair):
            say(line, indent=indent)
    if consents := [row for entry in ledger.entries for row in _consents(entry, today)]:
        say()
        say("Consents")
        say_table(consents, indent=2)
    if ledger.due:
        say()
        say("Due for deletion ('sessionlens purge FOLDER --due' shows what would go)")
    for due in ledger.due:
        for line, indent in _due(due):
            say(line, indent=indent)


def _line(entry: LedgerEntry, ledger: Ledger) -> list[str]:
    record, session = entry.record, entry.record.session
    coach, reviewer = ledger.names(record)
    number = f"no. {session.number}" if session.number else ""
    minutes = session.dialogue_minutes
    return [
        session.date.isoformat() if session.date else "no date",
        session.title or "(no title)",
        _both(coach, reviewer) if record.work != "own-review" else coach or "(not named)",
        WORDS[record.work],
        number,
        session.setting or "",
        session.observed or "",
        "" if minutes is None else f"{minutes} min",
    ]


def _both(coach: str, reviewer: str) -> str:
    return f"{coach or '(coach not named)'} and {reviewer or '(reviewer not named)'}"


def _hours(pair: PairHours) -> Iterator[tuple[str, int]]:
    sessions = counted(len(pair.sessions), "session", "sessions")
    yield f"{_both(pair.coach, pair.reviewer)}, {WORDS[pair.work]}: {sessions}{_span(pair)}", 0
    sums = {
        "individual": pair.individual,
        "group": pair.group,
        "not said whether individual or group": pair.unsaid,
    }
    spoken = [f"{name} {_minutes(minutes)}" for name, minutes in sums.items() if minutes]
    yield f"dialogue: {'; '.join(spoken) or 'no minutes noted'}", 2
    if pair.lacking:
        yield f"without dialogue minutes: {', '.join(map(_called, pair.lacking))}", 2


def _span(pair: PairHours) -> str:
    if pair.first is None or pair.last is None:
        return ""
    if pair.first == pair.last:
        return f", {pair.first.isoformat()}"
    return f", {pair.first.isoformat()} to {pair.last.isoformat()}"


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{minutes} min ({hours} h {rest} min)"


def _called(record: SessionRecord) -> str:
    title, date = record.session.title, record.session.date
    if date is None:
        return title or "a session without title and date"
    return f"{title} ({date.isoformat()})" if title else date.isoformat()


def _consents(entry: LedgerEntry, today: dt.date) -> Iterator[list[str]]:
    record = entry.record
    for consent in record.consents:
        yield [_called(record), consent.purpose, *_dates(consent), _state(consent, today)]
    if record.session.consent:
        yield [_called(record), "in words:", record.session.consent, "", ""]


def _dates(consent: Consent) -> tuple[str, str]:
    given = f"given {consent.given.isoformat()}" if consent.given else "date not noted"
    return given, f"until {consent.until.isoformat()}" if consent.until else "without end"


def _state(consent: Consent, today: dt.date) -> str:
    if consent.withdrawn:
        return f"withdrawn {consent.withdrawn.isoformat()}"
    return "ended" if has_ended(consent, today) else ""


def _due(due: DueSession) -> Iterator[tuple[str, int]]:
    yield f"{_called(due.entry.record)}: {'; '.join(due.ending.reasons)}", 2
    if due.ending.holding:
        purposes = ", ".join(consent.purpose for consent in due.ending.holding)
        yield f"still holds: the consent to {purposes}", 4
    yield f"still there: {', '.join(file_name(path.name) for path in due.files)}", 4


def rows(ledger: Ledger, today: dt.date) -> Iterator[Sequence[str]]:
    """It as a table of sessions, the names of the columns first."""
    yield _COLUMNS
    for entry in ledger.entries:
        record, session = entry.record, entry.record.session
        minutes = session.dialogue_minutes
        ended = [one for one in record.consents if has_ended(one, today)]
        yield (
            session.date.isoformat() if session.date else "",
            session.title,
            *ledger.names(record),
            record.work,
            str(session.number or ""),
            session.setting or "",
            session.observed or "",
            "" if minutes is None else str(minutes),
            "; ".join(f"{one.purpose}, {', '.join(_dates(one))}" for one in record.consents),
            "; ".join(map(ending_in_words, ended)),
        )


def document(ledger: Ledger, today: dt.date) -> dict[str, Any]:
    """It for programs: `sessions`, `pairs`, `due`, and errors of files that are `unread`."""
    return {
        "day": today.isoformat(),
        "sessions": [_session(entry, ledger, today) for entry in ledger.entries],
        "pairs": [_pair(pair) for pair in ledger.pairs],
        "due": [
            {
                "title": due.entry.record.session.title,
                "date": _day(due.entry.record.session.date),
                "reasons": list(due.ending.reasons),
                "holding": [consent.purpose for consent in due.ending.holding],
                "files": [str(path) for path in due.files],
            }
            for due in ledger.due
        ],
        "unread": [str(error) for error in ledger.unread],
    }


def _session(entry: LedgerEntry, ledger: Ledger, today: dt.date) -> dict[str, Any]:
    record, session = entry.record, entry.record.session
    coach, reviewer = ledger.names(record)
    return {
        "date": _day(session.date),
        "title": session.title,
        "coach": coach,
        "reviewer": reviewer,
        "kind": record.work,
        "number": session.number,
        "setting": session.setting,
        "observed": session.observed,
        "dialogue_minutes": session.dialogue_minutes,
        "consent": session.consent,
        "delete_by": _day(session.delete_by),
        "consents": [
            {
                "purpose": consent.purpose,
                "given": _day(consent.given),
                "until": _day(consent.until),
                "withdrawn": _day(consent.withdrawn),
                "holds": consent.holds(today),
            }
            for consent in record.consents
        ],
        "files": [str(path) for place in entry.places for path in place.files],
    }


def _pair(pair: PairHours) -> dict[str, Any]:
    return {
        "coach": pair.coach,
        "reviewer": pair.reviewer,
        "kind": pair.work,
        "sessions": len(pair.sessions),
        "dialogue_minutes": pair.minutes,
        "individual": pair.individual,
        "group": pair.group,
        "unsaid": pair.unsaid,
        "first": _day(pair.first),
        "last": _day(pair.last),
        "lacking": [_called(record) for record in pair.lacking],
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
