"""No socket to a network is opened, or even made, except to fetch a model."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine
from test_screen import CTRL_Q, Terminal

from sessionlens import resources

FORBIDDEN = """
import os, sys

def refuse(event, arguments):
    # A pair of sockets within the process wakes the event loop, and the sound server is local.
    local = event == "socket.__new__" and int(arguments[1]) == 1
    if event.startswith("socket.") and event != "socket.gethostname" and not local:
        with open(os.environ["WITNESS"], "a") as file:
            print(event, arguments, file=file)
        raise PermissionError("no network")

sys.addaudithook(refuse)
"""
EVERYTHING = """
import importlib, pkgutil, sessionlens
for module in pkgutil.walk_packages(sessionlens.__path__, "sessionlens."):
    if module.name != "sessionlens.__main__":
        importlib.import_module(module.name)
from sessionlens.speech.engines.vosk import _vosk
_vosk()
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that tells of every socket that a Python process of this test asks for."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(FORBIDDEN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"))
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


def told(witness: Path) -> str:
    return witness.read_text() if witness.exists() else ""


def test_the_witness_sees(witness: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET6)"
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert "socket.__new__" in told(witness)


def test_nothing_that_is_imported_opens_a_socket(witness: Path) -> None:
    subprocess.run([sys.executable, "-c", EVERYTHING], check=True)
    assert told(witness) == ""


def test_no_command_opens_a_socket(cli: CommandLine, witness: Path) -> None:
    shutil.copy(resources.sample_folder() / "first-session.ogg", cli.folder / "talk.ogg")
    model = resources.sample_folder() / "tiny-model"
    for command in (
        ("transcribe", "talk.ogg", "--model", model),
        ("models", "add", model),
        ("models", "list"),
        ("info", "talk.ogg", "talk.transcript.json"),
        ("check", "talk.transcript.json"),
        ("rubrics",),
        ("pseudonyms", "add", "M.", "Jonas"),
        ("ledger",),
        ("purge", ".", "--yes"),
    ):
        result = cli.spawn(*command)
        assert result.returncode in (0, 1), result.stderr
    assert told(witness) == ""


def test_whisper_opens_no_socket(cli: CommandLine, witness: Path, random_whisper: Path) -> None:
    shutil.copy(resources.sample_folder() / "first-session.ogg", cli.folder / "talk.ogg")

    added = cli.spawn("models", "add", random_whisper)
    result = cli.spawn("transcribe", "talk.ogg", "--language", "de")

    assert added.returncode == 0, added.stderr
    assert result.returncode == 0, result.stderr
    assert "whisper" in (cli.folder / "talk.transcript.json").read_text()
    assert told(witness) == ""


def test_no_screen_opens_a_socket(cli: CommandLine, witness: Path) -> None:
    terminal = Terminal(cli, "demo", "--folder", cli.folder / "demo")
    try:
        terminal.wait_for("markers")
        terminal.send(CTRL_Q)
        assert terminal.exit_code() == 0
    finally:
        terminal.close()
    assert told(witness) == ""


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_the_engine_opens_no_socket_behind_pythons_back(cli: CommandLine, tmp_path: Path) -> None:
    shutil.copy(resources.sample_folder() / "first-session.ogg", cli.folder / "talk.ogg")
    log = tmp_path / "calls"
    model = resources.sample_folder() / "tiny-model"
    program = [sys.executable, "-m", "sessionlens", "transcribe", "talk.ogg", "--model", str(model)]
    watched = ["strace", "-f", "--seccomp-bpf", "-e", "trace=socket,connect", "-o", str(log)]
    ended = subprocess.run([*watched, *program], capture_output=True, check=False)
    if b"ptrace" in ended.stderr:
        pytest.skip("this machine does not let a process be watched")
    assert ended.returncode == 0, ended.stderr
    assert "AF_INET" not in log.read_text()
