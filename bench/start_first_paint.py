"""First paint of the start screen over a large folder: 500 recordings with 2,000 files of theirs.

    python bench/start_first_paint.py [--recordings 500] [--runs 9]

From the start of the process to the first painted frame that names a recording, on a
pseudo-terminal. The yardstick is an empty Textual app, in the same run. Goal: 0.5 s.
"""

import argparse
import tempfile
from pathlib import Path

from _terminal import SESSIONLENS, environment
from first_paint import compare
from start_listing import fill


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=500)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        talks = Path(name) / "talks"
        talks.mkdir()
        fill(talks, options.recordings)
        start = [SESSIONLENS, str(talks)]
        mine, empty_app = compare(start, "session", environment(Path(name) / "home"), options.runs)
    print(f"first paint of the list   {mine * 1000:6.0f} ms   (goal 500)")
    print(f"of an empty Textual app   {empty_app * 1000:6.0f} ms")
    print(f"ratio                     {mine / empty_app:6.2f}")


if __name__ == "__main__":
    main()
