"""A real terminal: the program in tmux, driven by keys, its screens captured."""

import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

MISSING = "" if shutil.which("tmux") else "tmux is not installed"

UNHURRIED = """
from sessionlens.tui.footer import Footer
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
Footer.SECONDS, CodingPrompt.SECONDS = 30.0, 60.0
"""
"""A busy machine looks late at what is shown for a few seconds."""

SLOWLY = """
import time
from sessionlens.audio import output
output.now = lambda: time.perf_counter() / 10
"""
"""What is played without a device goes on so slowly that a busy machine sees each second of it."""


class Terminal:
    """One program in one window of its own tmux; every screen looked at is kept in `folder`.

    `first` is Python that runs before it.
    """

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        size: tuple[int, int] = (120, 40),
        first: str = "",
        **environment: str,
    ) -> None:
        self._socket = f"walk-{uuid.uuid4().hex[:8]}"
        self._folder = folder
        self._number = 0
        folder.mkdir(parents=True, exist_ok=True)
        home = folder / "home"
        own = {"HOME": str(home), "TERM": "tmux-256color", "LC_ALL": "C.UTF-8", **environment}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            own[f"XDG_{name}_HOME"] = str(home / name.lower())
        assignments = [f"{name}={value}" for name, value in own.items()]
        program = f"{UNHURRIED}{first}\nfrom sessionlens.__main__ import main\nmain()\n"
        command = [sys.executable, "-c", program, *arguments]
        line = shlex.join(["env", "-u", "COLUMNS", "-u", "LINES", *assignments, *command])
        self._tmux(
            *("-f", os.devnull, "new-session", "-d", "-x", str(size[0]), "-y", str(size[1])),
            f'{line}; echo "left with $?"; sleep 600',
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tmux("kill-server")

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: `Enter`, `C-q`, `7`."""
        for key in keys:
            self._tmux("send-keys", key)
            # As a quick person would; a busy machine joins Esc with what follows it.
            time.sleep(1.0 if key == "Escape" else 0.15)

    def put_away(self, text: str) -> None:
        """Press Esc, alone: with a key right behind it that would be Alt and that key."""
        self.press("Escape")
        self.wait_until_gone(text)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """What the terminal shows now."""
        shown = self._tmux("capture-pane", "-p")
        self._number += 1
        (self._folder / f"{self._number:03d}.txt").write_text(shown, encoding="utf-8")
        return shown

    def wait_for(self, text: str, patience: float = 90.0) -> str:
        """Wait until the terminal shows a text; fails with the last screen."""
        until = time.monotonic() + patience
        while text not in (shown := self._tmux("capture-pane", "-p")):
            if time.monotonic() > until:
                raise AssertionError(f"'{text}' never came:\n{shown}")
            time.sleep(0.05)
        return self.screen()

    def wait_until_gone(self, text: str, patience: float = 90.0) -> None:
        """Wait until the terminal no longer shows a text."""
        until = time.monotonic() + patience
        while text in (shown := self._tmux("capture-pane", "-p")):
            if time.monotonic() > until:
                raise AssertionError(f"'{text}' never went:\n{shown}")
            time.sleep(0.05)

    @property
    def process(self) -> int:
        """The process id of what runs in the window."""
        return int(self._tmux("list-panes", "-F", "#{pane_pid}"))

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        return done.stdout
