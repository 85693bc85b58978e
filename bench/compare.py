"""How long it takes to match two reviews with 2,000 markers each, and to bring a group together.

    python bench/compare.py [--markers 2000] [--observers 7]

Three shapes: markers anywhere in an hour, as long sessions have them; a chain, in which each lies
within reach of its neighbours, so that all are one problem; and a crowd, ten in each second, each
with forty within reach. The yardstick is scipy's solver on the whole matrix, in the same run, if
scipy is there; the worth of the two matchings is compared as well. Goal: 1 s.

The group is of observers with 300 markers each, anywhere in an hour, or all of them within one
minute: some 120 of the others' lie within 2 s of each then, and all within 60 s, the widest
tolerance. The yardstick is matching each two of them, which is a part of it. Goal: 1 s within 2 s.
"""

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from sessionlens.domain.agreement import Side, compare
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.group import Observer, bring_together
from sessionlens.domain.marker import Marker
from sessionlens.domain.matching import TOLERANCE, match
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.library.assigning import assign
from sessionlens.storage.reviews import encode_review

CODES = ["agreements", "trust-and-safety", "presence", "listens-actively", "evokes-awareness"]
RUBRIC = Rubric(
    id="icf-core",
    title="",
    competencies=tuple(Competency(id=one, key=one[0], title=one) for one in CODES),
)


def review(shape: str, count: int, seed: int) -> tuple[Marker, ...]:
    dice = random.Random(f"{shape}{seed}")
    place: dict[str, Callable[[int], float]] = {
        "anywhere": lambda _: dice.uniform(0, 3600),
        "chain": lambda number: number * 1.0 + dice.uniform(0, 0.9),
        "crowd": lambda _: dice.uniform(0, count / 10),
        "minute": lambda _: dice.uniform(0, 60),
    }
    return tuple(
        Marker(id=f"m{number}", start=Timecode(place[shape](number)), competency=dice.choice(CODES))
        for number in range(count)
    )


def worth(a: tuple[Marker, ...], b: tuple[Marker, ...], pairs: list[tuple[int, int]]) -> int:
    """Pairs of one code outweigh pairs, and those the time between; as `matching` has it."""
    pair = min(len(a), len(b)) * round(TOLERANCE * 1000) + 1
    same = min(len(a), len(b)) * pair + 1
    return sum(
        pair
        - abs(a[i].start.milliseconds - b[j].start.milliseconds)
        + same * (a[i].competency == b[j].competency)
        for i, j in pairs
    )


def by_scipy(a: tuple[Marker, ...], b: tuple[Marker, ...]) -> list[tuple[int, int]]:
    """The yardstick: one dense matrix for everything."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    gains = np.zeros((len(a), len(b)))
    for i, marker in enumerate(a):
        for j, other in enumerate(b):
            if abs(marker.start.milliseconds - other.start.milliseconds) <= TOLERANCE * 1000:
                gains[i, j] = worth(a, b, [(i, j)])
    rows, columns = linear_sum_assignment(gains, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(i, j) for i, j in pairs if gains[i, j] > 0]


def timed(action: Callable[[], list[tuple[int, int]]]) -> tuple[float, list[tuple[int, int]]]:
    start = time.perf_counter()
    pairs = action()
    return time.perf_counter() - start, pairs


def command_seconds(*reviews: tuple[Marker, ...]) -> float:
    """`sessionlens compare`, from its start to its end."""
    with tempfile.TemporaryDirectory() as name:
        files = []
        for number, markers in enumerate(reviews):
            content = Review(
                id=f"review {number}",
                session=Session(reviewer=f"Observer {number}"),
                recording=RecordingRef(file="talk.wav"),
                rubric=RubricRef(id="icf-core", edition="2025"),
                markers=markers,
            )
            files.append(f"{number}.review.toml")
            (Path(name) / files[-1]).write_bytes(encode_review(content))
        start = time.perf_counter()
        line = [sys.executable, "-m", "sessionlens", "compare", *files]
        subprocess.run(line, cwd=name, check=True, capture_output=True)
        return time.perf_counter() - start


def group_of(reviews: list[tuple[Marker, ...]]) -> list[Observer]:
    now = dt.datetime.now(dt.UTC)
    return [
        Observer(
            f"Observer {number}",
            Feedback(
                id="",
                review=f"review {number}",
                exported=now,
                recording=RecordingRef(file="talk.wav"),
                markers=markers,
                rubric=RUBRIC,
            ),
        )
        for number, markers in enumerate(reviews)
    ]


def measure_groups(observers: int) -> None:
    print("\n| group | brought together | each two matched | moments | whole command |")
    print("|---|---|---|---|---|")
    for shape, tolerance in (("anywhere", TOLERANCE), ("minute", TOLERANCE), ("minute", 60.0)):
        reviews = [review(shape, 300, number) for number in range(observers)]
        start = time.perf_counter()
        together = bring_together(group_of(reviews), RUBRIC, assign, tolerance)
        took = time.perf_counter() - start
        start = time.perf_counter()
        for a, b in combinations(reviews, 2):
            match(a, b, tolerance, assign)
        pairs = time.perf_counter() - start
        whole = f"{command_seconds(*reviews):.2f} s" if tolerance == TOLERANCE else "-"
        each_two = f"{pairs:.2f} s ({took / pairs:.2f} x)"
        row = (f"{shape}, within {tolerance:g} s", f"{took:.2f} s", each_two)
        print("|", " | ".join((*row, str(len(together.moments)), whole)), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--markers", type=int, default=2000)
    parser.add_argument("--observers", type=int, default=7)
    arguments = parser.parse_args()
    count = arguments.markers
    import lap  # noqa: F401 - so that the first measurement does not hold its import

    try:
        import scipy.optimize  # noqa: F401
    except ImportError:
        print("scipy is not here: no yardstick")
        scipy_here = False
    else:
        scipy_here = True
    print("| shape | matched and counted | scipy, dense | as good | whole command |")
    print("|---|---|---|---|---|")
    for shape in ("anywhere", "chain", "crowd"):
        a, b = review(shape, count, 1), review(shape, count, 2)
        took, ours = timed(lambda a=a, b=b: match(a, b, TOLERANCE, assign))  # type: ignore[misc]
        start = time.perf_counter()
        compare(Side(a), Side(b), RUBRIC, assign, TOLERANCE)
        whole = time.perf_counter() - start
        theirs, same = "", ""
        if scipy_here:
            seconds, best = timed(lambda a=a, b=b: by_scipy(a, b))  # type: ignore[misc]
            theirs = f"{seconds:.2f} s ({took / seconds:.2f} x)"
            same = "yes" if worth(a, b, ours) == worth(a, b, best) else "NO"
        command = command_seconds(a, b)
        print(f"| {shape} | {whole:.2f} s | {theirs} | {same} | {command:.2f} s |", flush=True)
    measure_groups(arguments.observers)


if __name__ == "__main__":
    main()
