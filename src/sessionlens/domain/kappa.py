"""How far two raters agree beyond chance, on steps that have an order."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from sessionlens.domain.text import counted

LEAST = 8
"""Cases below which no kappa is given: with fewer, one of them more or less turns it round."""


class Kappa(Struct, frozen=True, kw_only=True):
    """Weighted kappa with the number of cases, and of those that are the same.

    `value` is 1 for full agreement and 0 for what chance alone would give; None, with the reason
    in `missing`, where it cannot be told.
    """

    cases: int
    same: int
    value: float | None = None
    missing: str = ""


def weighted_kappa(pairs: Sequence[tuple[str, str]], scale: Sequence[str]) -> Kappa:
    """Cohen's kappa with linear weights (Psychological Bulletin 70, 1968) of two raters.

    `scale` orders the values from one end to the other; all values are on it.
    """
    cases, same = len(pairs), sum(a == b for a, b in pairs)
    if cases < LEAST:
        missing = f"{counted(cases, 'case is', 'cases are')} too few, {LEAST} are needed"
        return Kappa(cases=cases, same=same, missing=missing)
    place = {value: index for index, value in enumerate(scale)}
    first = Counter(place[a] for a, _ in pairs)
    second = Counter(place[b] for _, b in pairs)
    apart = sum(abs(place[a] - place[b]) for a, b in pairs) * cases
    by_chance = sum(abs(i - j) * n * m for i, n in first.items() for j, m in second.items())
    if not by_chance:
        missing = "both gave one and the same value throughout, so there is nothing to compare"
        return Kappa(cases=cases, same=same, missing=missing)
    return Kappa(cases=cases, same=same, value=1 - apart / by_chance)
