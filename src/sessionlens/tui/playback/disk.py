"""What waits for the disk is done off the screen's thread: a slow disk delays no key."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.saving import Report, at_once

_Job = tuple[Callable[[], None], Report, asyncio.AbstractEventLoop]


class DiskThread:
    """Does one piece of work after another, in the order in which it was asked for.

    `run` is called from the screen's thread, and reports there. Where no screen runs, it does the
    work at once.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._open = 0
        self._done = threading.Condition()

    def run(self, work: Callable[[], None], report: Report) -> None:
        """Do a piece of work, which raises SessionLensError when it fails."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            at_once(work, report)
            return
        with self._done:
            self._open += 1
        self._jobs.put((work, report, loop))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="disk", daemon=True)
            self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something is not done yet."""
        return self._open > 0

    def wait(self, seconds: float) -> bool:
        """Wait here until all is done, so long at most; returns whether it is.

        What is reported meanwhile reaches the screen only afterwards.
        """
        until = time.monotonic() + seconds
        with self._done:
            while self._open:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._done.wait(left)
        return True

    def _work(self) -> None:
        while True:
            work, report, loop = self._jobs.get()
            error: SessionLensError | None = None
            try:
                work()
            except SessionLensError as failure:
                error = failure
            except Exception as failure:
                error = SessionLensError(
                    f"It could not be saved ({type(failure).__name__})", "It is tried again"
                )
            with self._done:
                self._open -= 1
                self._done.notify_all()
            try:
                loop.call_soon_threadsafe(report, error)
            except RuntimeError:
                return  # the screen has ended, and nobody waits for the report
