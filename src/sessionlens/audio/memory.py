"""Memory that goes back to the system when it is no longer needed."""

import sys

_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h
_LARGE = 1_000_000  # bytes: FFmpeg's index of an hour of AAC, and more than a block of samples


def give_back_large_blocks() -> None:
    """Have every large block returned when it is freed, where the C library is glibc.

    By itself it keeps blocks of all sizes that were freed once, and the index of a long recording,
    which each of its readers has for a while, would stay in memory several times.
    """
    if sys.platform != "linux":
        return
    import ctypes

    # Other C libraries have no such function, and no need of it.
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_THRESHOLD, _LARGE)
