"""Calls that may never return, made in a thread that can be left behind."""

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")

_callers: "weakref.WeakSet[Caller]" = weakref.WeakSet()


class Caller:
    """Makes calls one after another in one thread of its own.

    The thread begins with the first call, and ends after `close`.
    """

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._last: Future[Any] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._beginning = threading.Lock()
        _callers.add(self)

    def submit(self, function: Callable[[], T]) -> "Future[T]":
        """Have `function` called after all that was submitted before."""
        future: Future[T] = Future()

        def call() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = function()
            except Exception as error:  # handed over, and raised where the result is taken
                future.set_exception(error)
            else:
                future.set_result(result)

        self._last = future
        self._calls.put(call)
        with self._beginning:
            if self._thread.ident is None:
                self._thread.start()
        return future

    def call(self, function: Callable[[], T], patience: float) -> T:
        """Return what `function` returns; raises TimeoutError after `patience` seconds."""
        return self.submit(function).result(patience)

    def close(self) -> None:
        """Let the thread end when everything submitted has been called; does not wait."""
        self._calls.put(None)

    def idle_within(self, seconds: float) -> bool:
        """Whether every call has returned, or does within `seconds`."""
        if self._last is None:
            return True
        try:
            self._last.exception(seconds)
        except TimeoutError:
            return False
        return True

    def _run(self) -> None:
        closing = False
        while not (closing and self._calls.empty()):
            if call := self._calls.get():
                call()
            else:
                closing = True


def all_idle_within(seconds: float) -> bool:
    """Whether no caller is stuck in a call."""
    return all(caller.idle_within(seconds) for caller in tuple(_callers))
