"""The lexicon: how espeak really pronounced every word, and how often."""

from collections import Counter, defaultdict
from typing import NamedTuple

from speech_synthesis.espeak import Spoken
from speech_synthesis.words import Pronunciations, words_in

_MOST, _RAREST = 4, 0.03


class Pronunciation(NamedTuple):
    """Phones of a word; `weight` is the frequency relative to the word's most frequent one."""

    phones: tuple[str, ...]
    weight: float


Lexicon = dict[str, list[Pronunciation]]


def build_lexicon(
    utterances: list[Spoken], vocabulary: list[str], isolated: Pronunciations
) -> Lexicon:
    """Return up to four pronunciations of every word, most frequent first; the rare are dropped."""
    seen: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for utterance in utterances:
        for word in words_in(utterance, isolated) or []:
            seen[word.word][tuple(phone.symbol for phone in word.phones)] += 1
    return {
        word: _frequent(seen[word] or Counter({tuple(isolated[word]): 1})) for word in vocabulary
    }


def _frequent(counts: Counter[tuple[str, ...]]) -> list[Pronunciation]:
    common = counts.most_common(_MOST)
    top = common[0][1]
    return [Pronunciation(phones, n / top) for phones, n in common if n >= _RAREST * top]
