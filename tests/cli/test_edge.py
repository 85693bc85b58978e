"""Errors at the edge of the program: one line, the right exit code, never a traceback."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sessionlens.cli.edge import exit_code_of
from sessionlens.cli.root import COMMANDS, root
from sessionlens.domain.errors import SessionLensError


def sessionlens(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sessionlens", *arguments]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["review"],
        ["review", "a", "b"],
        ["review", "--nonsense", "a"],
        ["export", "--format", "nonsense", "a"],
        ["check"],
        ["info"],
        ["keys", "superfluous"],
    ],
)
def test_wrong_use_is_one_line_that_names_the_help(arguments: list[str]) -> None:
    result = CliRunner().invoke(root, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("sessionlens: ")
    assert "--help'." in line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(root, [name, "--help"])
    assert result.exit_code == 0
    usage, _, explanation, *_ = result.stdout.splitlines()
    assert usage.startswith(f"Usage: root {name} ")
    assert explanation.split()[0] == COMMANDS[name].split()[0]


def test_without_a_command_the_help_is_shown() -> None:
    result = CliRunner().invoke(root, [])
    assert result.exit_code == 0
    assert "review" in result.stdout


def test_an_error_names_file_line_cause_and_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise SessionLensError("Wrong", "Mend it", where=Path("a.toml"), line=3)

    assert exit_code_of(fail, debug=False) == 2
    assert capsys.readouterr().err == "sessionlens: a.toml: line 3: Wrong. Mend it.\n"


def test_hostile_text_in_an_error_cannot_act_upon_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> int:
        raise SessionLensError("Bad \x1b[2J\x9b1m\u202e\0\nname", where="a\r\nb\udcff.toml")

    assert exit_code_of(fail, debug=False) == 2
    assert capsys.readouterr().err == "sessionlens: a b\ufffd.toml: Bad name.\n"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("odd"), "(ValueError at test_edge.py:"),
        (MemoryError(), "memory"),
        (OSError(28, "No space left on device"), "No space left"),
        (PermissionError(13, "Permission denied", "x.toml"), "x.toml: Permission denied"),
    ],
)
def test_what_nobody_foresaw_is_still_one_line(
    error: Exception, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert exit_code_of(fail, debug=False) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


def test_an_error_that_nobody_foresaw_does_not_say_what_was_being_worked_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> int:
        raise KeyError("I want to leave my husband")

    assert exit_code_of(fail, debug=False) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "husband" not in line


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_whatever_prints_cannot_act_upon_the_terminal(
    stream: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def print_it() -> int:
        print("a\x1b[2J\tb\n\x9b1m\u202ec\udcff", file=getattr(sys, stream))
        return 0

    assert exit_code_of(print_it, debug=False) == 0
    assert getattr(capsys.readouterr(), stream[3:]) == "a[2J\tb\n1mc\ufffd\n"


def test_a_traceback_cannot_act_upon_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise ValueError("\x1b]0;mine\x07\x9b2J")

    exit_code_of(fail, debug=True)
    errors = capsys.readouterr().err
    assert "ValueError" in errors
    assert all(line.isprintable() for line in errors.splitlines())


def test_debug_shows_where_an_error_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise SessionLensError("Wrong", "Mend it")

    assert exit_code_of(fail, debug=True) == 2
    errors = capsys.readouterr().err
    assert "Traceback" in errors
    assert errors.endswith("sessionlens: Wrong. Mend it.\n")


@pytest.mark.parametrize(
    "arguments", [["--debug", "info", "absent"], ["info", "--debug", "absent"]]
)
def test_debug_may_stand_before_or_after_the_command(arguments: list[str]) -> None:
    result = CliRunner().invoke(root, arguments)
    assert result.exit_code == 2
    assert "Traceback" in result.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_an_interruption_is_quiet(
    error: type[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert exit_code_of(fail, debug=False) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a single process")
def test_ctrl_c_is_quiet() -> None:
    program = (
        "import time\nfrom sessionlens.cli.edge import exit_code_of\n"
        "def call():\n    print('ready', flush=True)\n    while True:\n        time.sleep(0.1)\n"
        "raise SystemExit(exit_code_of(call, debug=False))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="needs a shell's pipe")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)  # before it starts: on a busy machine all may be written before this goes on
    done = subprocess.run(
        sessionlens("rubrics", "icf-core"), stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            sessionlens("rubrics"), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "No space left" in line


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("arguments", [["keys"], ["rubrics", "icf-core"], ["keys", "--markdown"]])
def test_a_terminal_of_any_encoding_is_written_to(encoding: str, arguments: list[str]) -> None:
    done = subprocess.run(
        sessionlens(*arguments),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    # click takes ASCII for a mistake of the environment, and writes UTF-8 then.
    assert done.stdout.decode("utf-8" if encoding == "ascii" else encoding)


def test_shells_complete_commands_and_options() -> None:
    done = subprocess.run(
        sessionlens(),
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "_SESSIONLENS_COMPLETE": "bash_complete",
            "COMP_WORDS": "sessionlens re",
            "COMP_CWORD": "1",
        },
        check=False,
    )
    assert "review" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stderr_changes_no_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(sessionlens("check", "missing.toml"), stderr=full, check=False)
    assert done.returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes descriptors")
def test_a_closed_output_is_one_line() -> None:
    command = shlex.join(sessionlens("rubrics"))
    done = subprocess.run(
        f"{command} >&-", shell=True, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "sessionlens: The output is closed. Start it without '>&-'.\n"


@pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime")
def test_a_clock_beyond_all_measure_is_said_in_one_line() -> None:
    program = [sys.executable, "-m", "sessionlens", "rubrics"]
    later = ["faketime", "-f", "@5200-06-01 10:00:00", *program]
    ended = subprocess.run(later, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "sessionlens: The clock of this computer is wrong. Set it right.\n"
