"""The assignment problem, solved by the `lap` library (Jonker and Volgenant's algorithm)."""

from collections.abc import Sequence

from sessionlens.domain.matching import Edge


def assign(rows: int, columns: int, edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """The pairs that are worth the most together; see `domain.matching.Assign`.

    The matrix is dense, rows times columns: fit for what hangs together within a few seconds.
    """
    import lap
    import numpy as np

    # Scaled to 1: the library takes anything above 1e6 for infinite.
    largest = max(edge.gain for edge in edges)
    gains = np.zeros((rows, columns))
    for edge in edges:
        gains[edge.a, edge.b] = edge.gain / largest
    _, chosen, _ = lap.lapjv(1.0 - gains, extend_cost=True)
    pairs = ((row, int(column)) for row, column in enumerate(chosen) if column >= 0)
    return [(row, column) for row, column in pairs if gains[row, column] > 0]
