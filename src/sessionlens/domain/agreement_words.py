"""What the figures of a comparison mean, in words for people who never read statistics."""

from sessionlens.domain.agreement import FEWEST_MOMENTS, Agreement, Found
from sessionlens.domain.kappa import Kappa

_FEW = 30  # cases below which a figure hardly stands by itself


def explained(agreement: Agreement) -> list[str]:
    """A paragraph for each figure, with its number of cases; or why there is none."""
    return [
        _moments(agreement.moments, agreement.tolerance),
        f"Ratings: {_kappa(agreement.ratings, 'moments that both rated', 'are rated alike')}",
        f"Verdicts: {_kappa(agreement.verdict_kappa, 'competencies that both judged', 'agree')}",
    ]


def share(value: float | None) -> str:
    """A figure from 0 to 1 with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def _moments(found: Found, tolerance: float) -> str:
    total = found.a + found.b
    if found.f1 is None:
        return (
            f"Moments: {total} {'is' if total == 1 else 'are'} too few for a figure,"
            f" {FEWEST_MOMENTS} are needed"
        )
    return (
        f"Moments: F1 is {share(found.f1)} from {total} markers. It is the share of all markers"
        f" that found their counterpart within {tolerance:g} s: 1 when each saw what the other saw,"
        " 0 when nothing was seen by both. It says nothing about who saw better"
    )


def _kappa(kappa: Kappa, cases: str, alike: str) -> str:
    if not kappa.cases:
        return f"no kappa, because there are no {cases}"
    same = f"of {kappa.cases} {cases}, {kappa.same} {alike}"
    if kappa.value is None:
        return f"{same}. No kappa: {kappa.missing}"
    few = ". With so few cases it is a reason to talk, not a grade" if kappa.cases < _FEW else ""
    return (
        f"{same}. Weighted kappa is {share(kappa.value)}: 1 is full agreement, 0 is what chance"
        f" alone would give, and a step further apart counts for more{few}"
    )
