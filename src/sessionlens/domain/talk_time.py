"""Who speaks how long, and where nobody does: described, never scored."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from sessionlens.domain.timecode import clock
from sessionlens.domain.timeline import SILENCE
from sessionlens.domain.transcript import Transcript, Utterance

_ACKNOWLEDGEMENT = 1.5
"""Seconds; a shorter "mhm" of somebody else does not end a monologue."""


class Stretch(Struct, frozen=True):
    """A part of the recording, in seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


class Share(Struct, frozen=True):
    """One speaker: seconds of speech, the part of all speech (0 to 1), turns, longest monologue.

    A turn goes on until somebody else takes one. `speaker` is empty where nobody knows who it is.
    """

    speaker: str
    seconds: float
    part: float
    turns: int
    longest: Stretch


class TalkTime(Struct, frozen=True):
    """All speakers, in order of appearance, and all silences of two seconds or more."""

    shares: tuple[Share, ...] = ()
    silences: tuple[Stretch, ...] = ()

    @property
    def silent(self) -> float:
        """Seconds of silence in all."""
        return sum(silence.seconds for silence in self.silences)

    @property
    def longest_silence(self) -> Stretch | None:
        """The longest of them."""
        return max(self.silences, key=lambda one: one.seconds, default=None)


def talk_time(transcript: Transcript, shortest: float = SILENCE) -> TalkTime:
    """Measure a transcript; `shortest` is how many seconds make a silence.

    Time in which two people speak counts for both.
    """
    spoken = [one for one in transcript.utterances if one.end > one.start]
    by_speaker: dict[str, list[Utterance]] = {}
    for one in spoken:
        by_speaker.setdefault(one.speaker or "", []).append(one)
    seconds = {name: _total(_joined(mine)) for name, mine in by_speaker.items()}
    whole = sum(seconds.values())
    turns = _turns(spoken)
    shares = [
        Share(
            name,
            round(seconds[name], 3),
            seconds[name] / whole if whole else 0.0,
            len(mine),
            max(mine, key=lambda turn: turn.seconds),
        )
        for name in by_speaker
        if (mine := [turn for speaker, turn in turns if speaker == name])
    ]
    return TalkTime(tuple(shares), tuple(_gaps(_joined(spoken), shortest)))


def describe(talk: TalkTime) -> list[str]:
    """The same in sentences."""
    lines = [_sentence(share, alone=len(talk.shares) == 1) for share in talk.shares]
    longest = talk.longest_silence
    if longest is None:
        return [*lines, "No silence of two seconds or more"] if lines else lines
    count = len(talk.silences)
    many = f"{count} silences, {clock(talk.silent)} in all" if count > 1 else "One silence"
    return [*lines, f"{many}; the longest {longest.seconds:.1f} s at {clock(longest.start)}"]


def _sentence(share: Share, *, alone: bool) -> str:
    name = share.speaker or ("Speech" if alone else "Somebody unnamed")
    verb = "takes" if not share.speaker and alone else "speaks"
    part = "" if alone else f" ({share.part:.0%} of all speech, {_counted(share.turns)})"
    longest = f"longest without a break {clock(share.longest.seconds)}"
    return f"{name} {verb} {clock(share.seconds)}{part}; {longest} at {clock(share.longest.start)}"


def _counted(turns: int) -> str:
    return "1 turn" if turns == 1 else f"{turns} turns"


def _joined(utterances: Iterable[Utterance]) -> list[Stretch]:
    """Where at least one of the utterances is, without overlaps."""
    found: list[Stretch] = []
    for one in sorted(utterances, key=lambda one: one.start):
        if found and one.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(Stretch(one.start, one.end))
    return found


def _turns(utterances: Sequence[Utterance]) -> list[tuple[str, Stretch]]:
    """Each turn and whose it is, in order of their beginning.

    An acknowledgement is a turn as well, but it does not end the turn in which it falls.
    """
    found: list[tuple[str, Stretch]] = []
    floor: int | None = None  # whose turn it is
    for one in sorted(utterances, key=lambda one: one.start):
        speaker = one.speaker or ""
        if floor is not None and found[floor][0] == speaker:
            before = found[floor][1]
            found[floor] = (speaker, Stretch(before.start, max(before.end, one.end)))
            continue
        found.append((speaker, Stretch(one.start, one.end)))
        if floor is None or one.end - one.start >= _ACKNOWLEDGEMENT:
            floor = len(found) - 1
    return found


def _gaps(spoken: Sequence[Stretch], shortest: float) -> list[Stretch]:
    return [
        Stretch(before.end, after.start)
        for before, after in pairwise(spoken)
        if after.start - before.end >= shortest
    ]


def _total(stretches: Iterable[Stretch]) -> float:
    return sum(one.seconds for one in stretches)
