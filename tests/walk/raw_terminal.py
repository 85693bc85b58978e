"""A pseudo-terminal: the program in it, driven by keys, and every byte that it sent."""

import contextlib
import os
import re
import signal
import struct
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

MISSING = "" if os.name == "posix" else "there are no pseudo-terminals"

SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\]22;default\x07)")
"""What our screen sends: cursor, colours, modes, and the shape of the mouse pointer."""

_PATIENCE = 30.0  # seconds; the machine may be busy


class RawTerminal:
    """One program in a pseudo-terminal of 100 columns and 30 lines.

    `first` is Python that runs before it, to make something go wrong.
    """

    def __init__(
        self, arguments: Sequence[str | bytes], folder: Path, home: Path, first: str = ""
    ) -> None:
        import fcntl
        import pty
        import termios

        environment = {
            **os.environ,
            "HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(home / name.lower())
        for name in ("COLUMNS", "LINES"):
            environment.pop(name, None)
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.chdir(folder)
            program = f"{first}\nfrom sessionlens.__main__ import main\nmain()\n"
            command = [sys.executable, "-c", program, *arguments]
            os.execve(sys.executable, [os.fsencode(word) for word in command], environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._sent = bytearray()
        self._code: int | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        self._reader.join(5)
        os.close(self._terminal)

    @property
    def sent(self) -> str:
        """All that the program has sent so far; a byte that is no UTF-8 is a lone surrogate."""
        return bytes(self._sent).decode("utf-8", "surrogateescape")

    @property
    def text(self) -> str:
        """The same without what a terminal acts upon."""
        return SEQUENCE.sub("", self.sent)

    def press(self, *keys: str) -> None:
        """Send keys as a terminal sends them, one after the other."""
        for key in keys:
            os.write(self._terminal, key.encode())
            time.sleep(0.4 if key == "\x1b" else 0.1)  # a terminal joins Esc with what follows

    def does(self, *keys: str, shows: str) -> None:
        """Press keys and wait until a text is drawn anew."""
        before = len(self._sent)
        self.press(*keys)
        self.wait_for(shows, before)

    def wait_for(self, text: str, since: int = 0) -> None:
        """Wait until a text has been sent; fails with the end of what was."""
        until = time.monotonic() + _PATIENCE
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

    def ends(self) -> int:
        """Wait for the end; returns the exit code."""
        self._reader.join(_PATIENCE)
        if self._reader.is_alive():
            raise AssertionError(f"it never ended: {self.text[-3000:]!r}")
        _, status = os.waitpid(self._process, 0)
        self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def _read(self) -> None:
        while True:
            try:
                part = os.read(self._terminal, 65536)
            except OSError:  # the other side is closed
                return
            if not part:
                return
            self._sent += part
