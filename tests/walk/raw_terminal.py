"""A pseudo-terminal: the program in it, driven by keys, and every byte that it sent."""

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from pseudo_terminal import PATIENCE, PseudoTerminal

MISSING = "" if os.name == "posix" else "there are no pseudo-terminals"

SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\]22;default\x07)")
"""What our screen sends: cursor, colours, modes, and the shape of the mouse pointer."""


class RawTerminal(PseudoTerminal):
    """One program in a pseudo-terminal of 100 columns and 30 lines.

    `first` is Python that runs before it, to make something go wrong.
    """

    def __init__(
        self, arguments: Sequence[str | bytes], folder: Path, home: Path, first: str = ""
    ) -> None:
        super().__init__(arguments, home, folder, size=(100, 30), first=first)

    @property
    def text(self) -> str:
        """What was sent, without what a terminal acts upon."""
        return SEQUENCE.sub("", self.sent)

    def does(self, *keys: str, shows: str) -> None:
        """Press keys and wait until a text is drawn anew."""
        before = len(self._sent)
        self.press(*keys)
        self.wait_for(shows, before)

    def wait_for(self, text: str, since: int = 0) -> None:
        """Wait until a text has been sent; fails with the end of what was."""
        until = time.monotonic() + PATIENCE
        while text not in SEQUENCE.sub("", self._sent[since:].decode("utf-8", "replace")):
            if time.monotonic() > until or not self._reader.is_alive():
                raise AssertionError(f"'{text}' never came: {self.text[-3000:]!r}")
            time.sleep(0.05)

    def settles(self) -> None:
        """Wait until nothing has been sent for a while."""
        length = -1
        while length != len(self._sent):
            length = len(self._sent)
            time.sleep(0.5)
