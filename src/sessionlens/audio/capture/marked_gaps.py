"""Keeps the gaps of a recording in frames, as they come, and tells them as a review has them."""

from collections.abc import Iterable

from sessionlens.domain.gaps import Gap, GapReason, with_gap
from sessionlens.domain.timecode import Timecode

_LEAST = 0.1  # seconds without sound of a device that are worth being marked

Span = tuple[int, int]
"""From and to which frame."""


class MarkedGaps:
    """The gaps so far; whoever changes them sees to it that nobody else does."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._gaps: tuple[Gap, ...] = ()
        self._missing: Span | None = None  # what a device has not delivered, and it may go on
        self._lost: tuple[Span, ...] = ()

    def add(self, first: int, last: int, reason: GapReason) -> None:
        """Mark a gap."""
        self._gaps = self._with(self._gaps, first, last, reason)

    def told(self, off: Span | None) -> tuple[Gap, ...]:
        """All gaps in order, with those that have not ended; `off` is off the record now."""
        gaps = self._gaps
        if self._missing is not None:
            gaps = self._with(gaps, *self._missing, "device")
        return gaps if off is None else self._with(gaps, *off, "off the record")

    def note_missing(self, spans: Iterable[Span], until: int) -> None:
        """What no device has delivered of the frames up to `until`, on any channel.

        It is kept together, and marked once there is sound again.
        """
        for first, last in sorted(spans):
            if self._missing is not None and first > self._missing[1]:
                self.end_missing()
            begun, ended = self._missing or (first, last)
            self._missing = begun, max(ended, last)
        if self._missing is not None and self._missing[1] < until:
            self.end_missing()

    def end_missing(self) -> None:
        """Mark what is missing so far."""
        if self._missing is not None:
            self.add(*self._missing, "device")
        self._missing = None

    def note_lost(self, spans: tuple[Span, ...]) -> None:
        """Mark what could not be kept for the disk."""
        if spans != self._lost:
            self._lost = spans
            for first, last in spans:
                self.add(first, last, "disk")

    def _with(
        self, gaps: tuple[Gap, ...], first: int, last: int, reason: GapReason
    ) -> tuple[Gap, ...]:
        if reason == "device" and last - first < _LEAST * self._rate:
            return gaps
        start, end = Timecode(first / self._rate), Timecode(last / self._rate)
        return with_gap(gaps, Gap(start=start, end=end, reason=reason))
