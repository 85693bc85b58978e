"""Puts the words of neighbouring pieces together again, each word once."""

from collections.abc import Sequence
from itertools import pairwise

from sessionlens.domain.transcript import Word
from sessionlens.speech.record import Record

SAME = 0.3
"""Seconds by which two hearings of one word may differ."""


def join(records: Sequence[Record], rate: int) -> list[Word]:
    """The words of one voice's records, which are in order; times are seconds.

    Where two neighbours heard the same stretch, they are joined at a word that both heard, else
    at the cut: there a word belongs to the piece in which its middle lies.
    """
    if not records:
        return []
    kept = [list(record.words) for record in records]
    for index, (earlier, later) in enumerate(pairwise(records)):
        touching = earlier.end == later.start
        overlap = max(earlier.heard_end, earlier.end) > min(later.heard_start, later.start)
        if touching and overlap:
            kept[index], kept[index + 1] = _joined(
                kept[index], kept[index + 1], earlier, later, rate
            )
        else:
            kept[index] = [
                word for word in kept[index] if _middle(word) <= earlier.heard_end / rate
            ]
    first, last = records[0], records[-1]
    kept[0] = [word for word in kept[0] if _middle(word) >= first.start / rate]
    kept[-1] = [word for word in kept[-1] if _middle(word) < last.end / rate]
    return [word for words in kept for word in words]


def _joined(
    before: list[Word], after: list[Word], earlier: Record, later: Record, rate: int
) -> tuple[list[Word], list[Word]]:
    cut = earlier.end / rate
    low, high = later.heard_start / rate, earlier.heard_end / rate
    pairs = [
        (i, j)
        for i, word in enumerate(before)
        if word.end > low
        for j, twin in enumerate(after)
        if twin.start < high and _alike(word, twin)
    ]
    if pairs:
        # The word nearest to the cut has the most sound around it in both hearings.
        i, j = min(pairs, key=lambda pair: abs(_middle(before[pair[0]]) - cut))
        return before[: i + 1], after[j + 1 :]
    before = [word for word in before if _middle(word) < cut]
    reached = before[-1].end if before else 0.0
    after = [word for word in after if _middle(word) >= max(cut, reached)]
    return before, after


def _alike(word: Word, twin: Word) -> bool:
    """Whether two hearings are of one word, whatever stands around it and how it begins."""
    same = word.text == twin.text or _plain(word.text) == _plain(twin.text) != ""
    return same and abs(word.start - twin.start) <= SAME


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2
