"""Which moments of two reviews are the same: one to one, by time, the best there is as a whole.

Of all matchings within the tolerance it is the one with the most pairs of the same code, then
with the most pairs, then with the least time between them. Moments are never put into bins: two
that are a tenth of a second apart would then differ whenever a bin's edge lies between them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker

TOLERANCE = 2.0
"""Seconds that two moments may be apart and still be the same one, unless told otherwise."""

MOST_TOLERANCE = 60.0
"""Seconds beyond which any two moments would be one."""

MOST_PAIRS = 2_000_000
"""Pairs of two people's moments within the tolerance that are matched in seconds, not minutes."""


class Edge(NamedTuple):
    """Two moments that may be paired, by index, and what that is worth: a positive whole number."""

    a: int
    b: int
    gain: int


Assign = Callable[[int, int, Sequence[Edge]], list[tuple[int, int]]]
"""Solves the assignment problem: from the numbers of moments in A and in B and the edges between
them to the pairs, each moment in one at most, that are worth the most together."""


def match(
    a: Sequence[Marker], b: Sequence[Marker], tolerance: float, assign: Assign
) -> list[tuple[int, int]]:
    """Pairs of indices into `a` and `b`, in the order of `a`; `tolerance` in seconds, inclusive.

    Phases are matched with phases only: they say where one is, not what was noticed. What does
    not lie within reach of each other is solved apart.
    """
    reach = round(tolerance * 1000)
    pairs: list[tuple[int, int]] = []
    for ours, theirs, possible in _components(near(a, b, reach), len(a)):
        if len(possible) == 1:
            pairs.append((possible[0][0], possible[0][1]))
            continue
        edges = _weighed(a, b, possible, ours, theirs, reach)
        pairs += [(ours[i], theirs[j]) for i, j in assign(len(ours), len(theirs), edges)]
    return sorted(pairs)


def refuse_crowd(markers: Sequence[Sequence[Marker]], tolerance: float) -> None:
    """Raise SessionLensError where too many pairs of these people's moments may be the same one.

    `tolerance` is seconds.
    """
    own = [sorted(marker.start.milliseconds for marker in made) for made in markers]
    everybodys = sorted(start for starts in own for start in starts)
    reach = round(tolerance * 1000)
    pairs = _within(everybodys, reach) - sum(_within(starts, reach) for starts in own)
    if pairs > MOST_PAIRS:
        raise SessionLensError(
            f"{pairs:,} pairs of moments lie within {tolerance:g} s of each other: these are too"
            f" many to be told apart, {MOST_PAIRS:,} are the most",
            "Take a smaller tolerance, or fewer reviews",
        )


def _within(starts: Sequence[int], reach: int) -> int:
    """How many pairs of these, in order of time, lie within reach of each other."""
    later = (bisect_right(starts, start + reach) for start in starts)
    return sum(end - number for number, end in enumerate(later, 1))


def near(a: Sequence[Marker], b: Sequence[Marker], reach: int) -> Iterator[tuple[int, int]]:
    """Indices of all moments that lie within reach (milliseconds) of each other.

    A phase is near to phases only.
    """
    order = sorted(range(len(b)), key=lambda j: b[j].start)
    starts = [b[j].start.milliseconds for j in order]
    for i, marker in enumerate(a):
        at = marker.start.milliseconds
        for k in range(bisect_left(starts, at - reach), len(order)):
            if starts[k] > at + reach:
                break
            if (marker.phase is None) == (b[order[k]].phase is None):
                yield i, order[k]


def _components(
    near_pairs: Iterator[tuple[int, int]], size: int
) -> Iterator[tuple[list[int], list[int], list[tuple[int, int]]]]:
    """Moments of A and of B that hang together, and the pairs possible among them."""
    pairs = list(near_pairs)
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = node = parent[above]
        return node

    for i, j in pairs:
        parent[root(i)] = root(size + j)
    groups: dict[int, list[tuple[int, int]]] = {}
    for i, j in pairs:
        groups.setdefault(root(i), []).append((i, j))
    for group in groups.values():
        yield sorted({i for i, _ in group}), sorted({j for _, j in group}), group


def _weighed(
    a: Sequence[Marker],
    b: Sequence[Marker],
    possible: list[tuple[int, int]],
    ours: list[int],
    theirs: list[int],
    reach: int,
) -> list[Edge]:
    """The edges within a component; any pair outweighs all distances, a same code all pairs."""
    most = min(len(ours), len(theirs))
    pair = most * reach + 1
    same = most * pair + 1
    row, column = {i: n for n, i in enumerate(ours)}, {j: n for n, j in enumerate(theirs)}
    return [
        Edge(
            row[i],
            column[j],
            pair
            - abs(a[i].start.milliseconds - b[j].start.milliseconds)
            + same * (code(a[i]) == code(b[j])),
        )
        for i, j in possible
    ]


def code(marker: Marker) -> str | None:
    """What a marker says the moment is about: its competency or phase; None for a comment."""
    return marker.competency or marker.phase
