"""Voices that were told apart by how they sound, and the transcript with them as its speakers."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance, Word

_NEAR = 0.5  # seconds; a voice is told by a second of it, so where it changes is a little blurred
_LONGER = 0.1  # seconds that another pause must be longer
_END = 0.3  # seconds that the ends of an utterance count as


class VoiceTurn(Struct, frozen=True, array_like=True):
    """A stretch (seconds) in which one voice is heard; `voice` counts from 0."""

    start: float
    end: float
    voice: int


class GuessSpeakers(Struct, frozen=True):
    """Name the speakers of the transcript by voices that were told apart."""

    turns: tuple[VoiceTurn, ...]

    label = "speakers guessed"

    def apply(self, material: Material) -> Material:
        if material.transcript is None:
            raise SessionLensError("There is no transcript whose speakers could be guessed")
        return material._replace(transcript=with_voices(material.transcript, self.turns))


def open_to_guessing(utterance: Utterance) -> bool:
    """Whether nobody has said who speaks here."""
    return utterance.speaker is None or utterance.guessed


def with_voices(transcript: Transcript, turns: Sequence[VoiceTurn]) -> Transcript:
    """The transcript with the voices of `turns` (in order of time) as its speakers, as a guess.

    An utterance in which the voice changes is divided there, if its words have times. What people
    have said of who speaks stays as it is; a voice that mostly speaks where a name stands already
    gets that name, the others are "Voice 1" and on, by who speaks first.
    """
    if not turns:
        return transcript
    voices = _Voices(turns)
    pieces = [piece for utterance in transcript.utterances for piece in _divided(utterance, voices)]
    names = _names(transcript, pieces, voices)
    utterances = tuple(
        utterance if voice is None else replace(utterance, speaker=names[voice], guessed=True)
        for utterance, voice in pieces
    )
    guessed = any(utterance.guessed for utterance in utterances)
    source = replace(transcript.source, guessed_speakers=guessed)
    return replace(transcript, utterances=utterances, source=source)


_Piece = tuple[Utterance, int | None]
"""An utterance or a part of it, and its voice; None where people have said who speaks."""


class _Voices:
    """Lookups by time."""

    def __init__(self, turns: Sequence[VoiceTurn]) -> None:
        self._turns = turns
        self._starts = [turn.start for turn in turns]

    def shares(self, start: float, end: float) -> dict[int, float]:
        """How long each voice is heard between two times, in seconds."""
        shares: dict[int, float] = defaultdict(float)
        for turn in self._turns[max(bisect_right(self._starts, start) - 1, 0) :]:
            if turn.start >= end:
                break
            if turn.end > start:
                shares[turn.voice] += min(turn.end, end) - max(turn.start, start)
        return shares

    def heard(self, start: float, end: float) -> int:
        """The voice that is heard longest; where none is, the nearest."""
        shares = self.shares(start, end)
        if shares:
            return max(shares, key=shares.__getitem__)
        after = bisect_right(self._starts, start)
        around = self._turns[max(after - 1, 0) : after + 1]
        return min(around, key=lambda turn: max(turn.start - end, start - turn.end)).voice


def _divided(utterance: Utterance, voices: _Voices) -> Iterator[_Piece]:
    if not open_to_guessing(utterance):
        yield utterance, None
        return
    heard = _at_pauses(
        utterance.words, [voices.heard(word.start, word.end) for word in utterance.words]
    )
    runs = [
        (voice, tuple(word for _, word in run))
        for voice, run in groupby(zip(heard, utterance.words, strict=True), lambda pair: pair[0])
    ]
    if len(runs) < 2:
        voice = runs[0][0] if runs else voices.heard(utterance.start, utterance.end)
        yield utterance, voice
        return
    for index, (voice, words) in enumerate(runs):
        start = words[0].start if index else utterance.start
        end = utterance.end if index == len(runs) - 1 else max(word.end for word in words)
        yield _part(utterance, words, start, end), voice


def _at_pauses(words: Sequence[Word], heard: Sequence[int]) -> list[int]:
    """The voices of the words, changing at the longest pause near to where it sounded so.

    The ends of the utterance are pauses, too: there the whole of it has one voice.
    """
    moved = list(heard)
    changes = [place for place in range(1, len(words)) if heard[place] != heard[place - 1]]
    for before, place, after in zip(
        [-1, *changes], changes, [*changes[1:], len(words) + 1], strict=False
    ):
        at = _time(words, place)
        near = [
            other for other in range(before + 1, after) if abs(_time(words, other) - at) <= _NEAR
        ]
        longest = max(_pause(words, other) for other in near)
        best = next(other for other in near if _pause(words, other) == longest)
        if _pause(words, best) - _pause(words, place) >= _LONGER:
            for between in range(min(best, place), max(best, place)):
                moved[between] = heard[place - 1] if best > place else heard[place]
    return moved


def _time(words: Sequence[Word], place: int) -> float:
    """When the pause before a word is; after the last, when that ends."""
    if place in (0, len(words)):
        return words[0].start if place == 0 else words[-1].end
    return (words[place - 1].end + words[place].start) / 2


def _pause(words: Sequence[Word], place: int) -> float:
    if place in (0, len(words)):
        return _END
    return words[place].start - words[place - 1].end


def _part(utterance: Utterance, words: tuple[Word, ...], start: float, end: float) -> Utterance:
    text = " ".join(word.text for word in words)
    return replace(utterance, start=start, end=max(start, end), text=text, words=words)


def _names(transcript: Transcript, pieces: Sequence[_Piece], voices: _Voices) -> dict[int, str]:
    """What each voice is called: where two mostly speak under one name, the longer one gets it."""
    votes: Counter[tuple[int, str]] = Counter()
    for utterance, voice in pieces:
        if utterance.speaker:
            speaking = voices.heard(utterance.start, utterance.end) if voice is None else voice
            votes[speaking, utterance.speaker] += (
                round((utterance.end - utterance.start) * 1000) + 1
            )
    names: dict[int, str] = {}
    for (voice, name), _ in votes.most_common():
        if voice not in names and name not in names.values():
            names[voice] = name
    taken = {*transcript.speakers, *names.values()}
    fresh = (name for number in count(1) if (name := f"Voice {number}") not in taken)
    for _, unnamed in pieces:
        if unnamed is not None and unnamed not in names:
            names[unnamed] = next(fresh)
    return names
