"""What the markers of a review show: how often each competency, how long each phase, what not."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from sessionlens.domain.marker import Marker, Rating, in_time_order
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.timecode import clock


class Tally(Struct):
    """How often a competency was marked, by rating; `noted` are the markers without one.

    `elsewhere` counts markers of other competencies that are evidence for this one, too.
    """

    strength: int = 0
    growth: int = 0
    question: int = 0
    noted: int = 0
    elsewhere: int = 0

    @property
    def marked(self) -> int:
        """All markers of the competency itself."""
        return self.strength + self.growth + self.question + self.noted

    @property
    def empty(self) -> bool:
        """Whether nothing anywhere is evidence for it: a gap."""
        return not (self.marked or self.elsewhere)

    def count(self, rating: Rating | None) -> int:
        """How many markers have this rating."""
        return int(getattr(self, rating or "noted"))


def tallies(markers: Iterable[Marker], rubric: Rubric) -> dict[str, Tally]:
    """How often each competency of the rubric was marked, by its id."""
    by_id = {competency.id: Tally() for competency in rubric.competencies}
    elsewhere: dict[tuple[str | None, tuple[str, ...], str | None], tuple[str, ...]] = {}
    for marker in markers:
        for competency_id in marker.competencies:
            tally = by_id.get(competency_id)
            if tally is not None:
                name = marker.rating or "noted"
                setattr(tally, name, getattr(tally, name) + 1)
        code = (marker.competency, marker.also, marker.indicator)
        if code not in elsewhere:
            elsewhere[code] = counted_elsewhere(marker, rubric)
        for competency_id in elsewhere[code]:
            by_id[competency_id].elsewhere += 1
    return by_id


def counted_elsewhere(marker: Marker, rubric: Rubric) -> tuple[str, ...]:
    """The competencies that a marker is evidence for without being marked with them."""
    targets: dict[str, None] = {}
    for competency_id in marker.competencies:
        competency = rubric.competency(competency_id)
        if competency is None:
            continue
        targets.update(dict.fromkeys(competency.counts_for))
        indicator = competency.indicator(marker.indicator)
        if indicator is not None and competency_id == marker.competency:
            targets.update(dict.fromkeys(indicator.counts_for))
    own = {*marker.competencies}
    return tuple(one for one in targets if one not in own and rubric.competency(one))


def evidence_for(
    competency: Competency, markers: Sequence[Marker], rubric: Rubric
) -> tuple[Marker, ...]:
    """The markers that show a competency: its own and those that count for it, in their order."""
    return tuple(
        marker
        for marker in markers
        if competency.id in marker.competencies
        or competency.id in counted_elsewhere(marker, rubric)
    )


class PhaseSpan(Struct, frozen=True):
    """One stretch of a phase, in seconds; `marker` is the id of the marker that says so."""

    marker: str
    phase: str
    start: float
    end: float
    running: bool = False


def phase_spans(markers: Sequence[Marker], end: float) -> tuple[PhaseSpan, ...]:
    """All stretches of phases in time order; one that still runs lasts until `end` (seconds)."""
    return tuple(
        PhaseSpan(
            marker.id,
            marker.phase,
            marker.start,
            max(end, marker.start) if marker.end is None else marker.end,
            running=marker.open,
        )
        for marker in in_time_order(tuple(markers))
        if marker.phase and (marker.open or marker.end is not None)
    )


def phase_minutes(spans: Iterable[PhaseSpan], rubric: Rubric) -> dict[str, float]:
    """Seconds spent in each phase of the rubric, by its id, in the rubric's order."""
    seconds = {phase.id: 0.0 for phase in rubric.phases}
    for span in spans:
        if span.phase in seconds:
            seconds[span.phase] += span.end - span.start
    return seconds


def describe_phases(spans: Sequence[PhaseSpan], rubric: Rubric) -> list[str]:
    """A sentence for each phase that was marked: how long in all, and from when to when."""
    lines = []
    for phase_id, seconds in phase_minutes(spans, rubric).items():
        own = [span for span in spans if span.phase == phase_id]
        phase = rubric.phase(phase_id)
        if own and phase is not None:
            places = ", ".join(f"{clock(span.start)}–{clock(span.end)}" for span in own)
            lines.append(f"{phase.title} {clock(seconds)}: {places}")
    return lines


class Ratio(Struct, frozen=True):
    """Two counts beside each other, such as reflections to questions; `value` is None for n:0."""

    title: str
    first: int
    second: int

    @property
    def value(self) -> float | None:
        """How many of the first come to one of the second."""
        return self.first / self.second if self.second else None


def ratios(markers: Sequence[Marker], rubric: Rubric) -> tuple[Ratio, ...]:
    """The ratios that a rubric of counts asks for."""
    counts = {name: tally.marked for name, tally in tallies(markers, rubric).items()}
    return tuple(
        Ratio(
            ratio.title,
            sum(counts.get(name, 0) for name in ratio.first),
            sum(counts.get(name, 0) for name in ratio.second),
        )
        for ratio in rubric.ratios
    )
