"""First paint of the start screen over a large folder: 500 recordings with 2,000 files of theirs.

    python bench/start_first_paint.py [--recordings 500] [--runs 7]

From the start of the process to the first painted frame that names a recording, on a
pseudo-terminal. The yardstick is an empty Textual app, in the same run. Goal: 0.5 s.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from first_paint import EMPTY, first_paint
from start_listing import fill


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=500)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home, talks = Path(name) / "home", Path(name) / "talks"
        talks.mkdir()
        fill(talks, options.recordings)
        environment = os.environ | {"TERM": "xterm-256color", "HOME": str(home)}
        environment |= {"COLUMNS": "120", "LINES": "40"}
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{kind}_HOME"] = str(home / kind)
        start = [sys.executable, "-m", "sessionlens", str(talks)]
        empty = [sys.executable, "-c", EMPTY]
        ours, yardstick = [], []
        for _ in range(options.runs + 1):
            yardstick.append(first_paint(empty, b"painted", environment))
            ours.append(first_paint(start, b"session", environment))
    mine, empty_app = statistics.median(ours[1:]), statistics.median(yardstick[1:])
    print(f"first paint of the list   {mine * 1000:6.0f} ms   (goal 500)")
    print(f"of an empty Textual app   {empty_app * 1000:6.0f} ms")
    print(f"ratio                     {mine / empty_app:6.2f}")


if __name__ == "__main__":
    main()
