"""One feedback of a whole group: what several people noticed in a session, and who of them did."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.group import Group, GroupMoment, Observer, Sighting
from sessionlens.domain.marker import GLYPHS, Marker
from sessionlens.domain.matching import code
from sessionlens.domain.review import IndicatorVerdict, Session, Summary, Verdict, views_of
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import listed

T = TypeVar("T")

_SUMMARY = (
    *("strengths", "development", "next_practice", "reviewer_learning", "take_away", "change"),
)


def feedback_of_group(
    group: Group, about: Feedback, *, feedback_id: str, exported: dt.datetime
) -> Feedback:
    """A feedback with one marker for each moment and code, which names who saw it.

    Session and recording are those that `about` is of. Comments, verdicts and summaries stand each
    under the name of who wrote them; a rating or verdict stands alone where all who gave one agree.
    The review's id is that of this group: the same whenever the same reviews are brought together.
    """
    observers = group.observers
    markers = [
        _marker(part, observers, group.rubric)
        for moment in group.moments
        for part in _by_code(moment)
    ]
    return Feedback(
        id=feedback_id,
        review=_group_id(observers),
        exported=exported,
        session=_session(about.session, observers),
        recording=about.recording,
        together=tuple(sorted({one for own in observers for one in _reviews(own.feedback)})),
        markers=tuple(sorted(markers, key=lambda marker: marker.start)),
        verdicts=tuple(_verdicts(observers, group.rubric)),
        summary=Summary(
            **{
                field: _paragraphs(
                    (own.name, getattr(own.feedback.summary, field)) for own in observers
                )
                for field in _SUMMARY
            }
        ),
        rubric=group.rubric,
    )


def rubric_of_group(rubrics: Sequence[Rubric]) -> Rubric:
    """The rubric that all used; of different ones, one that holds what each of them has."""
    first, *others = rubrics
    for rubric in others:
        names = {"id": first.id, "title": first.title}
        if rubric.id not in first.id.split("+"):
            names = {"id": f"{first.id}+{rubric.id}", "title": f"{first.title} and {rubric.title}"}
        first = replace(
            first,
            **names,
            kind="rated" if "rated" in (first.kind, rubric.kind) else "tags",
            scale=_united(first.scale, rubric.scale),
            competencies=_united(first.competencies, rubric.competencies, _with_indicators),
            phases=_united(first.phases, rubric.phases),
        )
    return first


def names_in(observer: Observer) -> tuple[str, ...]:
    """Whose markers these are: the observer's, or of those whose were brought together before."""
    named = (name for marker in observer.feedback.markers for name in marker.seen_by)
    return tuple(dict.fromkeys(named)) or (observer.name,)


def _united(
    first: tuple[Any, ...],
    second: tuple[Any, ...],
    both: Callable[[Any, Any], Any] = lambda ours, _: ours,
) -> tuple[Any, ...]:
    """What has an id in one of two rubrics, the first's in its order, then what it lacks."""
    other = {own.id: own for own in second}
    ids = {own.id for own in first}
    return (
        *(both(own, other[own.id]) if own.id in other else own for own in first),
        *(own for own in second if own.id not in ids),
    )


def _with_indicators(ours: Competency, theirs: Competency) -> Competency:
    united = _united(ours.indicators, theirs.indicators)
    return replace(ours, indicators=tuple(sorted(united, key=lambda indicator: indicator.id)))


def _group_id(observers: Sequence[Observer]) -> str:
    ids = sorted(observer.feedback.review for observer in observers)
    return hashlib.sha256("\n".join(ids).encode(errors="surrogatepass")).hexdigest()[:32]


def _reviews(feedback: Feedback) -> tuple[str, ...]:
    return feedback.together or (feedback.review,)


def _session(session: Session, observers: Sequence[Observer]) -> Session:
    """The session as one of them describes it, by all of them; the earliest day of deletion."""
    sessions = [observer.feedback.session for observer in observers]
    roles = {own.role for own in sessions}
    consents = dict.fromkeys(consent for own in (session, *sessions) for consent in own.consents)
    return replace(
        session,
        **{
            field: getattr(session, field) or _first(getattr(own, field) for own in sessions) or ""
            for field in ("title", "coach", "client", "level", "coach_speaker", "consent")
        },
        date=session.date or _first(own.date for own in sessions),
        reviewer=listed([name for observer in observers for name in names_in(observer)]),
        credential="",
        role=roles.pop() if len(roles) == 1 else "mentor",
        consents=tuple(consents),
        delete_by=min((own.delete_by for own in sessions if own.delete_by), default=None),
    )


