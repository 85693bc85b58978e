"""Hours and consents over many sessions, as the logs of credentialing bodies ask for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.intention import plain_name
from sessionlens.domain.review import Consent, Session

Work = Literal["mentor-coaching", "supervision", "own-review"]
"""What two people do about a session; `own-review` is a coach who reviews themselves, alone."""

WORDS: dict[Work, str] = {
    "mentor-coaching": "mentor coaching",
    "supervision": "supervision",
    "own-review": "own review",
}


class SessionRecord(Struct, frozen=True, kw_only=True):
    """One session as its own files say it, and when they were last written: seconds since 1970.

    `consents` are those of all its files, `session` what the file says that counts.
    """

    session: Session
    written: float = 0.0
    consents: tuple[Consent, ...] = ()

    @property
    def work(self) -> Work:
        """What it was; without a role it was mentor coaching, as everywhere."""
        match self.session.role:
            case "supervisor":
                return "supervision"
            case "coach":
                return "own-review"
            case _:
                return "mentor-coaching"

    @property
    def pair(self) -> tuple[str, str]:
        """Coach and reviewer as they are compared; of themselves, a coach has no reviewer."""
        reviewer = "" if self.work == "own-review" else self.session.reviewer
        coach = self.session.coach
        if self.work == "own-review":
            coach = coach or self.session.reviewer
        return plain_name(coach), plain_name(reviewer)

    @property
    def order(self) -> tuple[dt.date, int, tuple[str, ...], float]:
        """By this the earlier of two sessions is the smaller; one without a date comes last."""
        session = self.session
        texts = (session.title, *self.pair, session.coach, session.reviewer)
        rest = (session.role, session.setting, session.dialogue_minutes)  # so that none are equal
        by_text = (*texts, *map(str, rest))
        return session.date or dt.date.max, session.number or 0, by_text, self.written


class PairHours(Struct, frozen=True, kw_only=True):
    """What two people did together: sums of dialogue minutes, and between which dates.

    `individual`, `group` and `unsaid` are minutes of sessions that say they were one or the other,
    and of those that do not. `sessions` are oldest first, `lacking` those of them without minutes.
    """

    coach: str
    reviewer: str
    work: Work
    individual: int
    group: int
    unsaid: int
    first: dt.date | None
    last: dt.date | None
    sessions: tuple[SessionRecord, ...]
    lacking: tuple[SessionRecord, ...]

    @property
    def names(self) -> tuple[str, str]:
        """Coach and reviewer as they are compared."""
        return plain_name(self.coach), plain_name(self.reviewer)

    @property
    def minutes(self) -> int:
        """All dialogue minutes; listening to a recording is none of them."""
        return self.individual + self.group + self.unsaid


def hours(records: Iterable[SessionRecord]) -> tuple[PairHours, ...]:
    """The sums of every pair, in order of their names; own reviews count for nobody.

    Names that are only spelled differently are one name, written as in the file written last.
    """
    pairs: dict[tuple[str, str, Work], list[SessionRecord]] = {}
    for record in sorted(records, key=lambda record: record.order):
        if record.work != "own-review":
            pairs.setdefault((*record.pair, record.work), []).append(record)
    return tuple(_summed(key[2], pairs[key]) for key in sorted(pairs))


def merged_consents(consents_of_files: Iterable[Sequence[Consent]]) -> tuple[Consent, ...]:
    """The consents of several files of one session, each once; the first file counts.

    One that was withdrawn in any of them is withdrawn.
    """
    merged: dict[tuple[str, dt.date | None], Consent] = {}
    for consents in consents_of_files:
        for consent in consents:
            key = plain_name(consent.purpose), consent.given
            first = merged.setdefault(key, consent)
            days = [day for day in (first.withdrawn, consent.withdrawn) if day]
            merged[key] = replace(first, withdrawn=min(days, default=None))
    return tuple(merged.values())


class Ending(Struct, frozen=True, kw_only=True):
    """Why the files of a session are due for deletion, on a day.

    `ended` are consents that hold no more while no other to their purpose does, `holding` those
    that still do, `delete_by` the day that was agreed where it has passed.
    """

    ended: tuple[Consent, ...]
    holding: tuple[Consent, ...]
    delete_by: dt.date | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What has ended, as beginnings of sentences."""
        agreed = f"was to be deleted by {self.delete_by.isoformat()}" if self.delete_by else ""
        ends = (f"the consent to {ending_in_words(consent)}" for consent in self.ended)
        return tuple(filter(None, [*ends, agreed]))


def ending_in_words(consent: Consent) -> str:
    """How a consent ended: `training ended on 2027-05-02`."""
    if consent.withdrawn:
        return f"{consent.purpose} was withdrawn on {consent.withdrawn.isoformat()}"
    ended = f"ended on {consent.until.isoformat()}" if consent.until else "has no end"
    return f"{consent.purpose} {ended}"


def has_ended(consent: Consent, day: dt.date) -> bool:
    """Whether a consent held once, and does no more."""
    withdrawn = consent.withdrawn is not None and consent.withdrawn <= day
    return withdrawn or (consent.until is not None and consent.until < day)


def ending_of(record: SessionRecord, day: dt.date) -> Ending | None:
    """What has ended of a session; None where nothing has. The last day of a consent is its own."""
    holding = tuple(consent for consent in record.consents if consent.holds(day))
    still = {plain_name(consent.purpose) for consent in holding}
    ended = tuple(
        consent
        for consent in record.consents
        if has_ended(consent, day) and plain_name(consent.purpose) not in still
    )
    delete_by = record.session.delete_by
    passed = delete_by if delete_by is not None and delete_by <= day else None
    if not ended and passed is None:
        return None
    return Ending(ended=ended, holding=holding, delete_by=passed)


def _summed(work: Work, records: Sequence[SessionRecord]) -> PairHours:
    minutes = {"individual": 0, "group": 0, None: 0}
    for record in records:
        minutes[record.session.setting] += record.session.dialogue_minutes or 0
    dates = [record.session.date for record in records if record.session.date]
    by_age = sorted(records, key=lambda record: (-record.written, record.order))
    return PairHours(
        coach=_spelled(record.session.coach for record in by_age),
        reviewer=_spelled(record.session.reviewer for record in by_age),
        work=work,
        individual=minutes["individual"],
        group=minutes["group"],
        unsaid=minutes[None],
        first=min(dates, default=None),
        last=max(dates, default=None),
        sessions=tuple(records),
        lacking=tuple(one for one in records if one.session.dialogue_minutes is None),
    )


def _spelled(names: Iterable[str]) -> str:
    return next(filter(None, names), "")
