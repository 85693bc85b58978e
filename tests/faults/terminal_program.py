"""The real program in a pseudo-terminal of 120 columns and 40 lines: typed at, seen, killed."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pseudo_terminal import PATIENCE, PseudoTerminal

ROWS, COLUMNS = 40, 120


class Program(PseudoTerminal):
    """`sessionlens` with `arguments`, by somebody whose home is `home`, and its screen.

    `variables` are added to the environment. `watch` is called with the lines of the screen after
    everything that the program draws. `first` is Python that runs before it.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        home: Path,
        variables: Mapping[str, str] | None = None,
        watch: Callable[[list[str]], None] | None = None,
        first: str = "",
    ) -> None:
        import pyte

        self._watch = watch
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._drawing = threading.Lock()
        super().__init__(arguments, home, size=(COLUMNS, ROWS), variables=variables, first=first)

    @property
    def lines(self) -> list[str]:
        """The screen as it is now."""
        with self._drawing:
            return list(self._screen.display)

    @property
    def text(self) -> str:
        """The screen in one line, with single spaces and without the borders of its boxes."""
        return " ".join("".join(c if c not in "│┃▌▐" else " " for c in line) for line in self.lines)

    def pause(self) -> None:
        """Do nothing until nothing is drawn any more, as a slow person would."""
        quiet = 0
        while quiet < 4 and self.running:
            before = self.lines[2:]
            time.sleep(0.1)
            quiet = quiet + 1 if self.lines[2:] == before else 0

    def wait_for(self, *words: str) -> None:
        """Wait until the screen shows all the words."""
        self.wait_until(lambda: all(self._shows(word) for word in words), words)

    def wait_until_gone(self, words: str) -> None:
        """Wait until the screen does not show the words any more."""
        self.wait_until(lambda: not self._shows(words), f"a screen without {words}")

    def _shows(self, words: str) -> bool:
        return words in " ".join(self.text.split())

    def wait_until(self, holds: Callable[[], bool], about: object = "") -> None:
        """Wait until something holds; fails with the screen."""
        until = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > until or not self.running:
                screen = "\n".join(line.rstrip() for line in self.lines)
                raise AssertionError(f"never came: {about} (ended: {not self.running})\n{screen}")
            time.sleep(0.01)

    def draw(self, written: bytes) -> None:
        with self._drawing:
            self._stream.feed(written)
            lines = list(self._screen.display) if self._watch else []
        if self._watch:
            self._watch(lines)
