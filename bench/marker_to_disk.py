"""How long a marker takes from the key to the durable file, by number of markers already there.

Measured is what the screen does for a key: `Editor.apply` with the review's file as its save.
The yardstick is the bare system calls on as many bytes, in the same run and in turns with ours:
write beside, fsync, rename, fsync of the folder. Most of the time is the disk's; the processor's
part of ours is shown apart.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.changes import AddMarker, Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import ReviewFile

WORDS = ["what", "would", "it", "mean", "if", "you", "waited", "and", "something", "opened"]


def marker(number: int) -> Marker:
    dice = random.Random(number)
    return Marker(
        id=f"m{number}",
        start=Timecode(number * 1.3),
        end=Timecode(number * 1.3 + 4),
        competency="evokes-awareness",
        indicator="c",
        rating="strength",
        comment=" ".join(dice.choices(WORDS, k=30)),
        quote=" ".join(dice.choices(WORDS, k=10)),
        speaker="Coach",
    )


def opened(path: Path, count: int) -> Editor:
    """An editor on a saved review, as after opening it."""
    review = Review(
        id="bench",
        recording=RecordingRef(file="talk.m4a"),
        rubric=RubricRef(id="icf-core"),
        last_marker=count,
        markers=tuple(marker(number) for number in range(1, count + 1)),
    )
    ReviewFile(path).save(review)
    file = ReviewFile(path)
    file.claim()
    return Editor(Material(file.load()), lambda _, new: file.save(new.review))


def press(editor: Editor) -> None:
    editor.apply(AddMarker(marker(editor.review.last_marker + 1)))
    if editor.unsaved is not None:
        raise editor.unsaved


def bare(path: Path, data: bytes) -> None:
    """The yardstick."""
    beside = path.with_suffix(".tmp")
    with beside.open("wb", buffering=0) as file:
        file.write(data)
        os.fsync(file.fileno())
    beside.replace(path)
    if os.name != "nt":
        descriptor = os.open(path.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def milliseconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def row(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} / {percentile(values, 0.99):.2f}"


def measure(folder: Path, count: int, presses: int, pause: float) -> None:
    review, yardstick = folder / f"{count}.review.toml", folder / "yardstick"
    editor = opened(review, count)
    ours, theirs, own = [], [], []
    for _ in range(presses):
        begun = time.process_time()
        ours.append(milliseconds(lambda: press(editor)))
        own.append((time.process_time() - begun) * 1000)
        time.sleep(pause)
        data = review.read_bytes()
        theirs.append(milliseconds(lambda data=data: bare(yardstick, data)))  # type: ignore[misc]
        time.sleep(pause)
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"| {count} | {row(ours)} | {row(theirs)} | {ratio:.2f} | {row(own)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where to write: choose a real disk")
    parser.add_argument("--presses", type=int, default=300)
    parser.add_argument("--pause", type=float, default=0.02, help="seconds between two presses")
    parser.add_argument("--markers", type=int, nargs="+", default=[200, 2000])
    options = parser.parse_args()
    print("| markers | key to disk, median / p99 ms | bare calls | ratio | our processor time |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for count in options.markers:
            measure(Path(folder), count, options.presses, options.pause)


if __name__ == "__main__":
    main()
