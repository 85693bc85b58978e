"""Runs that were interrupted, killed, or met a full disk: nothing is lost, nothing done twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from true_words import tiny_model, two_voices, write_wav

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Source, Transcript, Utterance
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines.interface import DEFAULT, Engine, Lengths
from sessionlens.speech.journal import Journal
from sessionlens.speech.to_file import TranscriptWriting, transcribe_to, unfinished
from sessionlens.speech.transcriber import Progress, RecognitionOptions, key_of
from sessionlens.transcripts import native

WAY = RecognitionOptions(threads=2, lengths=Lengths(2.0, 5.0))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "talk.wav", two_voices())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "talk.transcript.json"


def run(
    engine: Engine,
    recording: Path,
    target: Path,
    on_progress: Callable[[Progress], None] = lambda _: None,
    *,
    force: bool = False,
) -> Transcript:
    layout = layout_of(recording)
    result = transcribe_to(
        target, layout, engine, WAY, writing=TranscriptWriting(force=force), on_progress=on_progress
    )
    return result.transcript


def interrupted(engine: Engine, recording: Path, target: Path, at: float) -> None:
    def stop(progress: Progress) -> None:
        if progress.fraction >= at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(engine, recording, target, stop)


def journals_beside(target: Path) -> list[Path]:
    return sorted(target.parent.glob(".*.journal"))


def test_a_second_run_goes_on_and_ends_with_the_same_transcript(
    engine: Engine, recording: Path, target: Path, tmp_path: Path
) -> None:
    uninterrupted = run(engine, recording, tmp_path / "other.json")
    interrupted(engine, recording, target, 0.4)
    assert not target.exists()
    seen: list[Progress] = []

    resumed = run(engine, recording, target, seen.append)

    assert resumed == uninterrupted
    assert 0.4 <= seen[0].before / seen[0].total < 1
    assert seen[-1].fraction == pytest.approx(1.0)
    assert native.decode(target.read_bytes()) == resumed
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "other.json",
        "talk.transcript.json",
        "talk.wav",
    ]


def test_progress_tells_speed_and_time_left(engine: Engine, recording: Path, target: Path) -> None:
    seen: list[Progress] = []

    run(engine, recording, target, seen.append)

    assert seen[0].left is None
    assert seen[0].speed == 0
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    middle = seen[len(seen) // 2]
    assert middle.left is not None
    assert middle.speed * middle.left == pytest.approx(middle.total - middle.done)


def test_a_killed_run_goes_on(engine: Engine, tmp_path: Path) -> None:
    long = write_wav(tmp_path / "long.wav", np.tile(two_voices(), (16, 1)))
    target = tmp_path / "long.transcript.json"
    command = [sys.executable, "-m", "sessionlens", "transcribe", str(long)]
    command += ["--model", str(tiny_model().path), "--jobs", "1"]
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while len(b"".join(path.read_bytes() for path in journals_beside(target))) < 5000:
        assert time.monotonic() < deadline, "nothing was written"
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert not target.exists()

    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    layout = layout_of(long)
    whole = transcribe_to(
        tmp_path / "again.json", layout, engine, RecognitionOptions(threads=2)
    ).transcript
    assert native.decode(target.read_bytes()).utterances == whole.utterances
    assert journals_beside(target) == []


def test_what_the_screen_saved_and_a_person_corrected_is_completed(
    engine: Engine, recording: Path, target: Path
) -> None:
    interrupted(engine, recording, target, 0.5)
    corrected = Utterance(start=0.78, end=3.78, text="Good morning, Jonas.", speaker="Anna")
    source = Source(format="vosk", engine=DEFAULT, edited=True)
    saved = Transcript(utterances=(corrected,), timing="word", source=source)
    target.write_bytes(native.encode(saved))

    whole = run(engine, recording, target)

    assert whole.utterances[0] == corrected
    assert len(whole.utterances) > 5
    assert native.decode(target.read_bytes()) == whole


def test_a_transcript_from_elsewhere_is_not_completed(
    engine: Engine, recording: Path, target: Path
) -> None:
    interrupted(engine, recording, target, 0.5)
    typed = Utterance(start=0.78, end=3.78, text="Good morning, Jonas.", speaker="Anna")
    source = Source(format="webvtt", file="zoom.vtt")
    target.write_bytes(native.encode(Transcript(utterances=(typed,), source=source)))

    assert unfinished(target) is None
    with pytest.raises(SessionLensError, match="exists already"):
        run(engine, recording, target)
    assert native.decode(target.read_bytes()).utterances == (typed,)


def test_a_finished_transcript_is_not_replaced_unasked(
    engine: Engine, recording: Path, target: Path
) -> None:
    target.write_bytes(b"mine")

    with pytest.raises(SessionLensError, match="exists already"):
        run(engine, recording, target)
    assert target.read_bytes() == b"mine"
    run(engine, recording, target, force=True)
    assert native.decode(target.read_bytes()).utterances


def test_names_may_be_given_later(engine: Engine, recording: Path, target: Path) -> None:
    interrupted(engine, recording, target, 0.5)
    layout = layout_of(recording, ["Coach", "Client"])
    seen: list[Progress] = []

    transcript = transcribe_to(target, layout, engine, WAY, on_progress=seen.append).transcript

    assert seen[0].before > 0
    assert list(transcript.speakers) == ["Coach", "Client"]


def test_another_recording_of_that_name_starts_anew(
    engine: Engine, recording: Path, target: Path
) -> None:
    interrupted(engine, recording, target, 0.5)
    write_wav(recording, np.roll(two_voices(), 8000, axis=0))
    seen: list[Progress] = []

    run(engine, recording, target, seen.append)

    assert seen[0].before == 0


def test_two_runs_on_one_recording(engine: Engine, recording: Path, target: Path) -> None:
    key = key_of(layout_of(recording), engine)
    assert key is not None

    with Journal(target, key), pytest.raises(SessionLensError, match="another run"):
        run(engine, recording, target)

    assert run(engine, recording, target).utterances


def test_a_full_disk_loses_nothing(
    engine: Engine, recording: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, real_write = 0, os.write

    def write(descriptor: int, data: bytes) -> int:
        nonlocal written
        written += len(data)
        if written > 3000:
            # A part of the line is written, as on a real disk.
            real_write(descriptor, bytes(data)[: len(data) // 2])
            raise OSError(28, "No space left on device")
        return real_write(descriptor, data)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        with pytest.raises(SessionLensError, match="disk is full"):
            run(engine, recording, target)
    assert not target.exists()
    seen: list[Progress] = []

    run(engine, recording, target, seen.append)

    assert seen[0].before > 0
