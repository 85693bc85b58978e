"""What no single session shows: one coach's sessions beside one another, counted and never summed.

Marks of different rubrics stay apart, and so do the mentor's view and the coach's own.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Literal

from msgspec import Struct

from sessionlens.domain.counting import Tally
from sessionlens.domain.intention import plain_name
from sessionlens.domain.marker import Rating


class MarkerEvidence(Struct, frozen=True, array_like=True, gc=False):
    """What a marker counts as, without its words; `start` in milliseconds.

    `intention` is the id of the reply in which the coach had said that they would practise this.
    """

    id: str
    start: int
    competencies: tuple[str, ...] = ()
    rating: Rating | None = None
    intention: str = ""


class RubricNames(Struct, frozen=True, array_like=True):
    """What is shown of a rubric: titles of its scale and of its competencies, by their ids."""

    id: str
    title: str = ""
    edition: str = ""
    kind: Literal["rated", "tags"] = "rated"
    scale: dict[str, str] = {}
    competencies: dict[str, str] = {}


class SessionEvidence(Struct, frozen=True, kw_only=True):
    """What one person noted of one session, in `file`: the mentor, or the coach of themselves.

    `verdicts` are steps of the rubric's scale by competency. `stays` are ids of the markers that
    the coach has said they want to stay with.
    """

    file: str
    title: str
    date: dt.date | None
    coach: str
    client: str
    reviewer: str
    rubric: RubricNames
    markers: tuple[MarkerEvidence, ...]
    verdicts: dict[str, str] = {}
    stays: frozenset[str] = frozenset()
    noted: dt.datetime

    @property
    def day(self) -> dt.date:
        """When the session was, as well as that is known."""
        return self.date or self.noted.date()


class SessionViews(Struct, frozen=True):
    """One session, looked at with one rubric by the mentor, by its coach, or by both."""

    mentors: SessionEvidence | None
    own: SessionEvidence | None = None

    @property
    def main(self) -> SessionEvidence:
        """The mentor's view, else the coach's own."""
        view = self.mentors or self.own
        assert view is not None
        return view

    @property
    def name(self) -> str:
        """Day and title in one line."""
        view = self.main
        return " · ".join(filter(None, (view.day.isoformat(), view.title)))


class PatternMoment(Struct, frozen=True):
    """A marker of one session, by its number; `own` where the coach has marked it themselves.

    `why` says in words what makes it one to stay with, where that is asked for.
    """

    session: int
    marker: MarkerEvidence
    own: bool = False
    why: str = ""


class PatternCell(Struct, frozen=True):
    """What was marked of one competency in one session, by the mentor and by the coach."""

    moments: tuple[PatternMoment, ...] = ()
    looked_at_oneself: bool = False
    verdict: str = ""

    @property
    def mentors(self) -> Tally:
        """Counts of the mentor's marks."""
        return tally_of(moment.marker for moment in self.moments if not moment.own)

    @property
    def own(self) -> Tally | None:
        """Counts of the coach's own; None where there is no own view."""
        if not self.looked_at_oneself:
            return None
        return tally_of(moment.marker for moment in self.moments if moment.own)


class CompetencyPattern(Struct, frozen=True):
    """One competency through all sessions; `cells` has one for each of them, in their order."""

    id: str
    title: str
    cells: tuple[PatternCell, ...]

    @property
    def sessions(self) -> tuple[int, ...]:
        """The numbers of the sessions in which it was marked."""
        return tuple(number for number, cell in enumerate(self.cells) if cell.moments)


class RubricPattern(Struct, frozen=True):
    """What was marked with one rubric; `sessions` are the numbers of those looked at with it."""

    names: RubricNames
    editions: tuple[str, ...]
    sessions: tuple[int, ...]
    competencies: tuple[CompetencyPattern, ...]

    @property
    def never(self) -> tuple[CompetencyPattern, ...]:
        """Competencies that nobody has marked in any session."""
        return tuple(competency for competency in self.competencies if not competency.sessions)

    @property
    def title(self) -> str:
        """Its title and its editions, in one line."""
        editions = [edition for edition in self.editions if edition]
        word = "edition" if len(editions) == 1 else "editions"
        named = f", {word} {' and '.join(editions)}" if editions else ""
        return f"{self.names.title or self.names.id}{named}"


class TagInRelationships(Struct, frozen=True):
    """A tag that comes back: for each client's pseudonym the numbers of the sessions."""

    rubric: str
    title: str
    clients: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def across(self) -> bool:
        """Whether it is there with more than one client."""
        return len(self.clients) > 1


class IntentionOutcome(Struct, frozen=True, kw_only=True):
    """What a coach said they would practise, and what became of it.

    `since` is the session that it came out of: its day, else its title. `became` are the coach's
    own words about it; `heard` are the moments in which it was heard.
    """

    text: str
    until: dt.date | None = None
    since: str = ""
    became: str = ""
    heard: tuple[PatternMoment, ...] = ()