def _by_code(moment: GroupMoment) -> Iterator[list[Sighting]]:
    for about in moment.codes:
        yield [sighting for sighting in moment.seen if code(sighting.marker) == about]


def _marker(seen: Sequence[Sighting], observers: Sequence[Observer], rubric: Rubric) -> Marker:
    """One marker of several, named by the first of those who made them."""
    markers = [sighting.marker for sighting in seen]
    first = markers[0]
    by = [(listed(marker.seen_by) or observers[number].name, marker) for number, marker in seen]
    names = [name for (name, marker) in by for name in (marker.seen_by or (name,))]
    start = min(marker.start for marker in markers)
    ends = [marker.end for marker in markers if marker.end is not None]
    quoting = _quoting(markers)
    also = dict.fromkeys(other for marker in markers for other in marker.also)
    return Marker(
        id=f"{seen[0].observer + 1}-{first.id}",
        start=start,
        end=max(ends) if ends else None,
        competency=first.competency,
        also=tuple(other for other in also if other != first.competency),
        indicator=_agreed(marker.indicator for marker in markers),
        phase=first.phase,
        rating=_agreed(marker.rating for marker in markers),
        comment=_words(by, rubric),
        quote=quoting.quote,
        speaker=quoting.speaker,
        exchange=quoting.exchange,
        quote_by_hand=quoting.quote_by_hand,
        intention=_first(marker.intention for marker in markers) or "",
        seen_by=tuple(dict.fromkeys(names)),
    )


def _quoting(markers: Sequence[Marker]) -> Marker:
    """The marker with the words that most of them quote; of several, the longest."""
    quotes = Counter(marker.quote for marker in markers if marker.quote)
    return max(markers, key=lambda marker: (quotes[marker.quote], len(marker.quote)))


def _words(by: Sequence[tuple[str, Marker]], rubric: Rubric) -> str:
    """What they wrote, and where they differ; under their names, unless only one saw it."""
    if len(by) == 1:
        return by[0][1].comment
    differing = []
    if _differ(marker.rating for _, marker in by):
        rated = (f"{name} {GLYPHS[marker.rating]}" for name, marker in by if marker.rating)
        differing.append(", ".join(rated))
    if _differ(marker.indicator for _, marker in by):
        chosen = (
            f"{name} “{_indicator(marker, rubric)}”" for name, marker in by if marker.indicator
        )
        differing.append(", ".join(chosen))
    written = _paragraphs((name, marker.comment) for name, marker in by)
    return "\n\n".join(filter(None, [*differing, written]))


def _indicator(marker: Marker, rubric: Rubric) -> str:
    competency = rubric.competency(marker.competency)
    indicator = competency.indicator(marker.indicator) if competency else None
    return indicator.text if indicator else marker.indicator or ""


def _paragraphs(written: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"{name}: {text}" for name, text in written if text)


def _verdicts(observers: Sequence[Observer], rubric: Rubric) -> Iterator[Verdict]:
    given = [
        (observer.name, verdict)
        for observer in observers
        for verdict in observer.feedback.verdicts
        if not verdict.empty
    ]
    order = dict.fromkeys(competency.id for competency in rubric.competencies)
    order |= dict.fromkeys(sorted(verdict.competency for _, verdict in given))
    for competency in order:
        own = [(name, verdict) for name, verdict in given if verdict.competency == competency]
        if not own:
            continue
        views = tuple(view for name, verdict in own for view in views_of(name, verdict))
        indicators = dict.fromkeys(line.id for _, verdict in own for line in verdict.indicators)
        yield Verdict(
            competency=competency,
            value=_agreed(view.value for view in views) or "",
            strengths=_paragraphs((name, verdict.strengths) for name, verdict in own),
            development=_paragraphs((name, verdict.development) for name, verdict in own),
            indicators=tuple(_indicator_verdict(line, own) for line in indicators),
            views=views,
        )


def _indicator_verdict(indicator: str, given: Sequence[tuple[str, Verdict]]) -> IndicatorVerdict:
    own = [
        (name, line)
        for name, verdict in given
        for line in verdict.indicators
        if line.id == indicator
    ]
    views = tuple(view for name, line in own for view in views_of(name, line))
    value = _agreed(view.value for view in views) or ""
    return IndicatorVerdict(id=indicator, value=value, views=views)


def _agreed(values: Iterable[T | None]) -> T | None:
    """What all say who say anything; None where they differ, or nobody does."""
    distinct = {value for value in values if value}
    return distinct.pop() if len(distinct) == 1 else None


def _differ(values: Iterable[object]) -> bool:
    return len({value for value in values if value}) > 1


def _first(values: Iterable[T]) -> T | None:
    return next((value for value in values if value), None)
