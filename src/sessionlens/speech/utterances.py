"""From words to utterances: what a person says in one go, of a length that can be read."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from sessionlens.domain.transcript import Utterance, Word

PAUSE = 0.8
"""Seconds of silence that end an utterance."""

_BREATH = 0.25  # seconds; a gap of this length ends it when somebody else begins to speak in it
_LONGEST = 14.0  # seconds
_MOST = 200  # characters


class SpeakerWords(Struct, frozen=True):
    """The words of one speaker in order; `speaker` is None where nobody knows who it is."""

    speaker: str | None
    words: Sequence[Word]


def utterances_of(lines: list[SpeakerWords]) -> tuple[Utterance, ...]:
    """The utterances of all speakers in order of their start."""
    utterances = [
        utterance
        for index, line in enumerate(lines)
        for utterance in cut(line, starts_of(lines[:index] + lines[index + 1 :]))
    ]
    return tuple(sorted(utterances, key=lambda utterance: (utterance.start, utterance.end)))


def starts_of(lines: Sequence[SpeakerWords]) -> list[float]:
    """When the words of these speakers begin, in order."""
    return sorted(word.start for line in lines for word in line.words)


def cut(line: SpeakerWords, others: Sequence[float]) -> list[Utterance]:
    """Cut one speaker's words into utterances; `others` is when words of the others begin.

    Decides from left to right, and by the words up to the cut and a little beyond it: more words
    at the end change nothing before.
    """
    utterances: list[Utterance] = []
    run: list[Word] = []
    for word in line.words:
        if run and _ends(run[-1], word, others):
            utterances.append(utterance_of(run, line.speaker))
            run = []
        run.append(word)
        if _too_long(run):
            place = _best_cut(run)
            utterances.append(utterance_of(run[:place], line.speaker))
            run = run[place:]
    if run:
        utterances.append(utterance_of(run, line.speaker))
    return utterances


def utterance_of(words: Sequence[Word], speaker: str | None) -> Utterance:
    """These words as one utterance."""
    return Utterance(
        start=words[0].start,
        end=max(word.end for word in words),
        text=" ".join(word.text for word in words),
        speaker=speaker,
        words=tuple(words),
    )


def _ends(last: Word, following: Word, others: Sequence[float]) -> bool:
    gap = following.start - last.end
    if gap >= PAUSE:
        return True
    if gap < _BREATH:
        return False
    index = bisect_left(others, last.end - _BREATH)
    return index < len(others) and others[index] < following.start


def _too_long(run: Sequence[Word]) -> bool:
    if len(run) < 2:
        return False
    characters = sum(len(word.text) + 1 for word in run) - 1
    return run[-1].end - run[0].start > _LONGEST or characters > _MOST


def _best_cut(run: Sequence[Word]) -> int:
    """The widest gap in the second half."""
    first = max(len(run) // 2, 1)
    return max(range(first, len(run)), key=lambda i: (run[i].start - run[i - 1].end, i))
