"""The moments of a feedback file as a coach goes through them."""

from msgspec import Struct

from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.timecode import clock
from sessionlens.domain.timeline import Timeline

_ABOUT = 8.0  # seconds that belong to a moment of which only the beginning is known
_SHORTEST = 3.0


class MomentFilter(Struct, frozen=True):
    """Which moments are shown; None lets all pass. `competency` may also be a phase.

    `unrated` lets only moments without a rating pass, `responded` those where the mentor has
    responded to the answer.
    """

    competency: str | None = None
    rating: Rating | None = None
    answered: bool | None = None
    commented: bool | None = None
    unrated: bool = False
    responded: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != MomentFilter()

    def lets_pass(self, marker: Marker, *, answered: bool = False, responded: bool = False) -> bool:
        """Whether a moment is shown."""
        return (
            self.competency in (None, marker.phase, *marker.competencies)
            and self.commented in (None, bool(marker.comment or marker.note))
            and not (self.unrated and marker.rating)
            and self.rating in (None, marker.rating)
            and self.answered in (None, answered)
            and (responded or not self.responded)
        )


def span_of(marker: Marker, timeline: Timeline) -> tuple[float, float]:
    """From when to when a moment is heard, in seconds.

    A moment without an end lasts as long as the utterance in which it begins, or a few seconds.
    """
    start = float(marker.start)
    if marker.end is not None:
        return start, max(float(marker.end), start + _SHORTEST)
    begun = timeline.begun_by(start + 0.05)
    end = timeline.utterances[begun].end if begun is not None else start
    return start, end if end >= start + _SHORTEST else start + _ABOUT


def utterances_of(marker: Marker, timeline: Timeline) -> range:
    """The utterances, counted from 0, that a moment touches: those spoken while it lasts."""
    start, end = marker.start, marker.last
    first = timeline.begun_by(start + 0.05)
    last = timeline.begun_by(max(end - 0.05, start + 0.05))
    if last is None:
        return range(0)
    if first is None:
        first = 0
    elif timeline.utterances[first].end <= start and first < last:
        first += 1
    return range(first, last + 1)


def past_the_end(marker: Marker, length: float) -> str:
    """The sentence about a moment that no recording of this length (seconds) holds; else empty."""
    if not length or marker.start <= length:
        return ""
    return (
        f"The moment at {clock(marker.start)} is past the end of the recording ({clock(length)}):"
        " it cannot be heard"
    )
