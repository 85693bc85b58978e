"""First paint of a review against that of an empty Textual app.

    python bench/first_paint.py [--runs 9]

Each is a new process on a pseudo-terminal, timed from its start to the first painted frame that
holds text. The review: a 60-minute recording, 10,000 words, 200 markers. Goal: 1.5 times.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from _terminal import EMPTY_APP, SESSIONLENS, Terminal, environment
from screen_data import session


def first_paint(command: list[str], word: str, variables: dict[str, str]) -> float:
    """Seconds from starting `command` to `word` on its terminal."""
    terminal = Terminal(command, variables)
    took = terminal.wait_for(word)
    terminal.close()
    return took


def compare(
    ours: list[str], word: str, variables: dict[str, str], runs: int
) -> tuple[float, float]:
    """Medians of the first paint of `ours` and of an empty app, in turns; seconds.

    The first turn, which fills the caches of disk and interpreter, does not count.
    """
    pairs = [
        (first_paint(EMPTY_APP, "painted", variables), first_paint(ours, word, variables))
        for _ in range(runs + 1)
    ]
    empty, painted = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    return painted, empty


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(Path(folder) / "home")
        review = [SESSIONLENS, "review", str(session(Path(folder)))]
        mine, empty_app = compare(review, "Measured", variables, runs)
    print(f"first paint of a review   {mine * 1000:6.0f} ms")
    print(f"of an empty Textual app   {empty_app * 1000:6.0f} ms")
    print(f"ratio                     {mine / empty_app:6.2f}   (goal 1.5)")


if __name__ == "__main__":
    main()
