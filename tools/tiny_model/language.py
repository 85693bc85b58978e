"""The language model: bigrams with absolute discounting and back-off (Ney, Essen, Kneser 1994)."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import NamedTuple

START, END = "<s>", "</s>"
_DISCOUNT = 0.6


class Bigrams(NamedTuple):
    """Probabilities. Every word keeps a unigram; histories that never occurred have no bigrams."""

    unigram: dict[str, float]
    bigram: dict[str, dict[str, float]]
    backoff: dict[str, float]


def count_bigrams(sentences: list[list[str]], vocabulary: list[str]) -> Bigrams:
    """Estimate the model; START and END stand around each sentence."""
    unigrams: Counter[str] = Counter()
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        sequence = [START, *sentence, END]
        for history, word in pairwise(sequence):
            unigrams[word] += 1
            pairs[history][word] += 1
    total = unigrams.total() + 0.5 * (len(vocabulary) + 1)
    unigram = {word: (unigrams[word] + 0.5) / total for word in [*vocabulary, END]}
    bigram, backoff = {}, {}
    for history, counts in pairs.items():
        seen = counts.total()
        bigram[history] = {word: (n - _DISCOUNT) / seen for word, n in counts.items()}
        rest = 1.0 - sum(bigram[history].values())
        unseen = 1.0 - sum(unigram[word] for word in counts)
        backoff[history] = rest / max(1e-6, unseen)
    return Bigrams(unigram, bigram, backoff)
