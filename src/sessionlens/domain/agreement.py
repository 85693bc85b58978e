"""Where two reviews of one recording meet and where they part; the numbers come last."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from sessionlens.domain.kappa import Kappa, weighted_kappa
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.matching import Assign, code, match, refuse_crowd
from sessionlens.domain.review import Verdict
from sessionlens.domain.rubric import Rubric

FEWEST_MOMENTS = 4
"""Moments, of both reviews together, below which no F1 is given."""

RATING_ORDER = ("growth", "question", "strength")
"""A question lies between: it is what its reviewer had not decided."""


class Pair(Struct, frozen=True):
    """One moment that both noticed."""

    a: Marker
    b: Marker

    @property
    def seconds(self) -> float:
        """How much later B's is."""
        return (self.b.start.milliseconds - self.a.start.milliseconds) / 1000

    @property
    def same_code(self) -> bool:
        """Both say it is about the same competency or phase."""
        return code(self.a) == code(self.b)

    @property
    def same_rating(self) -> bool:
        """Both rate it alike, or neither does."""
        return self.a.rating == self.b.rating


class MomentCounts(Struct, frozen=True, kw_only=True):
    """How many moments of one code each found, and how many of them are the same moments.

    `f1` is the harmonic mean of both shares, 2 x both / (a + b); None where there are too few.
    """

    id: str
    title: str
    a: int
    b: int
    both: int

    @property
    def f1(self) -> float | None:
        """0 to 1."""
        total = self.a + self.b
        return 2 * self.both / total if total >= FEWEST_MOMENTS else None


class VerdictPair(Struct, frozen=True):
    """The two verdicts on one competency: steps of the scale, empty where there is none."""

    competency: str
    title: str
    a: str
    b: str


class Agreement(Struct, frozen=True, kw_only=True):
    """Two reviews, A and B, matched moment by moment; everything is in time order.

    `competencies` are those of the rubric, then codes that it lacks; `verdicts` those that at
    least one of the two has given a value. `private` markers were left out of both.
    """

    tolerance: float
    both: tuple[Pair, ...]
    only_a: tuple[Marker, ...]
    only_b: tuple[Marker, ...]
    competencies: tuple[MomentCounts, ...]
    moments: MomentCounts
    ratings: Kappa
    verdicts: tuple[VerdictPair, ...]
    verdict_kappa: Kappa
    private: int = 0

    @property
    def rating_differences(self) -> tuple[Pair, ...]:
        """Moments that both noticed and rate differently."""
        return tuple(pair for pair in self.both if not pair.same_rating)

    @property
    def verdict_differences(self) -> tuple[VerdictPair, ...]:
        """Competencies on which both gave a verdict, and not the same."""
        return tuple(pair for pair in self.verdicts if pair.a and pair.b and pair.a != pair.b)


class Side(Struct, frozen=True):
    """What is compared of one review or feedback file.

    Markers whose ids are in `early` were made before the recording began: they find no counterpart.
    """

    markers: tuple[Marker, ...]
    verdicts: tuple[Verdict, ...] = ()
    early: frozenset[str] = frozenset()

    def timed(self, markers: Sequence[Marker]) -> list[int]:
        """The indices of those that may find one."""
        return [number for number, marker in enumerate(markers) if marker.id not in self.early]


def compare(a: Side, b: Side, rubric: Rubric, assign: Assign, tolerance: float) -> Agreement:
    """Match the moments of two reviews within `tolerance` seconds, and count.

    Raises SessionLensError where too many lie within that of each other.
    """
    ours, theirs = _shown(a.markers), _shown(b.markers)
    own, other = a.timed(ours), b.timed(theirs)
    timed = [ours[i] for i in own], [theirs[j] for j in other]
    refuse_crowd(timed, tolerance)
    pairs = [(own[i], other[j]) for i, j in match(*timed, tolerance, assign)]
    both = tuple(Pair(ours[i], theirs[j]) for i, j in pairs)
    matched_a, matched_b = {i for i, _ in pairs}, {j for _, j in pairs}
    verdicts = _verdicts(a.verdicts, b.verdicts, rubric)
    scale = [step.id for step in rubric.scale]
    return Agreement(
        tolerance=tolerance,
        both=both,
        only_a=tuple(marker for i, marker in enumerate(ours) if i not in matched_a),
        only_b=tuple(marker for j, marker in enumerate(theirs) if j not in matched_b),
        competencies=_by_code(ours, theirs, both, rubric),
        moments=MomentCounts(
            id="", title="All moments", a=len(ours), b=len(theirs), both=len(both)
        ),
        ratings=weighted_kappa(
            [(p.a.rating, p.b.rating) for p in both if p.a.rating and p.b.rating], RATING_ORDER
        ),
        verdicts=verdicts,
        verdict_kappa=weighted_kappa(
            [(pair.a, pair.b) for pair in verdicts if pair.a in scale and pair.b in scale], scale
        ),
        private=len(a.markers) + len(b.markers) - len(ours) - len(theirs),
    )


def _shown(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    return in_time_order(tuple(marker for marker in markers if not marker.private))


def _by_code(
    a: Iterable[Marker], b: Iterable[Marker], both: Iterable[Pair], rubric: Rubric
) -> tuple[MomentCounts, ...]:
    in_a, in_b = Counter(map(code, a)), Counter(map(code, b))
    in_both = Counter(code(pair.a) for pair in both if pair.same_code)
    titles = {entry.id: entry.title for entry in rubric.codes}
    unlisted = sorted({code_id for code_id in (*in_a, *in_b) if code_id} - titles.keys())
    listed = [competency.id for competency in rubric.competencies]
    listed += [phase.id for phase in rubric.phases if in_a[phase.id] or in_b[phase.id]]
    return tuple(
        MomentCounts(
            id=code_id,
            title=titles.get(code_id, code_id),
            a=in_a[code_id],
            b=in_b[code_id],
            both=in_both[code_id],
        )
        for code_id in (*listed, *unlisted)
    )


def _verdicts(
    a: Sequence[Verdict], b: Sequence[Verdict], rubric: Rubric
) -> tuple[VerdictPair, ...]:
    values_a = {verdict.competency: verdict.value for verdict in a if verdict.value}
    values_b = {verdict.competency: verdict.value for verdict in b if verdict.value}
    titles = {competency.id: competency.title for competency in rubric.competencies}
    unlisted = sorted((values_a.keys() | values_b.keys()) - titles.keys())
    return tuple(
        VerdictPair(
            competency_id,
            titles.get(competency_id, competency_id),
            values_a.get(competency_id, ""),
            values_b.get(competency_id, ""),
        )
        for competency_id in (*titles, *unlisted)
        if competency_id in values_a or competency_id in values_b
    )
