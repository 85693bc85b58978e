"""How long the patterns of a thousand feedback files take: the first time, and with their index.

    python bench/patterns.py [--files 1000]

Measured is what `sessionlens patterns` does before it prints: finding, reading and counting, in a
process of its own, from after its imports; cold without an index, warm with the one that the cold
run has left; and the largest memory of that process. The yardstick is a bare `tomli` parse of the
same files, in the same run. Goals: 2 s cold, 0.3 s warm, 300 MB.
"""

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.marker import RATINGS, Marker
from sessionlens.domain.review import RecordingRef, Review, Session, Verdict, reference
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.rubrics import find_rubric

_OURS = """
import json, resource, sys, time
from pathlib import Path
from sessionlens.library.patterns import gathered_patterns
start, used = time.perf_counter(), time.process_time()
found = gathered_patterns([Path(sys.argv[1])]).of_coach()
seconds, used = time.perf_counter() - start, time.process_time() - used
assert len(found.patterns.sessions) == int(sys.argv[2])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "linux" else 1024)
print(json.dumps([seconds, used, peak / 1024]))
"""
_YARDSTICK = """
import json, sys, time, tomli
from pathlib import Path
start, used = time.perf_counter(), time.process_time()
for path in Path(sys.argv[1]).rglob("*.toml"):
    tomli.loads(path.read_text("utf-8"))
print(json.dumps([time.perf_counter() - start, time.process_time() - used, 0]))
"""


def fill(folder: Path, files: int, markers: int = 40) -> None:
    """Feedback on so many sessions with five clients, 50 in a sub-folder."""
    rubric, _ = find_rubric("icf-core")
    dice = random.Random(1)
    for number in range(files):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=number)
        review = Review(
            id=f"{number:032x}",
            session=Session(
                title=f"Session {number}",
                date=day,
                coach="Anna",
                reviewer="Maria",
                client=f"C{number % 5}",
                role="mentor",
            ),
            recording=RecordingRef(
                file=f"talk{number}.m4a", sha256=f"{number:064x}", duration=Timecode(3000.0)
            ),
            rubric=reference(rubric),
            markers=tuple(
                Marker(
                    id=f"m{i + 1}",
                    start=Timecode(i * 60.0 + number % 50),
                    end=Timecode(i * 60.0 + number % 50 + 7.5),
                    competency=competency.id,
                    indicator=dice.choice(competency.indicators).id,
                    rating=dice.choice((*RATINGS, None)),
                    comment="What would it mean to you if … opened something. Then you waited.",
                    quote="what would it mean to you if it worked",
                    speaker="Coach",
                )
                for i in range(markers)
                for competency in (dice.choice(rubric.competencies),)
            ),
            verdicts=tuple(
                Verdict(competency=competency.id, value="observed", strengths="You wait.")
                for competency in rubric.competencies
            ),
        )
        exported = dt.datetime.combine(day, dt.time(18), dt.UTC)
        feedback = feedback_from(review, rubric, feedback_id=f"f{number:031x}", exported=exported)
        place = folder / f"{number // 50}"
        place.mkdir(exist_ok=True)
        (place / f"talk{number}.feedback.toml").write_bytes(encode_feedback(feedback))


def run(program: str, *arguments: object, home: Path) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and megabytes of memory at most."""
    homes = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **homes},
    )
    seconds, used, memory = json.loads(done.stdout)
    return seconds, used, memory


def middle(runs: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    seconds, used, memory = (sorted(column)[len(runs) // 2] for column in zip(*runs, strict=True))
    return seconds, used, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sessions"
        folder.mkdir()
        fill(folder, options.files)
        run(_YARDSTICK, folder, home=Path(place))  # the disk's cache is warm from here on
        cold, bare, warm = [], [], []
        for number in range(options.runs):
            home = Path(place) / f"home{number}"
            cold.append(run(_OURS, folder, options.files, home=home))
            bare.append(run(_YARDSTICK, folder, home=home))
            warm.append(run(_OURS, folder, options.files, home=home))
    print(f"{options.files} feedback files of 40 markers, the middle of {options.runs} runs")
    for name, runs, goal in (("cold", cold, 2.0), ("warm", warm, 0.3)):
        seconds, used, memory = middle(runs)
        print(
            f"{name} {seconds:.2f} s, of the processor {used:.2f} s, {memory:.0f} MB;"
            f" goal {goal} s, 300 MB"
        )
    seconds, used, _ = middle(bare)
    ratio = middle(cold)[1] / used
    print(f"a bare parse {seconds:.2f} s, of the processor {used:.2f} s: ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
