"""Time that a file gives to several at once, divided among them."""

from collections.abc import Iterator, Sequence


def shares(start: float, end: float, weights: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Start and end (seconds) of each part of the time from `start` to `end`, by its weight.

    Each part begins where the one before ends, and the last ends at `end` exactly.
    """
    total = sum(weights)
    passed: float = 0
    for weight in weights:
        begin = start + (end - start) * passed / total
        passed += weight
        yield begin, start + (end - start) * min(passed / total, 1.0)
