"""A marker: one moment that the reviewer noticed."""

from typing import Literal

from msgspec import Struct

from sessionlens.domain.text import listed
from sessionlens.domain.timecode import Timecode

Rating = Literal["strength", "growth", "question"]

RATINGS: tuple[Rating, ...] = ("strength", "growth", "question")
GLYPHS: dict[str, str] = {"strength": "+", "growth": "-", "question": "?"}


class Marker(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A moment with what was noticed there.

    Without an `end` it is a point; an `open` one is an interval still running. A marker without
    competency and phase is a plain comment; `also` names further competencies that it shows. In
    an `exchange` the quote is question and answer, each with its speaker; one that was
    `quote_by_hand` stays when the start moves. `note` is the file of the spoken comment, beside
    the recording. `intention` is the id of the reply in which the coach had said that they would
    practise what is heard here. `seen_by` names who saw the moment, where several people's were
    brought together. A `private` marker is never exported.
    """

    id: str
    start: Timecode
    end: Timecode | None = None
    open: bool = False
    competency: str | None = None
    also: tuple[str, ...] = ()
    indicator: str | None = None
    phase: str | None = None
    rating: Rating | None = None
    comment: str = ""
    quote: str = ""
    speaker: str | None = None
    exchange: bool = False
    quote_by_hand: bool = False
    note: str = ""
    intention: str = ""
    seen_by: tuple[str, ...] = ()
    private: bool = False

    @property
    def glyph(self) -> str:
        """`+`, `-` or `?` for the rating, or nothing."""
        return GLYPHS.get(self.rating or "", "")

    @property
    def plain_name(self) -> str:
        """What it is called where it is about no competency and no phase."""
        if self.open:
            return "Interval"
        if self.rating == "question":
            return "Question"
        return "Quote" if self.quote and not (self.comment or self.note) else "Comment"

    @property
    def competencies(self) -> tuple[str, ...]:
        """The ids of all competencies that it shows, the one it was marked with first."""
        return (*((self.competency,) if self.competency else ()), *self.also)

    @property
    def seen_in_words(self) -> str:
        """`Seen by Jan and Maria`; empty where it is the reviewer's who made all of them."""
        return f"Seen by {listed(self.seen_by)}" if self.seen_by else ""

    @property
    def last(self) -> float:
        """The last moment that belongs to it, in seconds."""
        return self.start if self.end is None else self.end


def in_time_order(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """Markers by start; those at the same moment stay in the order they were made."""
    return tuple(sorted(markers, key=lambda marker: marker.start))
