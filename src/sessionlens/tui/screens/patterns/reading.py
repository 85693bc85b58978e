"""Reads the files of patterns off the screen's thread; it can be given up."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.pattern_files import GivenUpError
from sessionlens.library.patterns import GatheredPatterns, gathered_patterns

_STEP = 50  # in a thousand: how often it is told how far it is


class PatternReading(threading.Thread):
    """Reads folders once; `tell` hears how far it is, 0 to 1, `done` what came of it."""

    def __init__(
        self,
        folders: Sequence[Path],
        tell: Callable[[float], object],
        done: Callable[[GatheredPatterns | SessionLensError], object],
    ) -> None:
        super().__init__(name="patterns", daemon=True)
        self._folders = folders
        self._tell = tell
        self._done = done
        self._given_up = threading.Event()
        self._told = 0

    def give_up(self) -> None:
        """Stop as soon as may be; nothing is told any more."""
        self._given_up.set()

    def run(self) -> None:
        try:
            result: GatheredPatterns | SessionLensError = gathered_patterns(
                self._folders, self._progress
            )
        except GivenUpError:
            return
        except SessionLensError as error:
            result = error
        if not self._given_up.is_set():
            self._done(result)

    def _progress(self, done: int, count: int) -> bool:
        part = done * 1000 // count if count else 1000
        if part >= self._told + _STEP:
            self._told = part
            self._tell(part / 1000)
        return not self._given_up.is_set()
