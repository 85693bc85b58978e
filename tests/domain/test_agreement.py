"""Two reviews side by side: lists first, and figures only where there is enough to count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import RUBRIC, marker

from sessionlens.domain.agreement import Agreement, Side, compare
from sessionlens.domain.agreement_words import explained
from sessionlens.domain.kappa import LEAST, weighted_kappa
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Verdict
from sessionlens.library.assigning import assign


def compared(a: list[Marker], b: list[Marker], tolerance: float = 2.0) -> Agreement:
    return compare(Side(tuple(a)), Side(tuple(b)), RUBRIC, assign, tolerance)


def test_what_both_one_and_the_other_found() -> None:
    a = [marker(1, start=10), marker(2, start=30), marker(3, start=50)]
    b = [marker(1, start=11), marker(2, start=70)]
    agreement = compared(a, b)
    assert [(pair.a.id, pair.b.id, pair.seconds) for pair in agreement.both] == [("m1", "m1", 1.0)]
    assert [one.id for one in agreement.only_a] == ["m2", "m3"]
    assert [one.id for one in agreement.only_b] == ["m2"]
    assert agreement.moments.f1 == pytest.approx(2 / 5)


def test_the_fixture_needs_no_bins() -> None:
    a = [marker(i, start=at) for i, at in enumerate((155.105, 169.855, 264.855))]
    b = [marker(i, start=at) for i, at in enumerate((156.405, 170.852, 264.606))]
    agreement = compared(a, b)
    assert len(agreement.both) == 3
    assert not agreement.only_a
    assert not agreement.only_b
    assert agreement.moments.f1 == 1.0


def test_f1_of_a_competency_counts_moments_that_both_call_so() -> None:
    a = [marker(1, start=10, competency="asks"), marker(2, start=20, competency="asks")]
    b = [
        marker(1, start=10, competency="asks"),
        marker(2, start=20, competency="listens"),
        marker(3, start=30, competency="asks"),
    ]
    competencies = {one.id: one for one in compared(a, b).competencies}
    assert (competencies["asks"].both, competencies["asks"].a, competencies["asks"].b) == (1, 2, 2)
    assert competencies["asks"].f1 == 0.5
    assert competencies["listens"].f1 is None  # one marker is too few for a figure


def test_private_notes_are_not_compared() -> None:
    agreement = compared([marker(1, start=10, private=True)], [marker(1, start=10)])
    assert not agreement.both
    assert not agreement.only_a
    assert agreement.private == 1


def test_rating_differences_are_of_moments_that_both_noticed() -> None:
    a = [marker(1, start=10, rating="strength"), marker(2, start=20, rating="growth")]
    b = [marker(1, start=10, rating="growth"), marker(2, start=20, rating="growth")]
    agreement = compared(a, b)
    assert [pair.a.id for pair in agreement.rating_differences] == ["m1"]
    ratings = agreement.ratings
    assert (ratings.cases, ratings.same, ratings.value) == (2, 1, None)


def test_verdicts_of_one_only_are_shown_but_are_no_difference() -> None:
    a = Side((), (Verdict(competency="asks", value="observed"),))
    b = Side(
        (),
        (
            Verdict(competency="listens", value="observed"),
            Verdict(competency="asks", value="not-observed"),
        ),
    )
    agreement = compare(a, b, RUBRIC, assign, 2.0)
    assert [(one.competency, one.a, one.b) for one in agreement.verdicts] == [
        ("listens", "", "observed"),
        ("asks", "observed", "not-observed"),
    ]
    assert [one.competency for one in agreement.verdict_differences] == ["asks"]


def test_a_competency_that_the_rubric_lacks_is_still_counted() -> None:
    agreement = compared([marker(1, competency="gone")], [marker(1, competency="gone")])
    assert [(one.id, one.both) for one in agreement.competencies if one.both] == [("gone", 1)]


SCALE = ("low", "middle", "high")
PAIRS = st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), max_size=40)


def kappa_by_matrix(pairs: list[tuple[str, str]]) -> float | None:
    """The definition, cell by cell: 1 - observed / expected weighted disagreement."""
    size, total = len(SCALE), len(pairs)
    observed = expected = 0.0
    for i, first in enumerate(SCALE):
        for j, second in enumerate(SCALE):
            weight = abs(i - j) / (size - 1)
            rows = sum(a == first for a, _ in pairs) / total
            columns = sum(b == second for _, b in pairs) / total
            observed += weight * pairs.count((first, second)) / total
            expected += weight * rows * columns
    return 1 - observed / expected if expected else None


@given(PAIRS)
def test_kappa_is_cohens_and_absent_where_it_says_nothing(pairs: list[tuple[str, str]]) -> None:
    kappa = weighted_kappa(pairs, SCALE)
    assert kappa.cases == len(pairs)
    expected = kappa_by_matrix(pairs) if len(pairs) >= LEAST else None
    assert kappa.value == (None if expected is None else pytest.approx(expected))
    assert bool(kappa.missing) == (kappa.value is None)


def test_full_agreement_is_1_and_a_step_further_apart_counts_for_more() -> None:
    same = [(step, step) for step in ("low", "middle", "high")] * 3
    assert weighted_kappa(same, SCALE).value == 1
    near = weighted_kappa([*same, ("low", "middle")], SCALE).value
    far = weighted_kappa([*same, ("low", "high")], SCALE).value
    assert near is not None
    assert far is not None
    assert far < near < 1


def test_the_words_say_how_many_cases_there_are_and_why_a_figure_is_missing() -> None:
    text = " ".join(explained(compared([marker(1)], [marker(1)])))
    assert "2 are too few for a figure, 4 are needed" in text
    assert "no kappa, because there are no moments that both rated" in text
    a = [marker(i, start=i * 10, rating="growth") for i in range(9)]
    b = [marker(i, start=i * 10, rating="strength" if i else "growth") for i in range(9)]
    text = " ".join(explained(compared(a, b)))
    assert "F1 is 1.00 from 18 markers" in text
    assert "of 9 moments that both rated, 1 is rated alike. Weighted kappa is" in text
    assert "not a grade" in text
