"""How moments are matched: the solver, a library that is loaded only then, and how far apart."""

from collections.abc import Sequence

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.matching import MOST_TOLERANCE, TOLERANCE, Edge


def assign(rows: int, columns: int, edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """The pairs that are worth the most together; see `domain.matching.Assign`.

    Solved by the `lap` library (LAPMOD, for sparse matrices). Only the edges are held, not a matrix
    of rows times columns. The library assigns every row and column, so each moment has a double of
    its own that stands for being alone; where two moments are paired, their doubles are paired as
    well, at no cost.
    """
    import lap
    import numpy as np

    a, b, gain = (np.array(values, dtype=np.int64) for values in zip(*edges, strict=True))
    row, column = np.arange(rows), np.arange(columns)
    starts = np.concatenate([a, row, rows + b, rows + column])
    ends = np.concatenate([b, columns + row, columns + a, column])
    # Scaled to 1: the library takes anything above 1e6 for infinite.
    cost = np.concatenate(
        [1.0 - gain / gain.max(), np.ones(rows), np.zeros(len(edges)), np.zeros(columns)]
    )
    order = np.lexsort((ends, starts))
    first = np.concatenate([[0], np.cumsum(np.bincount(starts, minlength=rows + columns))])
    _, assigned, _ = lap.lapmod(
        rows + columns, cost[order], first.astype(np.int32), ends[order].astype(np.int32)
    )
    return [(i, int(j)) for i, j in enumerate(assigned[:rows]) if j < columns]


def refuse_tolerance(tolerance: float) -> None:
    """Raise SessionLensError for seconds that no two moments can be apart and be one."""
    if not 0 <= tolerance <= MOST_TOLERANCE:
        raise SessionLensError(
            f"The tolerance of {tolerance:g} s is not between 0 and {MOST_TOLERANCE:g} s",
            f"{TOLERANCE:g}s is usual",
        )
