"""The real program in a pseudo-terminal of 120 columns and 40 lines: typed at, seen, killed."""

import contextlib
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

ROWS, COLUMNS = 40, 120
_PATIENCE = 60.0  # seconds; the machine may be busy


class Program:
    """`sessionlens` with `arguments`, by somebody whose home is `home`.

    `variables` are added to the environment. `watch` is called with the lines of the screen after
    everything that the program draws.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        home: Path,
        variables: Mapping[str, str] | None = None,
        watch: Callable[[list[str]], None] | None = None,
    ) -> None:
        fcntl = pytest.importorskip("fcntl", reason="there are no pseudo-terminals")
        import pty
        import termios

        import pyte

        self.home = home
        self._watch = watch
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._drawing = threading.Lock()
        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sessionlens", *map(str, arguments)],
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
        os.close(self._end)

    @property
    def lines(self) -> list[str]:
        """The screen as it is now."""
        with self._drawing:
            return list(self._screen.display)

    @property
    def text(self) -> str:
        """The screen in one line, with single spaces and without the borders of its boxes."""
        return " ".join("".join(c if c not in "│┃▌▐" else " " for c in line) for line in self.lines)

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

    def pause(self) -> None:
        """Do nothing until nothing is drawn any more, as a slow person would."""
        quiet = 0
        while quiet < 4 and self.running:
            before = self.lines[2:]
            time.sleep(0.1)
            quiet = quiet + 1 if self.lines[2:] == before else 0

    def wait_for(self, *words: str) -> None:
        """Wait until the screen shows all the words."""
        self.wait_until(lambda: all(word in " ".join(self.text.split()) for word in words), words)

    def wait_until(self, holds: Callable[[], bool], about: object = "") -> None:
        """Wait until something holds; fails with the screen."""
        until = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > until or not self.running:
                screen = "\n".join(line.rstrip() for line in self.lines)
                raise AssertionError(f"never came: {about} (ended: {not self.running})\n{screen}")
            time.sleep(0.01)

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def ends(self) -> int:
        """Wait for the end; returns the exit code, minus the signal's number if one ended it."""
        code = self.process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        return code

    def kill(self) -> None:
        """End it with SIGKILL, and all that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join(_PATIENCE)

    def _read(self) -> None:
        while True:
            try:
                written = os.read(self._end, 1 << 16)
            except OSError:
                return  # the program has ended
            if not written:
                return
            with self._drawing:
                self._stream.feed(written)
                lines = list(self._screen.display) if self._watch else []
            if self._watch:
                self._watch(lines)


def environment(home: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """What the program finds around it: a home of its own, a terminal with colours."""
    own = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        own[f"XDG_{name}_HOME"] = str(home / name.lower())
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
    }
    return {**inherited, "LC_ALL": "C.UTF-8", "PULSE_SERVER": "/nowhere", **own, **variables}
