"""Commands run as a user would run them, in folders of their own."""

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sessionlens import resources
from sessionlens.cli.root import root

KINDS = ("config", "data", "state", "cache")

READING = [
    ["review"],
    ["export"],
    ["transcript"],
    ["check"],
    ["info"],
    ["info", "--json"],
    ["alliance", "--show"],
    ["rubrics"],
    ["keys", "--keymap"],
    ["review", "talk.wav", "--transcript"],
    ["review", "talk.wav", "--rubric"],
    ["review", "talk.wav", "--keymap"],
]
"""Commands that are given one more argument: a file."""


class CommandLine:
    """A current folder, a home of its own, and `sessionlens` to be run there."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path / "work"
        self.folder.mkdir()
        monkeypatch.chdir(self.folder)
        self.home = tmp_path / "home"
        self.own = {kind: self.home / kind / "sessionlens" for kind in KINDS}
        for kind, own in self.own.items():
            monkeypatch.setattr(resources, f"{kind}_folder", lambda own=own: own)

    def run(self, *arguments: str | Path) -> Result:
        """Run a command in this process."""
        return CliRunner().invoke(root, [str(one) for one in arguments])

    def run_with(self, typed: str, *arguments: str | Path) -> Result:
        """Run a command in this process, and type."""
        return CliRunner().invoke(root, [str(one) for one in arguments], input=typed)

    def spawn(
        self, *arguments: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command in a process of its own, without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "sessionlens", *map(str, arguments)],
            capture_output=True,
            env={
                **os.environ,
                **{f"XDG_{kind.upper()}_HOME": str(self.home / kind) for kind in KINDS},
                **environment,
            },
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the current folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def session(self) -> Path:
        """Put a recording with its transcript and review into the folder; returns the first."""
        self.write("talk.review.toml", REVIEW)
        self.write("talk.vtt", TRANSCRIPT)
        return self.wav()

    def wav(self, name: str = "talk.wav", seconds: float = 3.0) -> Path:
        """Put a recording into the current folder: mono, 16 kHz."""
        path = self.folder / name
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(b"\1\0" * round(16_000 * seconds))
        return path


def error_line(result: Result) -> str:
    """The one line that a failed command said, after checking that it is one."""
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("sessionlens: ")
    assert "Traceback" not in result.stderr
    return lines[0].removeprefix("sessionlens: ")


def snapshot(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(cli: CommandLine, *arguments: str | Path) -> str:
    """The line with which a command refused to work, after checking that it changed nothing."""
    before = snapshot(cli.folder)
    line = error_line(cli.run(*arguments))
    assert snapshot(cli.folder) == before
    assert line.endswith(".")
    assert line.isprintable()
    return line


REVIEW = """\
format = "sessionlens.review"
version = 1
id = "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"

[session]
title = "Third session"
date = 2026-11-02
coach = "Anna"
reviewer = "Maria"
role = "mentor"
level = "PCC"

[recording]
file = "talk.wav"

[rubric]
id = "icf-core"
edition = "2025"

[[markers]]
id = "m2"
start = 00:00:02.000
competency = "presence"
rating = "growth"
comment = "Two questions at once."

[[markers]]
id = "m1"
start = 00:00:00.500
end = 00:00:01.500
competency = "evokes-awareness"
indicator = "c"
rating = "strength"
comment = "Then you waited."
quote = "what would it mean to you"
speaker = "Coach"

[[markers]]
id = "m3"
start = 00:00:02.500
comment = "For my supervision only."
private = true

[[verdicts]]
competency = "evokes-awareness"
value = "observed"

[summary]
strengths = "Silence."
"""

TRANSCRIPT = """\
WEBVTT

1
00:00:00.500 --> 00:00:01.500
Coach: what would it mean to you

2
00:00:01.600 --> 00:00:02.800
Client: I do not know yet
"""
