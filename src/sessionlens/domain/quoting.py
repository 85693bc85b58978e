"""What a marker quotes: what is heard, the coach's last turn, or question and answer."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Session
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.timeline import SILENCE, Timeline, marker_heard
from sessionlens.domain.transcript import Utterance

REACH = 15.0
"""Seconds; a coach's turn that ended longer ago is not what a mark is about."""

BETWEEN = " — "
"""Stands between the turns of an exchange in its quote."""

_NOTICED = 0.3  # seconds; nobody presses a key sooner about what has only just begun
_JUDGED = 0.5  # seconds; what has begun is heard for longer before it is marked
_SLOWEST = 6.0  # seconds; nobody takes longer to react to what has ended
_LONGEST = 120.0  # seconds; nothing that began earlier can matter
_TOUCHED = 0.5  # seconds of an utterance that a marker must hold to quote it
_ACKNOWLEDGEMENT = 1.5  # seconds; said meanwhile, nothing shorter is a turn
_MURMURS = frozenset(
    [
        *("mm", "mmm", "mhm", "mm-hm", "mm-hmm", "hm", "hmm", "uh-huh", "huh", "ah", "aha", "oh"),
        *("yes", "yeah", "yep", "ok", "okay", "right", "sure", "ja", "genau", "gut", "klar", "so"),
    ]
)


class Evidence(Struct, frozen=True):
    """From when to when a marker lasts, in seconds, and whose words it quotes."""

    start: float
    end: float
    quote: str
    speaker: str | None = None
    exchange: bool = False

    def on(self, marker: Marker) -> Marker:
        """The marker with these times and this quote."""
        return replace(self.quoted_by(marker), start=Timecode(self.start), end=Timecode(self.end))

    def quoted_by(self, marker: Marker) -> Marker:
        """The marker with this quote at the times that it has."""
        return replace(
            marker,
            quote=self.quote,
            speaker=self.speaker,
            exchange=self.exchange,
            quote_by_hand=False,
        )


def coach_among(speakers: Iterable[str], session: Session) -> str | None:
    """The speaker who is the coach, as far as anything says so; None if nothing does.

    It is the one that the session names as its coach's voice, else the only one called Coach,
    else the only one called like the session's coach ("Anna" and "Anna Berg" are alike).
    """
    names = list(speakers)
    if session.coach_speaker in names:
        return session.coach_speaker
    called = [name for name in names if "coach" in _words(name)]
    if len(called) == 1:
        return called[0]
    alike = [name for name in names if _alike(name, session.coach)]
    if len(alike) == 1:
        return alike[0]
    others = [
        name for name in names if "client" not in _words(name) and not _alike(name, session.client)
    ]
    return others[0] if len(names) == 2 and len(others) == 1 else None


def _alike(name: str, other: str) -> bool:
    first, second = _words(name), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def _words(name: str) -> set[str]:
    return set("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def competency_marker(
    timeline: Timeline, heard: float, reaction_lag: float, marker_id: str, coach: str
) -> Marker:
    """A marker for the coach's last turn, even while the client is answering already.

    `heard` is the playhead, both in seconds. Where the coach has not spoken for a quarter of a
    minute it is a marker for what is heard.
    """
    turn = coach_turn(timeline, heard, reaction_lag, coach)
    if not turn:
        return marker_heard(timeline, heard, reaction_lag, marker_id)
    marker = Marker(id=marker_id, start=Timecode(0))
    return evidence_of([timeline.utterances[i] for i in turn]).on(marker)


def coach_turn(
    timeline: Timeline, heard: float, reaction_lag: float, coach: str
) -> tuple[int, ...]:
    """The utterances, counted from 0, of the coach's last turn; none if it is long ago.

    A turn that has just begun counts only where the one before is too long ago to be reacted to.
    A murmur while the client speaks is no turn.
    """
    utterances = timeline.utterances
    fresh: tuple[int, ...] = ()
    index = timeline.begun_by(heard - _NOTICED)
    while index is not None and index >= 0:
        utterance = utterances[index]
        if utterance.speaker == coach and not is_murmur(timeline, index):
            if utterance.end < heard - (_SLOWEST if fresh else REACH):
                return fresh
            turn = _turn_around(timeline, index)
            begun = utterances[turn[0]].start
            if fresh or utterance.end <= heard or begun <= heard - reaction_lag - _JUDGED:
                return turn
            fresh, index = turn, turn[0]
        if heard - utterance.start > _LONGEST:
            return fresh
        index -= 1
    return fresh


def exchange_around(timeline: Timeline, marker: Marker, coach: str | None) -> Evidence | None:
    """Question and answer: what the marker is about and the turn of somebody else beside it.

    It is the turn that follows; the one before if the marker is about the client's words. None
    where nobody else speaks close by.
    """
    spoken = quoted_utterances(timeline, marker, None)
    if not spoken:
        return None
    utterances = timeline.utterances
    speaker = utterances[spoken[0]].speaker
    if coach is not None and speaker not in (None, coach):
        before = _beside(timeline, spoken[0], -1)
        both = [*before, *spoken]
    else:
        own = [index for index in spoken if utterances[index].speaker == speaker]
        after = _beside(timeline, own[-1], 1)
        both = [*own, *after] if after else []
        if not both and (before := _beside(timeline, own[0], -1)):
            both = [*before, *own]
    if len({utterances[index].speaker for index in both}) < 2:
        return None
    return replace(evidence_of([utterances[index] for index in both]), exchange=True)


