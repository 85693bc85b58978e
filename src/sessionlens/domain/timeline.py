"""A transcript laid along the recording: who and what is heard at a moment."""

from bisect import bisect_right
from itertools import accumulate, pairwise
from math import inf

from msgspec import Struct

from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance, Word

SILENCE = 2.0
"""Pauses of at least this many seconds are shown: they matter in coaching."""

BREATH = 0.25
"""Seconds; a shorter gap between two words is no silence, and the first is shown until the next."""

_STILL_ABOUT = 8.0  # seconds after its end in which a marker is still about an utterance


class Place(Struct, frozen=True):
    """A word of the transcript: utterance and word, counted from 0.

    `word` is None where the utterance has no times for its words.
    """

    utterance: int
    word: int | None


class Timeline:
    """Lookups by time; built once for a transcript, each lookup is a bisection."""

    def __init__(self, transcript: Transcript | None) -> None:
        self.transcript = transcript or Transcript()
        self.utterances: tuple[Utterance, ...] = self.transcript.utterances
        self._starts = [utterance.start for utterance in self.utterances]
        # An utterance without timed words is heard as one piece.
        self._heard: list[Utterance | Word] = [
            piece for utterance in self.utterances for piece in (utterance.words or (utterance,))
        ]
        counts = (len(utterance.words) or 1 for utterance in self.utterances)
        self._first_heard = [0, *accumulate(counts)]
        starts = [piece.start for piece in self._heard]
        # Where people talk at the same time, the pieces do not come in the order of their starts.
        self._order = sorted(range(len(starts)), key=starts.__getitem__)
        self._heard_starts = [starts[number] for number in self._order]
        ends = [self._heard[number].end for number in self._order]
        self._spoken_until = list(accumulate(ends, max))
        # The piece that is spoken longest so far; of two that end together, the one begun later.
        longest = 0
        self._spoken_last = [
            (longest := number) if end == until else longest
            for number, end, until in zip(self._order, ends, self._spoken_until, strict=True)
        ]

    def heard_at(self, seconds: float) -> Place | None:
        """The word being spoken at this moment, or None in a silence.

        Where people talk at the same time it is the one that began last.
        """
        last = bisect_right(self._heard_starts, seconds) - 1
        number = self._spoken(last, seconds)
        if number is not None:
            return self._place(number)
        return self._place(self._spoken_last[last]) if self._only_a_breath_after(last) else None

    def next_change(self, seconds: float) -> float:
        """When another word, or none, will be heard; infinite after the last."""
        last = bisect_right(self._heard_starts, seconds) - 1
        begins = self._heard_starts[last + 1] if last + 1 < len(self._order) else inf
        number = self._spoken(last, seconds)
        if number is None:
            return begins
        end = self._heard[number].end
        goes_on = end == self._spoken_until[last] and self._only_a_breath_after(last)
        return begins if goes_on else min(end, begins)

    def _spoken(self, last: int, seconds: float) -> int | None:
        """Of the pieces up to the one that began last, the latest that has not ended."""
        while last >= 0 and self._spoken_until[last] > seconds:
            if self._heard[self._order[last]].end > seconds:
                return self._order[last]
            last -= 1
        return None

    def _only_a_breath_after(self, last: int) -> bool:
        """Whether the next piece begins almost as soon as all up to this one have ended."""
        if not 0 <= last < len(self._order) - 1:
            return False
        return self._heard_starts[last + 1] - self._spoken_until[last] < BREATH

    def _place(self, number: int) -> Place:
        utterance = bisect_right(self._first_heard, number) - 1
        timed = bool(self.utterances[utterance].words)
        return Place(utterance, number - self._first_heard[utterance] if timed else None)

    def begun_by(self, seconds: float) -> int | None:
        """The utterance that began last at this moment; None before the first one."""
        index = bisect_right(self._starts, seconds) - 1
        return index if index >= 0 else None

    def heard_lately(self, seconds: float) -> int | None:
        """The utterance that is heard, or was until a moment ago; None in a silence."""
        index = self.begun_by(seconds)
        if index is None or seconds > self.utterances[index].end + _STILL_ABOUT:
            return None
        return index

    def next_start(self, seconds: float) -> float | None:
        """When the next utterance begins."""
        index = bisect_right(self._starts, seconds + 1e-3)
        return self._starts[index] if index < len(self._starts) else None

    def previous_start(self, seconds: float, slack: float = 1.0) -> float | None:
        """When this utterance began; the one before it if this has only just begun."""
        index = bisect_right(self._starts, seconds - slack) - 1
        return self._starts[index] if index >= 0 else None

    def silences(self, shortest: float = SILENCE) -> dict[int, float]:
        """Seconds of silence after an utterance, by its index."""
        silences: dict[int, float] = {}
        spoken_until = 0.0
        for index, (before, after) in enumerate(pairwise(self.utterances)):
            spoken_until = max(spoken_until, before.end)
            if after.start - spoken_until >= shortest:
                silences[index] = after.start - spoken_until
        return silences


def marker_heard(timeline: Timeline, heard: float, reaction_lag: float, marker_id: str) -> Marker:
    """A marker for what was heard a reaction lag (seconds) ago.

    It takes the times, words and speaker of that utterance. Without one, or when nobody has
    spoken for a while, it is a point in the silence.
    """
    noticed = max(heard - reaction_lag, 0.0)
    index = timeline.heard_lately(noticed)
    if index is None:
        return Marker(id=marker_id, start=Timecode(noticed))
    return marker_about(timeline.utterances[index], marker_id)


def marker_about(utterance: Utterance, marker_id: str) -> Marker:
    """A marker for one utterance."""
    return Marker(
        id=marker_id,
        start=Timecode(utterance.start),
        end=Timecode(utterance.end),
        quote=utterance.text,
        speaker=utterance.speaker,
    )
