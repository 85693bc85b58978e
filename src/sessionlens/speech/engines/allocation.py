"""How the C library gives memory to recognisers that work side by side in one process."""

import ctypes
import sys
from contextlib import suppress

# Of mallopt(3), in glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_KEPT = 1 << 30  # bytes that are free and not given back
_GROWS_BY = 64 << 20  # bytes
_LARGE = 32 << 20  # bytes, from which on a piece is given back at once


def keep_memory() -> None:
    """Have what is freed kept for the next use, and the heap grow in large steps.

    Threads else wait for each other whenever one of them takes memory or gives it back: the kernel
    changes the memory of a process for one at a time. Only glibc can be told.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_MMAP_THRESHOLD, _LARGE)
            mallopt(_TRIM_THRESHOLD, _KEPT)
            mallopt(_TOP_PAD, _GROWS_BY)