def quoted_utterances(timeline: Timeline, marker: Marker, coach: str | None) -> list[int]:
    """The utterances, counted from 0, that a marker's times hold.

    With a `coach`, those of the coach if there are any. A point holds the one that it is in.
    """
    begun = timeline.begun_by(marker.start + 1e-3)
    if marker.end is None:
        return [] if begun is None else [begun]
    utterances = timeline.utterances
    first = begun if begun is not None else 0
    while first > 0 and utterances[first - 1].end > marker.start:
        first -= 1
    held: list[int] = []
    for index in range(first, len(utterances)):
        utterance = utterances[index]
        if utterance.start >= marker.end:
            break
        overlap = min(utterance.end, marker.end) - max(utterance.start, marker.start)
        if overlap > 0 and overlap >= min(_TOUCHED, (utterance.end - utterance.start) / 2):
            held.append(index)
    coachs = [index for index in held if coach is not None and utterances[index].speaker == coach]
    return coachs or held or ([begun] if begun is not None else [])


def quote_at(timeline: Timeline, marker: Marker, coach: str | None) -> Evidence | None:
    """What a marker quotes by its times alone; None where nothing is said."""
    held = quoted_utterances(timeline, marker, None if marker.exchange else coach)
    return evidence_of([timeline.utterances[index] for index in held]) if held else None


def moved(timeline: Timeline, old: Marker, new: Marker, coach: str | None) -> Marker:
    """A marker whose times have changed, with the quote of its new ones.

    A quote that was chosen by hand stays, and so does one that its old times do not explain.
    """
    if new.phase or new.quote_by_hand or not new.quote:
        return new
    before, after = quote_at(timeline, old, coach), quote_at(timeline, new, coach)
    if before is None or after is None or before.quote != old.quote:
        return new
    return after.quoted_by(new)


def evidence_of(utterances: Sequence[Utterance]) -> Evidence:
    """These utterances as evidence, in the order given; several speakers are named in it."""
    start = min(utterance.start for utterance in utterances)
    end = max(utterance.end for utterance in utterances)
    if len({utterance.speaker for utterance in utterances}) == 1:
        text = " ".join(utterance.text for utterance in utterances)
        return Evidence(start, end, text, utterances[0].speaker)
    turns: list[tuple[str, list[str]]] = []
    for utterance in utterances:
        speaker = utterance.speaker or "?"
        if not turns or turns[-1][0] != speaker:
            turns.append((speaker, []))
        turns[-1][1].append(utterance.text)
    text = BETWEEN.join(f"{speaker}: {' '.join(texts)}" for speaker, texts in turns)
    return Evidence(start, end, text, None, exchange=True)


def _turn_around(timeline: Timeline, index: int) -> tuple[int, ...]:
    """The utterances of one turn around this one, within reach of it."""
    middle = timeline.utterances[index]
    turn = [index]
    for step in (-1, 1):
        last = index
        while (beside := _next_of(timeline, last, step)) is not None:
            utterance = timeline.utterances[beside]
            if utterance.start < middle.end - REACH or utterance.end > middle.start + REACH:
                break
            turn.append(beside)
            last = beside
    return tuple(sorted(turn))


def _next_of(timeline: Timeline, index: int, step: int) -> int | None:
    """The next utterance of the same turn: same speaker, no silence and nobody else between."""
    utterances = timeline.utterances
    here, beside = utterances[index], index + step
    while 0 <= beside < len(utterances):
        other = utterances[beside]
        early, late = (other, here) if step < 0 else (here, other)
        if late.start - early.end >= SILENCE:
            return None
        if other.speaker == here.speaker:
            return beside
        if not is_murmur(timeline, beside):
            return None
        beside += step
    return None


def _beside(timeline: Timeline, index: int, step: int) -> list[int]:
    """The turn of somebody else right after (1) or before (-1) an utterance."""
    utterances = timeline.utterances
    beside = index + step
    while 0 <= beside < len(utterances):
        other = utterances[beside]
        if abs(other.start - utterances[index].end) > 2 * REACH:
            return []
        if other.speaker != utterances[index].speaker and not is_murmur(timeline, beside):
            return list(_turn_around(timeline, beside))
        beside += step
    return []


def is_murmur(timeline: Timeline, index: int) -> bool:
    """Whether an utterance, counted from 0, only shows that somebody listens: no turn."""
    utterances = timeline.utterances
    utterance = utterances[index]
    words = [word.strip(".,!…").casefold() for word in utterance.text.split()]
    if utterance.end - utterance.start >= _ACKNOWLEDGEMENT or len(words) > 3:
        return False
    if words and all(word in _MURMURS for word in words):
        return True
    before = utterances[index - 1] if index else None
    meanwhile = before is not None and before.end >= utterance.end
    return meanwhile and before is not None and before.speaker != utterance.speaker
