"""Seeking in an hour: how many of 200 random seeks are exact, and how long they take.

    python bench/seeking.py [--minutes 60]

Exact is what a decode from the beginning to the end has at that place; AAC's decoder adds noise of
its own, so there the likeness decides. Times are of a seek and 1,024 frames, against 30 ms.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from _common import report, talk
from sessionlens.audio.recording import Recording, open_recording, prepare

SEEKS = 200
LENGTH = 1024
SECOND = 48_000


def whole(recording: Recording, places: list[int]) -> dict[int, NDArray[np.int16]]:
    """What a decode without any seek has at the places, which are in order."""
    originals, waiting, at = {}, list(places), 0
    held = np.zeros((0, recording.channels), np.int16)
    while waiting and len(block := recording.read(SECOND)):
        held = np.concatenate([held, block])
        while waiting and waiting[0] + LENGTH <= at + len(held):
            place = waiting.pop(0)
            originals[place] = held[place - at : place - at + LENGTH].copy()
        drop = max(len(held) - 2 * LENGTH, 0)
        held, at = held[drop:], at + drop
    return originals


def same(heard: NDArray[np.int16], original: NDArray[np.int16], exact: bool) -> bool:
    if exact:
        return np.array_equal(heard, original)
    heard_channel, original_channel = heard[:, 0].astype(float), original[:, 0].astype(float)
    shifts = np.correlate(heard_channel, original_channel, "full")
    lag = int(np.argmax(shifts)) - len(original_channel) + 1
    return lag == 0


def measure(path: Path, kind: str) -> None:
    with open_recording(path) as recording:
        chance = random.Random(1)
        end = recording.frames - recording.sample_rate * 200
        places = sorted({chance.randrange(end) for _ in range(SEEKS)})
        originals = whole(recording, places)
        places = list(originals)
    with open_recording(path) as recording:
        begin = time.perf_counter()
        recording.seek(places[-1])
        recording.read(LENGTH)
        first = (time.perf_counter() - begin) * 1000
    exact, times = 0, []
    with open_recording(path) as recording:
        begin = time.perf_counter()
        prepare(recording)
        preparing = (time.perf_counter() - begin) * 1000
        for place in random.Random(2).sample(places, len(places)):
            begin = time.perf_counter()
            recording.seek(place)
            heard = recording.read(LENGTH)
            times.append((time.perf_counter() - begin) * 1000)
            exact += same(heard, originals[place], kind != "m4a")
    print(f"{kind}: {exact} of {len(places)} exact; the very first far seek {first:.1f} ms,")
    print(f"    or {preparing:.1f} ms to prepare it beforehand")
    report(f"{kind} median", float(np.median(times)), 30.0, 1.0, "ms")
    report(f"{kind} 99 of 100", float(np.quantile(times, 0.99)), 30.0, 1.0, "ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for kind in ("wav", "flac", "mp3", "vbr.mp3", "m4a", "ogg", "opus"):
            path = talk(Path(name), kind, minutes)
            measure(path, kind)
            path.unlink()


if __name__ == "__main__":
    main()
