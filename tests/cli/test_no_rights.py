"""Folders of the user that may not be looked at keep nobody from working."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from test_screen import CTRL_Q, ENTER, Terminal

from sessionlens.storage.reviews import load_review

if not sys.platform.startswith("linux"):
    pytest.skip("permissions of Linux", allow_module_level=True)


def as_nobody_special() -> tuple[str, ...]:
    """What starts a program for which permissions count, which for root they do not."""
    if os.geteuid():
        return ()
    through = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if not shutil.which("setpriv") or subprocess.run([*through, "true"], check=False).returncode:
        pytest.skip("root can be stopped by nothing here")
    return through


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    cli = CommandLine(tmp_path, monkeypatch)
    for own in cli.own.values():
        own.mkdir(parents=True)
        own.parent.chmod(0)
    yield cli
    for own in cli.own.values():
        own.parent.chmod(0o700)


def test_a_review_is_opened_marked_and_saved(cli: CommandLine) -> None:
    cli.wav("talk.wav")
    terminal = Terminal(cli, "review", "talk.wav", through=as_nobody_special())
    try:
        terminal.wait_for("Welcome")
        terminal.send(ENTER)
        terminal.wait_for("fills it in")
        terminal.send(b"7")
        terminal.wait_for("1 marker")
        terminal.send(CTRL_Q)
        terminal.send(CTRL_Q)
        assert terminal.exit_code() == 0
    finally:
        terminal.close()
    assert len(load_review(cli.folder / "talk.review.toml").markers) == 1


@pytest.mark.parametrize(
    "command", [("keys",), ("rubrics",), ("info", "talk.wav"), ("models",), ("demo",)]
)
def test_commands_do_their_work_or_say_in_one_line_why_not(
    cli: CommandLine, command: tuple[str, ...]
) -> None:
    cli.wav("talk.wav")
    folders = {f"XDG_{kind.upper()}_HOME": str(cli.home / kind) for kind in cli.own}
    ended = subprocess.run(
        [*as_nobody_special(), sys.executable, "-m", "sessionlens", *command],
        env={**os.environ, **folders},
        capture_output=True,
        text=True,
        check=False,
    )
    if command != ("demo",):
        assert (ended.returncode, ended.stderr) == (0, "")
    else:
        assert ended.returncode == 2
        assert len(ended.stderr.splitlines()) == 1
        assert "You may not write here" in ended.stderr
