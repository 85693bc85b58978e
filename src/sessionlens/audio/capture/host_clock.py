"""The machine's clock, which goes on while the machine sleeps, and one that does not."""

import sys
import time

if sys.platform == "win32":
    import ctypes

    now = time.perf_counter

    def awake() -> float:
        """Seconds that the machine was not asleep, from any beginning."""
        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 1e7

else:
    # CLOCK_MONOTONIC goes on in sleep on macOS, and stands still there on Linux.
    _ALWAYS: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    _AWAKE: int = getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC)

    def now() -> float:
        """Seconds from any beginning, those asleep included."""
        return time.clock_gettime(_ALWAYS)

    def awake() -> float:
        """Seconds that the machine was not asleep, from any beginning."""
        return time.clock_gettime(_AWAKE)


class Sleep:
    """Tells how long the machine has slept."""

    def __init__(self) -> None:
        self._before = now() - awake()

    def slept(self) -> float:
        """Seconds asleep since this was asked last; up to a tenth is inexactness of the clocks."""
        difference = now() - awake()
        seconds, self._before = difference - self._before, difference
        return seconds
