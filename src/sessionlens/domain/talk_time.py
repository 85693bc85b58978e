"""Who speaks how long, and where nobody does: described, never scored."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from sessionlens.domain.text import counted
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


class Monologue(Struct, frozen=True):
    """Seconds of one person's speech without a break, and where they begin."""

    start: float
    seconds: float


class Share(Struct, frozen=True):
    """One speaker: seconds of speech, the part of all speech (0 to 1), turns, longest monologue.

    A turn goes on until somebody else takes one; a silence is a break in it. `speaker` is empty
    where nobody knows who it is.
    """

    speaker: str
    seconds: float
    part: float
    turns: int
    longest: Monologue


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
        return max(self.silences, key=lambda silence: silence.seconds, default=None)


def talk_time(transcript: Transcript, shortest: float = SILENCE) -> TalkTime:
    """Measure a transcript; `shortest` is how many seconds make a silence.

    Time in which two people speak counts for both.
    """
    spoken = [utterance for utterance in transcript.utterances if utterance.end > utterance.start]
    by_speaker: dict[str, list[Utterance]] = {}
    for utterance in spoken:
        by_speaker.setdefault(utterance.speaker or "", []).append(utterance)
    seconds = {name: _total(_joined(mine)) for name, mine in by_speaker.items()}
    whole = sum(seconds.values())
    turns = _turns(spoken, shortest)
    shares = [
        Share(
            name,
            round(seconds[name], 3),
            seconds[name] / whole if whole else 0.0,
            len(mine),
            max((_monologue(run) for turn in mine for run in turn), key=lambda run: run.seconds),
        )
        for name in by_speaker
        if (mine := [runs for speaker, runs in turns if speaker == name])
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
    turns = counted(share.turns, "turn", "turns")
    part = "" if alone else f" ({share.part:.0%} of all speech, {turns})"
    longest = f"longest without a break {clock(share.longest.seconds)}"
    return f"{name} {verb} {clock(share.seconds)}{part}; {longest} at {clock(share.longest.start)}"


def _joined(utterances: Iterable[Utterance]) -> list[Stretch]:
    """Where at least one of the utterances is, without overlaps."""
    stretches: list[Stretch] = []
    for utterance in sorted(utterances, key=lambda utterance: utterance.start):
        last = stretches[-1] if stretches else None
        if last and utterance.start <= last.end:
            stretches[-1] = Stretch(last.start, max(last.end, utterance.end))
        else:
            stretches.append(Stretch(utterance.start, utterance.end))
    return stretches


def _turns(
    utterances: Sequence[Utterance], shortest: float
) -> list[tuple[str, list[list[Utterance]]]]:
    """Each turn, in order of their beginning: whose it is, and what is said between its silences.

    An acknowledgement is a turn as well, but it does not end the turn in which it falls.
    """
    turns: list[tuple[str, list[list[Utterance]]]] = []
    floor: int | None = None  # whose turn it is
    spoken_until = broken_at = 0.0
    for utterance in sorted(utterances, key=lambda utterance: utterance.start):
        if utterance.start - spoken_until >= shortest:
            broken_at = utterance.start
        spoken_until = max(spoken_until, utterance.end)
        speaker = utterance.speaker or ""
        if floor is not None and turns[floor][0] == speaker:
            runs = turns[floor][1]
            # The silence may have been broken by somebody else.
            if runs[-1][-1].start < broken_at:
                runs.append([])
            runs[-1].append(utterance)
            continue
        turns.append((speaker, [[utterance]]))
        if floor is None or utterance.end - utterance.start >= _ACKNOWLEDGEMENT:
            floor = len(turns) - 1
    return turns


def _monologue(run: Sequence[Utterance]) -> Monologue:
    return Monologue(run[0].start, _total(_joined(run)))


def _gaps(spoken: Sequence[Stretch], shortest: float) -> list[Stretch]:
    return [
        Stretch(before.end, after.start)
        for before, after in pairwise(spoken)
        if after.start - before.end >= shortest
    ]


def _total(stretches: Iterable[Stretch]) -> float:
    return sum(stretch.seconds for stretch in stretches)
