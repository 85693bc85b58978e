"""What waits for the disk is done off the screen's thread: a slow disk delays no key."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.saving import Report, at_once

_LINGERS = 10.0  # seconds after which a thread with nothing to do ends

_Job = tuple[Callable[[], None], Report, asyncio.AbstractEventLoop]


class DiskThread:
    """Does one piece of work after another, in the order in which it was asked for.

    `run` is called from the screen's thread, and reports there. Where no screen runs, it does the
    work at once. A thread with nothing to do ends after `lingers` seconds.
    """

    def __init__(self, lingers: float = _LINGERS) -> None:
        self._jobs: deque[_Job] = deque()
        self._lingers = lingers
        self._working = False
        self._open = 0
        self._changed = threading.Condition()

    def run(self, work: Callable[[], None], report: Report) -> None:
        """Do a piece of work, which raises SessionLensError when it fails."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            at_once(work, report)
            return
        with self._changed:
            self._open += 1
            self._jobs.append((work, report, loop))
            self._changed.notify_all()
            begins = not self._working
            self._working = True
        if begins:
            threading.Thread(target=self._work, name="disk", daemon=True).start()

    @property
    def busy(self) -> bool:
        """Whether something is not done yet."""
        return self._open > 0

    def wait(self, seconds: float) -> bool:
        """Wait here until all is done, so long at most; returns whether it is.

        What is reported meanwhile reaches the screen only afterwards.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while self._open:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
        return True

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs, self._lingers)
            if self._jobs:
                return self._jobs.popleft()
            self._working = False
            return None

    def _work(self) -> None:
        while job := self._next():
            work, report, loop = job
            error: SessionLensError | None = None
            try:
                work()
            except SessionLensError as failure:
                error = failure
            except Exception as failure:
                error = SessionLensError(
                    f"It could not be saved ({type(failure).__name__})", "It is tried again"
                )
            with self._changed:
                self._open -= 1
                self._changed.notify_all()
            with suppress(RuntimeError):  # the screen has ended, and nobody waits for the report
                loop.call_soon_threadsafe(report, error)
