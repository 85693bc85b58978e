"""The report with sound against ffmpeg cutting the same clips, the form, and the report's memory.

    python bench/report.py [--minutes 60] [--clips 60] [--only report|form|memory]

The yardstick is the program ffmpeg, started once for every clip, one after another: each seeks in
the same m4a and encodes twelve seconds with the same codec and bit rate. Ours is the whole
`sessionlens export --format html`, the timeline's loudness included. Memory is the most that the
export ever used, of 180 minutes against 20, with as many moments and words. FFmpeg holds the index
of an m4a in memory, 10 MB an hour: that part is measured against the program ffmpeg, the rest with
the same sound in Matroska.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from _common import ffmpeg, report, talk
from sessionlens.documents.content import content_of
from sessionlens.documents.formats import Options, format_named
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.storage.encoding import dumps
from sessionlens.storage.feedback import FORMAT
from sessionlens.storage.rubrics import find_rubric
from sessionlens.transcripts.native import encode

_SECONDS = 12.0  # of each clip, two of them before the moment
_PRE_ROLL = 2.0
_WORD = 0.4
_BRIEF, _LONG = 20, 180  # minutes


def feedback(minutes: int, count: int, file: str) -> Feedback:
    """Moments at equal distances, as long as the clips."""
    rubric, _ = find_rubric("icf-core")
    step = minutes * 60 / count
    markers = tuple(
        Marker(
            id=f"m{number + 1}",
            start=Timecode(number * step + 10),
            end=Timecode(number * step + 8 + _SECONDS),
            competency=rubric.competencies[number % len(rubric.competencies)].id,
            indicator="a",
            rating="strength",
            comment="What you did here opened something, and then you waited. " * 4,
            quote="what would it mean to you if it worked",
            speaker="Coach",
        )
        for number in range(count)
    )
    return Feedback(
        id="f" * 32,
        review="5" * 32,
        exported=dt.datetime.now(dt.UTC),
        session=Session(title="A long session", coach="Anna", reviewer="Maria", role="mentor"),
        recording=RecordingRef(file=file, duration=Timecode(minutes * 60)),
        markers=markers,
        rubric=rubric,
    )


def transcript(minutes: int) -> Transcript:
    """Somebody always speaks: turns of eight seconds, twenty words each."""
    return Transcript(
        utterances=tuple(
            Utterance(
                start=start,
                end=start + 8.0,
                speaker="Coach" if start % 16 else "Client",
                text=" ".join(["word"] * 20),
                words=tuple(
                    Word(start=start + i * _WORD, end=start + (i + 1) * _WORD, text="word")
                    for i in range(20)
                ),
            )
            for start in map(float, range(0, minutes * 60, 8))
        ),
        timing="word",
    )


def written(folder: Path, path: Path, minutes: int, count: int, spoken: int = 0) -> Path:
    """The feedback file and the transcript beside the recording; `spoken` minutes of it."""
    target = folder / f"{path.stem}.feedback.toml"
    target.write_bytes(dumps(FORMAT, feedback(minutes, count, path.name)))
    path.with_suffix(".transcript.json").write_bytes(encode(transcript(spoken or minutes)))
    return target


def exported(file: Path, folder: Path) -> tuple[float, float]:
    """Seconds of a whole export, and the most memory that it used, in MB."""
    home = folder / f"home-{time.monotonic_ns()}"  # so that no loudness is remembered
    variables = {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    command = [sys.executable, "-m", "sessionlens", "export", str(file), "--format", "html"]
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--force"], env={**os.environ, **variables}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit("the export failed")
    return seconds, usage.ru_maxrss / 1024


def cut_by_ffmpeg(path: Path, minutes: int, count: int, folder: Path) -> float:
    step = minutes * 60 / count
    begin = time.perf_counter()
    for number in range(count):
        cut = ["-ss", str(number * step + 8), "-t", str(_SECONDS), "-i", str(path)]
        sound = ["-ac", "1", "-c:a", "libopus", "-b:a", "24k"]
        target = str(folder / f"clip-{number}.ogg")
        subprocess.run(
            ["ffmpeg", "-v", "error", "-nostdin", "-y", *cut, *sound, target], check=True
        )
    return time.perf_counter() - begin


def form(count: int) -> float:
    """Seconds for the form of so many moments, once everything is imported."""
    content = content_of(feedback(60, count, "talk.m4a"), transcript(60))
    options = Options(target=Path("talk.form.docx"))
    render = format_named("form-docx").render
    render(replace(content, moments=()), options)
    begin = time.perf_counter()
    render(content, options)
    return time.perf_counter() - begin


def against_ffmpeg(folder: Path, minutes: int, count: int) -> None:
    path = talk(folder, "m4a", minutes)
    file = written(folder, path, minutes, count)
    exported(file, folder)
    runs = sorted(
        (exported(file, folder)[0], cut_by_ffmpeg(path, minutes, count, folder)) for _ in range(3)
    )
    ours, yardstick = (sorted(column)[1] for column in zip(*runs, strict=True))
    report(f"report, {count} clips", ours, yardstick, 1.5)


def memory(folder: Path, count: int) -> None:
    """As many moments and words, in a short recording and in one nine times as long."""
    ours: dict[str, list[float]] = {"mka": [], "m4a": []}
    theirs = []
    for minutes in (_BRIEF, _LONG):
        path = talk(folder, "m4a", minutes)
        same = path.with_suffix(".mka")  # the same sound, in a container without an index
        ffmpeg("-i", str(path), "-c", "copy", str(same))
        for kind, recording in (("m4a", path), ("mka", same)):
            file = written(folder, recording, minutes, count, _BRIEF)
            ours[kind].append(exported(file, folder)[1])
        theirs.append(used_by_ffmpeg(path, minutes))
    report(f"memory, {_LONG} minutes", ours["mka"][1], ours["mka"][0], 1.2, "MB")
    grown = ours["m4a"][1] - ours["m4a"][0]
    report("memory that m4a adds", grown, theirs[1] - theirs[0], 1.2, "MB")


def used_by_ffmpeg(path: Path, minutes: int) -> float:
    """The most memory, in MB, that ffmpeg used to cut the last second of a recording."""
    cut = ["-ss", str(minutes * 60 - 1), "-i", str(path), "-f", "null", "-"]
    process = subprocess.Popen(["ffmpeg", "-v", "error", "-nostdin", *cut])
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--clips", type=int, default=60)
    parser.add_argument("--only", choices=["report", "form", "memory"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if chosen.only in (None, "report"):
            against_ffmpeg(folder, chosen.minutes, chosen.clips)
        if chosen.only in (None, "form"):
            report("form, 200 moments", sorted(form(200) for _ in range(3))[1], 1.0, 1.0)
        if chosen.only in (None, "memory"):
            memory(folder, chosen.clips)


if __name__ == "__main__":
    main()
