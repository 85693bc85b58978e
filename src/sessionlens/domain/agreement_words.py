"""What the figures of a comparison mean, in words for people who never read statistics."""

from sessionlens.domain.agreement import FEWEST_MOMENTS, Agreement, MomentCounts
from sessionlens.domain.kappa import Kappa
from sessionlens.domain.text import counted

_MOMENTS = ("moment that both rated", "moments that both rated")
_ALIKE = ("is rated alike", "are rated alike")
_COMPETENCIES = ("competency that both judged", "competencies that both judged")
_AGREE = ("agrees", "agree")
_FEW = 30  # cases below which a figure hardly stands by itself


def explained(agreement: Agreement) -> list[str]:
    """A paragraph for each figure, with its number of cases; or why there is none."""
    return [
        _moments(agreement.moments, agreement.tolerance),
        f"Ratings: {_kappa(agreement.ratings, _MOMENTS, _ALIKE)}",
        f"Verdicts: {_kappa(agreement.verdict_kappa, _COMPETENCIES, _AGREE)}",
    ]


def share(value: float | None) -> str:
    """A figure from 0 to 1 with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def _moments(counts: MomentCounts, tolerance: float) -> str:
    total = counts.a + counts.b
    if counts.f1 is None:
        return (
            f"Moments: {counted(total, 'is', 'are')} too few for a figure,"
            f" {FEWEST_MOMENTS} are needed"
        )
    return (
        f"Moments: F1 is {share(counts.f1)} from {total} markers. It is the share of all markers"
        f" that found their counterpart within {tolerance:g} s: 1 when each saw what the other saw,"
        " 0 when nothing was seen by both. It says nothing about who saw better"
    )


def _kappa(kappa: Kappa, cases: tuple[str, str], alike: tuple[str, str]) -> str:
    if not kappa.cases:
        return f"no kappa, because there are no {cases[1]}"
    same = f"of {counted(kappa.cases, *cases)}, {counted(kappa.same, *alike)}"
    if kappa.value is None:
        return f"{same}. No kappa: {kappa.missing}"
    few = ". With so few cases it is a reason to talk, not a grade" if kappa.cases < _FEW else ""
    return (
        f"{same}. Weighted kappa is {share(kappa.value)}: 1 is full agreement, 0 is what chance"
        f" alone would give, and a step further apart counts for more{few}"
    )
