"""Exact words out of espeak's word groups."""

from typing import NamedTuple

import numpy as np

from speech_synthesis.espeak import SILENCE, Espeak, Phone, Spoken, Voice, WordGroup


class SpokenWord(NamedTuple):
    """One word and its phones, in the time of the utterance that it is part of."""

    word: str
    phones: list[Phone]

    @property
    def start(self) -> float:
        """Seconds at which the first phone begins."""
        return self.phones[0].start

    @property
    def end(self) -> float:
        """Seconds at which the last phone ends."""
        return self.phones[-1].end


Pronunciations = dict[str, list[str]]


def isolated_pronunciations(espeak: Espeak, vocabulary: list[str]) -> Pronunciations:
    """Return the phones that espeak gives each word when it is spoken alone."""
    spoken = ((word, espeak.say(word, Voice("en-us", speed=140))) for word in vocabulary)
    return {
        word: [phone.symbol for phone in utterance.phones if phone.symbol != SILENCE]
        for word, utterance in spoken
        if utterance is not None
    }


def words_in(utterance: Spoken, isolated: Pronunciations) -> list[SpokenWord] | None:
    """Return the words of an utterance in order, or None where a group cannot be divided."""
    words: list[SpokenWord] = []
    for group in utterance.groups:
        divided = _divide(group, isolated)
        if divided is None:
            return None
        words += divided
    return words


def _divide(group: WordGroup, isolated: Pronunciations) -> list[SpokenWord] | None:
    """Cut a group's phones where its words, each as spoken alone, fit best (dynamic programme)."""
    if len(group.words) == 1:
        return [SpokenWord(group.words[0], group.phones)]
    symbols = [phone.symbol for phone in group.phones]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}  # phones used: cost and cuts
    for left, word in zip(reversed(range(len(group.words))), group.words, strict=True):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, cuts) in best.items():
            ends = range(start + 1, len(symbols) - left + 1) if left else [len(symbols)]
            for end in ends:
                total = cost + _distance(symbols[start:end], isolated[word])
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, [*cuts, end])
        best = reached
    if len(symbols) not in best:
        return None
    cuts = best[len(symbols)][1]
    return [
        SpokenWord(word, group.phones[start:end])
        for word, start, end in zip(group.words, cuts, cuts[1:], strict=False)
    ]


def _distance(a: list[str], b: list[str]) -> float:
    """Edit distance of two phone strings; symbols that begin alike ('t', 't#') are near."""
    row = np.arange(len(b) + 1, dtype=float)
    for i, x in enumerate(a, 1):
        above, row[0] = row.copy(), i
        for j, y in enumerate(b, 1):
            swap = 0.0 if x == y else (0.4 if x[0] == y[0] else 1.0)
            row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + swap)
    return float(row[-1])
