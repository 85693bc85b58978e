"""Markers made before their words were recognised: they get quote and times once the words come."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import Material, with_markers
from sessionlens.domain.gaps import Gap
from sessionlens.domain.marker import Marker
from sessionlens.domain.quoting import competency_marker
from sessionlens.domain.timeline import Timeline, marker_heard
from sessionlens.domain.transcript import Utterance

_REMEMBERED = 200  # moments at which somebody began to make a marker

Amend = Callable[[Material], Material]


class Certain(Struct, frozen=True):
    """Until when words are certain, in seconds: those of all voices, and the coach's alone."""

    of_all: float
    of_coach: float


class _Waiting(Struct, frozen=True):
    marker: Marker
    heard: float


class LateQuotes:
    """Remembers when markers were made, and takes their quotes when the words are there."""

    def __init__(self) -> None:
        self._noticed: dict[float, float] = {}
        self._waiting: dict[str, _Waiting] = {}

    def noticed(self, marker: Marker, heard: float) -> None:
        """A marker was made of what was heard at that second; it may be added later, or never."""
        self._noticed.pop(marker.start, None)
        self._noticed[marker.start] = heard
        if len(self._noticed) > _REMEMBERED:
            del self._noticed[next(iter(self._noticed))]

    def added(self, marker: Marker) -> None:
        """The marker is in the review."""
        heard = self._noticed.get(marker.start)
        if heard is not None and not marker.phase:
            self._waiting[marker.id] = _Waiting(marker, heard)

    def settled(
        self, timeline: Timeline, until: Certain, reaction_lag: float, coach: str | None
    ) -> Amend | None:
        """What gives quotes to markers whose words are certain; None where there are none.

        `coach` is whose turn a competency quotes.
        """

        def is_ready(mark: _Waiting) -> bool:
            of_coach = coach is not None and mark.marker.competency is not None
            return mark.heard < (until.of_coach if of_coach else until.of_all)

        ready = {key: mark for key, mark in self._waiting.items() if is_ready(mark)}
        for marker_id in ready:
            del self._waiting[marker_id]
        changed: dict[str, tuple[Marker, Marker]] = {}
        for marker_id, mark in ready.items():
            before, heard = mark.marker, mark.heard
            if before.competency and coach is not None:
                after = competency_marker(timeline, heard, reaction_lag, marker_id, coach)
            else:
                after = marker_heard(timeline, heard, reaction_lag, marker_id)
            if (after.start, after.end, after.quote) != (before.start, before.end, before.quote):
                changed[marker_id] = (before, after)
        if not changed:
            return None
        return lambda material: with_markers(
            material,
            lambda marker: _quoted(marker, *changed[marker.id]) if marker.id in changed else marker,
        )


def _quoted(marker: Marker, before: Marker, after: Marker) -> Marker:
    """The marker with its late quote, unless a person has moved it or quoted something else."""
    if marker.start != before.start or marker.quote != before.quote or marker.quote_by_hand:
        return marker
    if marker.open:
        return replace(marker, start=after.start)
    if marker.end != before.end:
        return marker
    return replace(
        marker,
        start=after.start,
        end=after.end,
        quote=after.quote,
        speaker=after.speaker,
        exchange=after.exchange,
    )


def without_words(gap: Gap, forgotten: Iterable[Utterance]) -> Amend:
    """Takes the quotes of what was said in a gap out of markers, which stay with their times.

    `forgotten` are the utterances of the gap: one may be quoted elsewhere by hand.
    """
    texts = [utterance.text for utterance in forgotten]

    def unquoted(marker: Marker) -> Marker:
        within = marker.start < gap.end and marker.last > gap.start
        chosen = marker.quote_by_hand and any(
            text in marker.quote or marker.quote in text for text in texts
        )
        if not marker.quote or not (within or chosen):
            return marker
        return replace(marker, quote="", speaker=None, exchange=False, quote_by_hand=False)

    return lambda material: with_markers(material, unquoted)
