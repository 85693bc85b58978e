"""Moments of two reviews are matched one to one, the best way there is."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import marker

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.matching import MOST_PAIRS, match, refuse_crowd
from sessionlens.library.assigning import assign

Value = tuple[int, int, int]


def value(a: list[Marker], b: list[Marker], pairs: list[tuple[int, int]]) -> Value:
    """What a matching is worth: pairs of one code, then pairs, then little time between."""
    same = sum(a[i].competency == b[j].competency for i, j in pairs)
    apart = sum(abs(a[i].start.milliseconds - b[j].start.milliseconds) for i, j in pairs)
    return same, len(pairs), -apart


def best(a: list[Marker], b: list[Marker], reach: int) -> Value:
    """By trying every matching there is."""
    highest = (0, 0, 0)
    for size in range(1, min(len(a), len(b)) + 1):
        for left in combinations(range(len(a)), size):
            for right in permutations(range(len(b)), size):
                pairs = list(zip(left, right, strict=True))
                if all(
                    abs(a[i].start.milliseconds - b[j].start.milliseconds) <= reach
                    for i, j in pairs
                ):
                    highest = max(highest, value(a, b, pairs))
    return highest


moments = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["listens", "asks", None])), max_size=5
).map(
    lambda drawn: [
        marker(number, start=at / 10, competency=code) for number, (at, code) in enumerate(drawn)
    ]
)


@given(moments, moments, st.integers(0, 30))
def test_no_other_matching_is_better(a: list[Marker], b: list[Marker], tenths: int) -> None:
    pairs = match(a, b, tenths / 10, assign)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for i, j in pairs:
        assert abs(a[i].start.milliseconds - b[j].start.milliseconds) <= tenths * 100
    assert value(a, b, pairs) == best(a, b, tenths * 100)


def test_times_that_fall_into_different_bins_are_the_same_moments() -> None:
    a = [marker(i, start=at) for i, at in enumerate((155.105, 169.855, 264.855))]
    b = [marker(i, start=at) for i, at in enumerate((156.405, 170.852, 264.606))]
    assert match(a, b, 2.0, assign) == [(0, 0), (1, 1), (2, 2)]
    assert match(a, b, 1.0, assign) == [(1, 1), (2, 2)]


@pytest.mark.parametrize("apart", [2.0, 2.001])
def test_the_tolerance_belongs_to_it(apart: float) -> None:
    pairs = match([marker(1, start=10.0)], [marker(1, start=10.0 + apart)], 2.0, assign)
    assert bool(pairs) == (apart == 2.0)


def test_a_moment_of_the_same_competency_wins_over_a_nearer_one() -> None:
    a = [marker(1, start=10.0, competency="asks")]
    b = [
        marker(1, start=10.1, competency="listens"),
        marker(2, start=11.9, competency="asks"),
    ]
    assert match(a, b, 2.0, assign) == [(0, 1)]


def test_a_phase_is_no_counterpart_of_a_competency() -> None:
    goal = marker(1, start=10.0, phase="goal")
    assert match([goal], [marker(1, start=10.0, competency="asks")], 2.0, assign) == []
    assert match([goal], [marker(1, start=10.5, phase="goal")], 2.0, assign) == [(0, 0)]


def test_a_long_chain_is_matched_exactly() -> None:
    # Each is within reach of its neighbours: one problem of 600 by 600, its answer known.
    a = [marker(i, start=i * 1.0, competency=f"c{i}") for i in range(600)]
    b = [marker(i, start=i * 1.0 + 1.5, competency=f"c{i}") for i in range(600)]
    assert match(a, b, 2.0, assign) == [(i, i) for i in range(600)]


def test_only_so_many_moments_are_matched_as_can_be_in_seconds() -> None:
    apart = [[marker(n, start=n * 2.001) for n in range(1500)] for _ in range(2)]
    refuse_crowd(apart, 2.0)  # each has one counterpart
    size = int(MOST_PAIRS**0.5) + 1
    crowd = [[marker(n, start=n / 1000) for n in range(size)] for _ in range(2)]
    with pytest.raises(SessionLensError, match=r"2,\d{3},\d{3} pairs of moments lie within 60 s"):
        refuse_crowd(crowd, 60.0)
    refuse_crowd(crowd, 0.5)
    refuse_crowd([[*crowd[0], *crowd[1]]], 60.0)  # nobody's own moments are matched
