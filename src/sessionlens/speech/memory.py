"""How much memory is free, and how many recognisers of a model fit into it."""

import re
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)
_LOADED = 3
"""Times its size on disk that a loaded model takes with its first recogniser.

Measured with a model of 264 MB whose graph is composed while it is searched: 2.7.
"""


def available() -> int | None:
    """Bytes that can be had without swapping; None where the system does not say."""
    try:
        match = _AVAILABLE.search(_MEMINFO.read_text("ascii"))
    except (OSError, UnicodeError):
        return None
    return int(match[1]) * 1024 if match else None


def recognisers_for(size: int, most: int) -> int:
    """How many recognisers of a model of `size` bytes can work at once, `most` of them at most.

    Each one more keeps a part of the graph of its own: up to two thirds of the size were measured,
    and the whole is reckoned with. One always may try.
    """
    free = available()
    if free is None or size <= 0:
        return most
    more = (free - _LOADED * size) // size
    return max(1, min(most, 1 + more))
