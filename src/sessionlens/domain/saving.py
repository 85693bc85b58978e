"""Saving what changes, one write after another, wherever the waiting for the disk is done."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sessionlens.domain.errors import SessionLensError

S = TypeVar("S")

Report = Callable[[SessionLensError | None], None]
"""What a piece of work ends with: an error, or None."""

Run = Callable[[Callable[[], None], Report], None]
"""Does a piece of work, which raises SessionLensError when it fails, and reports its end."""


def at_once(work: Callable[[], None], report: Report) -> None:
    """Do a piece of work here and now."""
    try:
        work()
    except SessionLensError as error:
        report(error)
    else:
        report(None)


class Saving(Generic[S]):
    """Writes the latest of the states it is given, never two at a time.

    `write(saved, new)` writes what differs between what is on disk and the new state; `run` does
    it, at once or elsewhere. `error` says why the last write failed, or is None; what could not be
    written is tried again with the next state, or by `retry`.
    """

    def __init__(self, saved: S, write: Callable[[S, S], None], run: Run = at_once) -> None:
        self.error: SessionLensError | None = None
        self._saved = saved
        self._latest = saved
        self._write = write
        self._run = run
        self._writing = False
        self._finished = False
        self._waiting: list[Callable[[], None]] = []

    @property
    def saved(self) -> bool:
        """Whether the latest state is on disk."""
        return self._saved is self._latest

    @property
    def latest(self) -> S:
        """The state that is on disk, or will be."""
        return self._latest

    def put(self, state: S) -> None:
        """Write this state, or a later one."""
        self._latest = state
        self._go_on()

    def retry(self) -> bool:
        """Write what is not written yet; returns whether everything is on disk."""
        self._go_on()
        return self.saved

    def amend(self, change: Callable[[S], S]) -> None:
        """Take the latest state as changed, without writing: it is written with the next one."""
        saved = self.saved
        self._latest = change(self._latest)
        self._saved = self._latest if saved else change(self._saved)

    def when_saved(self, then: Callable[[], None]) -> None:
        """Call `then` once the latest state is on disk; at once if it is."""
        if self.saved:
            then()
        else:
            self._waiting.append(then)

    def finish(self) -> None:
        """Write the latest state here and now, for the last time.

        Only where nothing is being written: what was written may not have been reported yet, so it
        is written once more.
        """
        if self.saved or self._finished:
            return
        self._finished = True
        try:
            self._write(self._saved, self._latest)
        except SessionLensError as error:
            self.error = error
        else:
            self.error, self._saved = None, self._latest

    def _go_on(self) -> None:
        if self._writing or self.saved or self._finished:
            return
        self._writing = True
        saved, new = self._saved, self._latest
        self._run(lambda: self._write(saved, new), lambda error: self._written(new, error))

    def _written(self, state: S, error: SessionLensError | None) -> None:
        self._writing = False
        if self._finished:
            return
        self.error = error
        if error is not None:
            return
        self._saved = state
        if not self.saved:
            self._go_on()
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
