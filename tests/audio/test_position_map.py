"""Which moment of the recording each played frame is."""

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.audio.assembler import PositionMap

runs = st.lists(
    st.tuples(st.integers(1, 100_000), st.integers(0, 10**9), st.floats(0.1, 9.0)),
    min_size=1,
    max_size=100,
)


@given(runs=runs, share=st.floats(0, 1, exclude_max=True))
def test_every_frame_belongs_to_the_last_run_that_began_before_it(
    runs: list[tuple[int, int, float]], share: float
) -> None:
    positions = PositionMap()
    first = 0
    looked_up = []
    for length, source, step in runs:
        positions.add(first, source, step)
        offset = int(length * share)
        looked_up.append((first + offset, source + offset * step))
        first += length
    for frame, expected in looked_up:
        assert positions.source(frame) == expected


def test_a_run_that_was_never_played_is_replaced() -> None:
    positions = PositionMap()
    positions.add(100, 5000, 1.0)
    positions.add(100, 7000, 2.0)
    assert positions.source(110) == 7020


def test_old_runs_are_forgotten_but_new_ones_stay_exact() -> None:
    positions = PositionMap()
    for run in range(10_000):
        positions.add(run * 10, run * 1000, 1.0)
    assert positions.source(9_999 * 10 + 3) == 9_999 * 1000 + 3
    assert positions.source(9_900 * 10 + 3) == 9_900 * 1000 + 3
