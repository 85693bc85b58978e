"""From the command line to the screen and back, in a real terminal."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from command_line import KINDS, REVIEW, CommandLine

from sessionlens.domain.text import clean
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import ProgramState, save_program_state

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals in Python", allow_module_level=True)

import fcntl
import pty
import struct
import termios

PATIENCE = 60.0
CTRL_C, CTRL_Q, ENTER = b"\x03", b"\x11", b"\r"


class Terminal:
    """A command in a terminal of 120 by 40."""

    def __init__(
        self, cli: CommandLine, *arguments: str | Path, through: Sequence[str] = ()
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [*through, sys.executable, "-m", "sessionlens", *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={
                **os.environ,
                **{f"XDG_{kind.upper()}_HOME": str(cli.home / kind) for kind in KINDS},
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "PULSE_SERVER": "/nowhere",
            },
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(slave)
        self.seen = b""

    def wait_for(self, text: str) -> None:
        """Read until the screen has shown a text, whatever moves and colours lie in between."""
        end = time.monotonic() + PATIENCE
        while True:
            running = self._read()
            if "".join(text.split()) in "".join(self.shown.split()):
                return
            assert running, self.shown[-3000:]
            assert time.monotonic() < end, self.shown[-3000:]

    @property
    def shown(self) -> str:
        """All text that was ever shown."""
        return clean(self.seen.decode(errors="replace"))

    def send(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def exit_code(self) -> int:
        """Wait for the end, reading all so that nothing blocks or is missed."""
        end = time.monotonic() + PATIENCE
        while self._read() and time.monotonic() < end:
            pass
        return self.process.wait(max(end - time.monotonic(), 1))

    def interrupt(self) -> int:
        """Press Ctrl+C, again if need be, and wait for the end; returns the exit code.

        Python takes no notice of one that comes just before it begins to wait for a line.
        """
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.send(CTRL_C)
            again = time.monotonic() + 5
            while self.process.poll() is None and time.monotonic() < again:
                self._read()
        return self.exit_code()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def _read(self) -> bool:
        """Take what there is to read; returns whether more may come, also from one that ended."""
        ended = self.process.poll() is not None
        if not select.select([self.master], [], [], 0.1)[0]:
            return not ended
        try:
            data = os.read(self.master, 65_536)
        except OSError:  # the other side has closed
            return False
        self.seen += data
        return True


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def test_the_demo_is_shown_and_says_where_it_is(
    cli: CommandLine, terminals: list[Terminal]
) -> None:
    folder = cli.folder / "demo"
    terminals.append(terminal := Terminal(cli, "demo", "--folder", folder))
    terminal.wait_for(f"The sample session is in {folder}")
    terminal.wait_for("Welcome")
    terminal.send(ENTER)
    terminal.wait_for("Good morning, Jonas.")
    terminal.send(CTRL_Q)
    assert terminal.exit_code() == 0
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".ogg", ".toml"]


def test_a_review_opens_its_recording_and_a_second_window_is_read_only(
    cli: CommandLine, terminals: list[Terminal]
) -> None:
    cli.wav("talk.wav")
    review = cli.write("talk.review.toml", REVIEW)
    for _ in range(2):
        terminals.append(Terminal(cli, "review", "talk.review.toml"))
        terminals[-1].wait_for("Third session")
        terminals[-1].wait_for("Two questions at once.")
    terminals[1].wait_for("read-only")
    for terminal in terminals:
        terminal.send(ENTER)
        terminal.send(CTRL_Q)
        assert terminal.exit_code() == 0
    assert [one.id for one in load_review(review).markers] == ["m2", "m1", "m3"]
    assert sorted(path.name for path in cli.folder.iterdir()) == ["talk.review.toml", "talk.wav"]


@pytest.mark.parametrize("kind", ["recording", "feedback"])
def test_a_file_by_itself_is_opened(cli: CommandLine, terminals: list[Terminal], kind: str) -> None:
    talk = cli.wav("talk.wav")
    cli.run("export", cli.write("talk.review.toml", REVIEW))
    feedback = cli.folder / "talk.feedback.toml"
    terminals.append(terminal := Terminal(cli, talk if kind == "recording" else feedback))
    terminal.wait_for("3 markers" if kind == "recording" else "feedback by Maria")
    terminal.send(ENTER)
    terminal.send(CTRL_Q)
    assert terminal.exit_code() == 0


def commenting(cli: CommandLine) -> Terminal:
    """A review in which a comment has just been begun."""
    save_program_state(ProgramState(welcome_seen=True), cli.home / "state" / "sessionlens")
    cli.wav("talk.wav")
    cli.write("talk.review.toml", REVIEW)
    terminal = Terminal(cli, "review", "talk.review.toml")
    terminal.wait_for("Two questions at once.")
    terminal.send(b"c")
    terminal.wait_for("Enter saves")
    terminal.send(b"half a sentence")
    terminal.wait_for("half a sentence")
    return terminal


def draft(cli: CommandLine) -> str:
    return "".join(path.read_text("utf-8") for path in cli.home.rglob("reviews/*.toml"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_keeps_words_and_restores_the_terminal(
    cli: CommandLine, terminals: list[Terminal], number: signal.Signals
) -> None:
    terminals.append(terminal := commenting(cli))
    assert not termios.tcgetattr(terminal.master)[3] & termios.ICANON
    terminal.process.send_signal(number)
    assert terminal.exit_code() == 128 + number
    assert "half a sentence" in draft(cli)
    assert termios.tcgetattr(terminal.master)[3] & termios.ICANON
    assert terminal.seen.rfind(b"\x1b[?1049l") > terminal.seen.rfind(b"\x1b[?1049h")


def test_a_closed_window_keeps_words(cli: CommandLine, terminals: list[Terminal]) -> None:
    terminals.append(terminal := commenting(cli))
    terminal.hang_up()
    assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    assert "half a sentence" in draft(cli)


def test_a_signal_to_end_ends_the_list_of_recordings_too(
    cli: CommandLine, terminals: list[Terminal]
) -> None:
    cli.wav("talk.wav")
    cli.write("talk.review.toml", REVIEW)
    terminals.append(terminal := Terminal(cli, cli.folder))
    terminal.wait_for("talk.wav")
    terminal.send(ENTER)
    terminal.wait_for("begins")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.exit_code() == 128 + signal.SIGTERM
