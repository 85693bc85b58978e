"""How long the start screen waits for its list: 500 recordings with 2,000 files of theirs.

    python bench/start_listing.py [--recordings 500]

Measured is `first_look`, which is all that the first paint needs, then `list_recordings`, which
looks into every document, and then the numbers of each recording, which come in one by one
afterwards. The yardstick is a bare `os.scandir` with a `stat` of every file, in the same run. Goal:
first list within 0.5 s.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.answer import Answer
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review, RubricRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.entry import counts_of
from sessionlens.library.folder import first_look, list_recordings
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import encode_review


def fill(folder: Path, recordings: int) -> None:
    """A recording, a transcript, two reviews and a reply each."""
    for number in range(recordings):
        stem = folder / f"2026-11-{number % 28 + 1:02d} session {number}"
        reference = RecordingRef(file=f"{stem.name}.m4a")
        review = Review(
            id=f"{number:032x}",
            recording=reference,
            rubric=RubricRef(id="icf-core", edition="2025"),
            markers=tuple(
                Marker(id=f"m{i}", start=Timecode(i * 60.0), competency="presence", comment="Said.")
                for i in range(1, 21)
            ),
        )
        reply = Reply(
            id="r",
            feedback="f",
            review=review.id,
            recording=reference,
            answers=tuple(Answer(marker=f"m{i}", stance="try") for i in range(1, 11)),
        )
        for ending, content in (
            (".m4a", b"\0" * 64),
            (".vtt", b"WEBVTT\n"),
            (".review.toml", encode_review(review)),
            (".self.review.toml", encode_review(review)),
            (".reply.toml", encode_reply(reply)),
        ):
            Path(f"{stem}{ending}").write_bytes(content)


def scan(folder: Path) -> int:
    """The yardstick."""
    with os.scandir(folder) as entries:
        return sum(entry.stat().st_size for entry in entries)


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median(action: Callable[[], object], runs: int) -> float:
    return statistics.median(seconds(action) for _ in range(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=500)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, options.recordings)
        first = seconds(lambda: first_look(folder))
        told = seconds(lambda: list_recordings(folder))
        ours = statistics.median(
            seconds(lambda: list_recordings(folder)) for _ in range(options.runs)
        )
        bare = statistics.median(seconds(lambda: scan(folder)) for _ in range(options.runs))
        entries = list_recordings(folder)
        counting = seconds(lambda: [counts_of(entry) for entry in entries])
    files = options.recordings * 5
    print(f"{options.recordings} recordings, {files} files in all")
    print(f"first list       {first * 1000:7.1f} ms   (goal 500)")
    print(f"told by content  {told * 1000:7.1f} ms   after that, in a worker")
    print(f"list again       {ours * 1000:7.1f} ms   {ours / bare:.1f} x a bare scandir with stat")
    print(f"bare scandir     {bare * 1000:7.1f} ms")
    print(f"numbers of each  {counting / len(entries) * 1000:7.1f} ms   after that, in a worker")


if __name__ == "__main__":
    main()
