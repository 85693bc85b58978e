"""SIGKILL at the n-th fsync, rename or unlink, and at random moments: every file is whole.

What the screen called saved is on disk. `--kills 800` kills as often as that, over review, replay
and transcribe.
"""

import random
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faulty_disks import DiskFaults
from kept_words import broken_aside, whole_files
from pseudo_terminal import environment
from replaying import session
from terminal_program import Program

from sessionlens.resources import sample_folder
from sessionlens.transcripts import native

_TWO_VOICES = Path(__file__).parent.parent / "data" / "speech" / "two_voices.ogg"
_CALLS = ("fsync", "rename", "unlink")
_MOST = {"review": 40, "replay": 24, "transcribe": 12}
"""Calls of a kind that each of them makes, about; beyond the last one is killed at the end."""

REVIEW = (
    *("7", "\r", "you waited, and it opened", "\r", "3", "+", "\r", "a clear wish", "\r"),
    *("x", " indeed", "\r", "1", "-", "u", "5", "?", "D", "Anna", "\x1b", "E", "\x1b", "q"),
    *("v", "\r", "2", "\x1b", "l", "6", "\r", "and then", "\r", "4"),
)
REPLAY = (  # words only: the same stance twice takes it back
    *("n", "c", "I was afraid", "\r", "o", "for myself", "\r", "n", "c", "to try", "\r", "n"),
    *("c", "why", "\r", "r", "To wait longer", "\x1b", "p", "c", " another word", "\r"),
)


@dataclass
class Seen:
    """The most that the screen has called saved."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def watch(self, lines: list[str]) -> None:
        first = lines[0]
        saved = re.search(r" saved .*· (\d+) (?:markers?|of \d+ answered)", first)
        if saved:
            self.count = int(saved[1])
            self.lines.append(first)


def counted(path: Path, key: str) -> int:
    """Markers of a review, or answers of a reply, on disk."""
    if not path.exists():
        return 0
    entries = tomllib.loads(path.read_text("utf-8")).get(key, [])
    return sum(key == "markers" or "stance" in entry or "text" in entry for entry in entries)


def call(chance: random.Random, command: str) -> str:
    """Where to kill: at one of the calls, or nowhere (then it is killed by the clock)."""
    if chance.random() < 0.25:
        return ""
    number = chance.randint(1, _MOST[command])
    return f"{chance.choice(_CALLS)}:{number}:{chance.choice(('before', 'after'))}"


def kill_in_screen(folder: Path, home: Path, chance: random.Random, faults: DiskFaults) -> str:
    """One kill while reviewing or replaying; returns what was killed, and where."""
    command = chance.choice(("review", "replay"))
    name = "talk.wav" if command == "review" else "talk.feedback.toml"
    keys = REVIEW if command == "review" else REPLAY
    where = call(chance, command)
    seen = Seen()
    until = time.monotonic() + chance.uniform(1.0, 8.0) if not where else float("inf")
    with Program([command, folder / name], home, faults(kill=where), seen.watch) as program:
        for key in ("", *keys):
            if not program.running or time.monotonic() > until:
                break
            program.press(key)
            time.sleep(chance.uniform(0.0, 0.08))
        else:
            deadline = time.monotonic() + 3
            while program.running and time.monotonic() < min(deadline, until):
                time.sleep(0.02)
        program.kill()
    whole_files(folder, home)
    assert not broken_aside(home)
    if command == "review":
        there = counted(folder / "talk.review.toml", "markers")
    else:
        there = counted(folder / "talk.reply.toml", "answers")
    assert there >= seen.count, (command, where, there, seen.lines[-3:])
    return f"{command} {where or 'by the clock'}: {seen.count} shown, {there} on disk"


def transcribe(recording: Path, home: Path, variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Begin to recognise."""
    model = sample_folder() / "tiny-model"
    command = [sys.executable, "-m", "sessionlens", "transcribe", "--model", str(model)]
    return subprocess.Popen(
        [*command, str(recording)],
        env=environment(home, variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def kill_while_transcribing(
    folder: Path, home: Path, chance: random.Random, faults: DiskFaults
) -> str:
    """One kill of `transcribe`; the next one goes on from there."""
    recording = folder / "voices.ogg"
    if not recording.exists():
        shutil.copy(_TWO_VOICES, recording)
    where = call(chance, "transcribe")
    process = transcribe(recording, home, faults(kill=where))
    try:
        process.wait(chance.uniform(1.0, 6.0) if not where else 60)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    assert process.stdout is not None
    output = process.stdout.read().decode()
    process.stdout.close()
    assert "Traceback" not in output, output
    whole_files(folder, home)
    transcript = folder / "voices.transcript.json"
    done = transcript.exists()
    if done:
        assert len(native.decode(transcript.read_bytes()).utterances) >= 5
        transcript.unlink()
    return f"transcribe {where or 'by the clock'}: {'written' if done else 'goes on'}"


def test_every_file_is_whole_and_what_was_called_saved_is_there(
    tmp_path: Path, home: Path, disk_faults: DiskFaults, pytestconfig: pytest.Config
) -> None:
    kills: int = pytestconfig.getoption("--kills")
    chance = random.Random(pytestconfig.getoption("--seed"))
    folder = tmp_path / "talk"
    for number in range(1, (kills or 3) + 1):
        if number % 4 == 1:  # what was killed is opened again three times, then all begins anew
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            session(folder, home)
        kill = kill_while_transcribing if number % 8 == 0 else kill_in_screen
        told = kill(folder, home, chance, disk_faults)
        if kills:
            print(f"{number} {told}", flush=True)
    print(f"{number} kills: no file broken, nothing missing that was shown as saved")
