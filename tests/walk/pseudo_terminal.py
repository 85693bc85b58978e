"""A program in a pseudo-terminal, typed at; every byte that it sends is kept."""

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

PATIENCE = 60.0
"""Seconds; the machine may be busy."""


class PseudoTerminal:
    """`sessionlens` with `arguments`, started in `folder` by somebody whose home is `home`.

    `size` is columns and lines. `variables` are added to the environment. `first` is Python that
    runs before the program, to make something go wrong.
    """

    def __init__(
        self,
        arguments: Sequence[str | bytes | Path],
        home: Path,
        folder: Path | None = None,
        *,
        size: tuple[int, int] = (120, 40),
        variables: Mapping[str, str] | None = None,
        first: str = "",
    ) -> None:
        fcntl = pytest.importorskip("fcntl", reason="there are no pseudo-terminals")
        import pty
        import termios

        self.home = home
        self._sent = bytearray()
        self._vanished = False
        self._end, other = pty.openpty()
        columns, rows = size
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        module = ["-c", f"{first}\nfrom sessionlens.__main__ import main\nmain()\n"]
        self.process = subprocess.Popen(
            [sys.executable, *(module if first else ["-m", "sessionlens"]), *arguments],
            cwd=folder,
            stdin=other,
            stdout=other,
            stderr=other,
            env=environment(home, variables or {}),
            start_new_session=True,
        )
        os.close(other)
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
        self.kill()
        if not self._vanished:
            os.close(self._end)

    @property
    def sent(self) -> str:
        """All that the program has sent so far; a byte that is no UTF-8 is a lone surrogate."""
        return bytes(self._sent).decode("utf-8", "surrogateescape")

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def type(self, text: str) -> None:
        """Send keys as they are, in one write; nothing where the program has ended."""
        with contextlib.suppress(OSError):
            os.write(self._end, text.encode())

    def press(self, *keys: str) -> None:
        """Send keys one by one: a terminal joins Esc with what follows at once."""
        for key in keys:
            self.type(key)
            time.sleep(0.15 if key == "\x1b" else 0.02)

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def vanish(self) -> None:
        """Take the terminal away; no signal tells the program, for which it is not its own."""
        self._vanished = True
        self._reader.join(PATIENCE)
        os.close(self._end)

    def ends(self) -> int:
        """Wait for the end; returns the exit code, minus the signal's number if one ended it."""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it never ended: {self.sent[-3000:]!r}") from None
        self._reader.join(PATIENCE)
        return code

    def kill(self) -> None:
        """End it with SIGKILL, and all that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join(PATIENCE)

    def draw(self, written: bytes) -> None:
        """Take what the program has sent, on a thread of its own."""

    def _read(self) -> None:
        while not self._vanished:
            if not select.select([self._end], [], [], 0.1)[0]:
                continue
            try:
                written = os.read(self._end, 1 << 16)
            except OSError:
                return  # the program has ended
            if not written:
                return
            self._sent += written
            self.draw(written)


def environment(home: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """What the program finds around it: a home of its own, a terminal with colours."""
    own = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        own[f"XDG_{name}_HOME"] = str(home / name.lower())
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
    }
    return {**inherited, "LC_ALL": "C.UTF-8", "PULSE_SERVER": "/nowhere", **own, **variables}
