"""Recognisers side by side: each in a thread of its own, all on one model."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from sessionlens.processor import give_way, niceness

T = TypeVar("T")
R = TypeVar("R")


class _End:
    """A worker has nothing more to do; `error` is why, if it is not that all is done."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Pool(Generic[T, R]):
    """Threads that take tasks from one iterator and hand in results as they come.

    `work` makes a result of a task; a result of None is dropped. The tasks are drawn under a lock
    by whichever thread is idle, so that no more of them exist than there are threads.
    Iterate once; `close` when leaving early, or set the event `stop`.
    """

    def __init__(
        self,
        tasks: Iterator[T],
        work: Callable[[T], R | None],
        threads: int,
        *,
        gentle: bool = False,
        stop: threading.Event | None = None,
    ) -> None:
        self._tasks = tasks
        self._do = work
        self._gentle = gentle
        self._drawing = threading.Lock()
        self._stopped = threading.Event()
        self._stop = stop or self._stopped
        self._results: queue.SimpleQueue[R | _End] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"recogniser-{i + 1}", daemon=True)
            for i in range(max(threads, 1))
        ]

    def stopping(self) -> bool:
        """Whether the threads are to end soon: long tasks should ask now and then."""
        return self._stopped.is_set() or self._stop.is_set()

    def __iter__(self) -> Iterator[R]:
        """Start the threads; raises what one of them raised, after the others have ended."""
        for thread in self._threads:
            thread.start()
        running = len(self._threads)
        error: BaseException | None = None
        try:
            while running:
                result = self._next()
                if not isinstance(result, _End):
                    yield result
                    continue
                running -= 1
                if result.error is not None:
                    error = error or result.error
                    self._stopped.set()
        finally:
            self.close()
        if error is not None:
            raise error

    def close(self) -> None:
        """Stop the threads and wait for them: at most as long as one step of a task."""
        self._stopped.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _next(self) -> R | _End:
        while True:
            try:
                # With a limit, because Windows hears no Ctrl+C while it waits without one.
                return self._results.get(timeout=0.2)
            except queue.Empty:
                continue

    def _work(self) -> None:
        end = _End()
        try:
            # Elsewhere threads have no niceness of their own: one thread less must do.
            if sys.platform == "linux":
                give_way(niceness(gentle=self._gentle))
            while not self.stopping():
                with self._drawing:
                    task = next(self._tasks, None)
                if task is None:
                    break
                result = self._do(task)
                if result is not None:
                    self._results.put(result)
        except BaseException as error:  # handed over, and raised where the results are taken
            end = _End(error)
        self._results.put(end)
