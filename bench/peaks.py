"""Peaks of a long recording, against ffmpeg decoding the same file into nothing.

    python bench/peaks.py [--minutes 60]

A wav is measured against 0.3 seconds. The last lines say how soon the first peaks are there, and
how long the peaks' thread keeps another one waiting for the interpreter.
"""

import argparse
import tempfile
import threading
import time
from pathlib import Path

from _common import ffmpeg, median, report, talk
from sessionlens.audio.measuring import Measuring
from sessionlens.audio.recording import open_recording


def ours(path: Path) -> float:
    begin = time.perf_counter()
    for _ in Measuring(path).chunks():
        pass
    return time.perf_counter() - begin


def bare(path: Path) -> float:
    begin = time.perf_counter()
    ffmpeg("-i", str(path), "-map", "0:a", "-f", "null", "-")
    return time.perf_counter() - begin


def first(path: Path) -> float:
    begin = time.perf_counter()
    chunks = Measuring(path).chunks()
    next(chunks)
    took = (time.perf_counter() - begin) * 1000
    chunks.close()
    return took


def opening(path: Path) -> float:
    begin = time.perf_counter()
    with open_recording(path) as recording:
        recording.read(1000)
    return (time.perf_counter() - begin) * 1000


def longest_wait(path: Path) -> float:
    """Milliseconds that a thread which wants to run every millisecond had to wait at most."""
    worker = threading.Thread(target=ours, args=(path,))
    worker.start()
    longest, last = 0.0, time.perf_counter()
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for kind, rate in (("wav", 16000), ("wav", 44100)):
            path = talk(folder, kind, minutes, rate)
            ours(path)
            report(f"peaks {kind} {rate}", median(lambda: ours(path)), 0.3, 1.0)  # noqa: B023
            path.unlink()
        for kind in ("mp3", "vbr.mp3", "m4a", "flac", "opus", "ogg"):
            path = talk(folder, kind, minutes)
            pairs = sorted((ours(path), bare(path)) for _ in range(3))
            mine, theirs = (sorted(column)[1] for column in zip(*pairs, strict=True))
            report(f"peaks {kind}", mine, theirs, 1.0)
            print(f"    opened {median(lambda: opening(path)):.1f} ms")  # noqa: B023
            print(f"    first ten seconds {median(lambda: first(path)):.0f} ms")  # noqa: B023
            print(f"    longest wait of another thread {longest_wait(path):.0f} ms", flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
