"""What the benches share that start a program in a terminal of its own."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

COLUMNS, ROWS = 120, 40
SESSIONLENS = str(Path(sys.executable).with_name("sessionlens"))
"""The command as it is installed, beside the interpreter that runs the bench."""

EMPTY_APP = [
    sys.executable,
    "-c",
    """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
""",
]
"""The yardstick of a first paint: it paints the word `painted`."""


def environment(home: Path, *, welcomed: bool = False) -> dict[str, str]:
    """The environment of somebody whose home is `home`; `welcomed` if it is not their first start.

    What Python has compiled may be kept, as it is for everybody who has not forbidden it: what pip
    installs, the yardstick with it, is compiled in any case.
    """
    variables = {"TERM": "xterm-256color", "HOME": str(home)}
    variables |= {"COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
    variables |= {
        f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")
    }
    variables["XDG_CACHE_HOME"] = str(home / "cache")
    if welcomed:
        from sessionlens.storage.state import ProgramState, save_program_state

        save_program_state(ProgramState(welcome_seen=True), home / "state" / "sessionlens")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | variables


class Terminal:
    """A program in a pseudo-terminal, sent keys as a keyboard sends them."""

    def __init__(self, command: list[str], variables: dict[str, str] | None = None) -> None:
        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=other,
            stdout=other,
            stderr=other,
            env=dict(os.environ if variables is None else variables),
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - nothing else runs yet that could lock
        )
        os.close(other)
        self._command = command
        self._seen = b""
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, *words: str, seconds: float = 30.0) -> float:
        """Seconds from the start until all the words have been written."""
        encoded = [word.encode() for word in words]
        with self._news:
            if not self._news.wait_for(lambda: all(one in self._seen for one in encoded), seconds):
                raise SystemExit(f"{self._command} never wrote {words}: {self._seen[-2000:]!r}")
        return time.perf_counter() - self.started

    def shows(self, word: str) -> bool:
        """Whether a word has been written."""
        return word.encode() in self._seen

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._end, keys.encode())

    def close(self, leave: str = "") -> None:
        """Leave with a key, or end the program."""
        if leave:
            self.press(leave)
            self.process.wait(20)
        else:
            self.process.kill()
            self.process.wait()
        self._reader.join()  # or it would read what the next program writes
        os.close(self._end)

    def _read(self) -> None:
        while True:
            try:
                written = os.read(self._end, 65536)
            except OSError:
                return  # the program has ended
            with self._news:
                self._seen = (self._seen + written)[-1_000_000:]
                self._news.notify_all()


def _own_terminal() -> None:
    """Make the pseudo-terminal the process's own: mpv takes no keys from another."""
    fcntl.ioctl(0, termios.TIOCSCTTY)
