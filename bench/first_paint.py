"""First paint of a review against that of an empty Textual app.

    python bench/first_paint.py [--runs 7]

Each is a new process on a pseudo-terminal, timed from its start to the first painted frame that
holds text. The review: a 60-minute recording, 10,000 words, 200 markers. Goal: 1.5 times.
"""

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""


def first_paint(command: list[str], word: bytes, environment: dict[str, str]) -> float:
    """Seconds from starting `command` to `word` on its terminal."""
    master, slave = pty.openpty()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while word not in seen:
        ready, _, _ = select.select([master], [], [], 20)
        if not ready:
            raise SystemExit(f"nothing was painted by {command}")
        seen += os.read(master, 65536)
    took = time.perf_counter() - started
    process.kill()
    process.wait()
    os.close(master)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    sys.path.insert(0, str(Path(__file__).parent))
    from screen_data import session

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = os.environ | {"TERM": "xterm-256color", "HOME": str(home), "COLUMNS": "120"}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(home / name)
        environment["LINES"] = "40"
        path = session(Path(folder))
        review = [sys.executable, "-m", "sessionlens", "review", str(path)]
        empty = [sys.executable, "-c", EMPTY]
        ours, yardstick = [], []
        for _ in range(runs + 1):
            yardstick.append(first_paint(empty, b"painted", environment))
            ours.append(first_paint(review, b"Measured", environment))
    mine, empty_app = statistics.median(ours[1:]), statistics.median(yardstick[1:])
    print(f"first paint of a review   {mine * 1000:6.0f} ms")
    print(f"of an empty Textual app   {empty_app * 1000:6.0f} ms")
    print(f"ratio                     {mine / empty_app:6.2f}   (goal 1.5)")


if __name__ == "__main__":
    main()