class Patterns(Struct, frozen=True, dict=True):
    """One coach's sessions, the oldest first; all numbers of sessions count from 0 in them."""

    coach: str
    sessions: tuple[SessionViews, ...] = ()
    rubrics: tuple[RubricPattern, ...] = ()
    intentions: tuple[IntentionOutcome, ...] = ()

    @property
    def clients(self) -> dict[str, tuple[int, ...]]:
        """The sessions of each client, by pseudonym; those that name none stand under ''."""
        by_client: dict[str, list[int]] = {}
        spelled: dict[str, str] = {}
        for number, session in enumerate(self.sessions):
            client = session.main.client
            name = spelled.setdefault(plain_name(client), client)
            by_client.setdefault(name, []).append(number)
        return {client: tuple(numbers) for client, numbers in sorted(by_client.items())}

    @cached_property
    def tags(self) -> tuple[TagInRelationships, ...]:
        """Tags that are there in more than one session, those with several clients first."""
        client_of = {n: client for client, numbers in self.clients.items() for n in numbers}
        tags = (
            TagInRelationships(
                rubric.names.title or rubric.names.id,
                competency.title,
                _grouped(competency.sessions, client_of),
            )
            for rubric in self.rubrics
            if rubric.names.kind == "tags"
            for competency in rubric.competencies
            if len(competency.sessions) > 1
        )
        return tuple(sorted(tags, key=lambda tag: not tag.across))

    @cached_property
    def to_stay_with(self) -> tuple[PatternMoment, ...]:
        """What the coach wants to stay with, and what the mentor asks about; the oldest first."""
        return tuple(
            moment
            for number, session in enumerate(self.sessions)
            if session.mentors is not None
            for moment in _to_stay_with(number, session.mentors)
        )


def patterns_of(
    sessions: Iterable[SessionViews], intentions: Iterable[IntentionOutcome] = ()
) -> Patterns:
    """What sessions of one coach show together, in whatever order they come."""
    ordered = tuple(sorted(sessions, key=_when))
    coaches = [name for session in ordered if (name := session.main.coach)]
    used: dict[str, list[int]] = {}
    for number, session in enumerate(ordered):
        used.setdefault(session.main.rubric.id, []).append(number)
    return Patterns(
        coach=coaches[-1] if coaches else "",
        sessions=ordered,
        rubrics=tuple(_rubric(ordered, tuple(numbers)) for numbers in used.values()),
        intentions=tuple(intentions),
    )


def tally_of(markers: Iterable[MarkerEvidence]) -> Tally:
    """How many of them have which rating."""
    tally = Tally()
    for marker in markers:
        name = marker.rating or "noted"
        setattr(tally, name, getattr(tally, name) + 1)
    return tally


def _when(session: SessionViews) -> tuple[dt.date, dt.datetime, str]:
    view = session.main
    return view.day, view.noted, view.file


def _rubric(sessions: Sequence[SessionViews], numbers: tuple[int, ...]) -> RubricPattern:
    """Names as in the newest of the sessions that knows them, in the order of that."""
    used = [sessions[number].main.rubric for number in numbers]
    newest = max(enumerate(used), key=lambda pair: (bool(pair[1].competencies), pair[0]))[1]
    titles = dict(newest.competencies)
    for names in reversed(used):
        for name, title in names.competencies.items():
            titles.setdefault(name, title)
    cells = {number: _cells(number, sessions[number]) for number in numbers}
    for by_competency in cells.values():
        for name in by_competency:
            titles.setdefault(name, name)  # one that no rubric knows
    nothing = PatternCell()
    return RubricPattern(
        names=newest,
        editions=tuple(dict.fromkeys(names.edition for names in used)),
        sessions=numbers,
        competencies=tuple(
            CompetencyPattern(
                name,
                title or name,
                tuple(
                    cells[number].get(name, _empty(session)) if number in cells else nothing
                    for number, session in enumerate(sessions)
                ),
            )
            for name, title in titles.items()
        ),
    )


def _empty(session: SessionViews) -> PatternCell:
    return _NOT_MARKED if session.own else PatternCell()


_NOT_MARKED = PatternCell(looked_at_oneself=True)


def _cells(number: int, session: SessionViews) -> dict[str, PatternCell]:
    """The cells of one session that hold something, by competency."""
    moments: dict[str, list[PatternMoment]] = {}
    for view, own in ((session.mentors, False), (session.own, True)):
        for marker in view.markers if view else ():
            for name in marker.competencies:
                moments.setdefault(name, []).append(PatternMoment(number, marker, own))
    verdicts = session.mentors.verdicts if session.mentors else {}
    return {
        name: PatternCell(
            tuple(sorted(moments.get(name, ()), key=lambda moment: moment.marker.start)),
            session.own is not None,
            verdicts.get(name, ""),
        )
        for name in dict.fromkeys([*moments, *verdicts])
    }


def _to_stay_with(number: int, view: SessionEvidence) -> Iterator[PatternMoment]:
    for marker in sorted(view.markers, key=lambda marker: marker.start):
        reasons = (
            "chosen to stay with" if marker.id in view.stays else "",
            "a question" if marker.rating == "question" else "",
        )
        if why := ", ".join(filter(None, reasons)):
            yield PatternMoment(number, marker, why=why)


def _grouped(
    numbers: Iterable[int], client_of: dict[int, str]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    ordered = sorted(numbers, key=lambda number: (client_of[number], number))
    return tuple((client, tuple(same)) for client, same in groupby(ordered, client_of.__getitem__))
