"""How much of the processor our work takes, and how far it leaves it to a player beside it."""

import os
import sys

GENTLE = 10  # as `nice` counts, of 19


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def niceness(*, gentle: bool) -> int:
    """What `give_way` is to add for work that is `gentle` to what plays beside it, or is not."""
    return GENTLE if gentle else 0


def give_way(by: int) -> None:
    """Add to the niceness of this process; on Linux of this thread and those it will start.

    The system adds up to 19, and no more, so that nothing is refused.
    """
    if by and hasattr(os, "nice"):
        os.nice(by)
