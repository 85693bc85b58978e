"""What codes of other programs mean is asked in the terminal, and remembered."""

import sys
import tomllib
from pathlib import Path

import pytest
from command_line import CommandLine
from test_import import LABELS

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals in Python", allow_module_level=True)

from test_screen import Terminal

OTHER = "3.0\t3.2\topen question\n"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.wav("talk.wav")
    line.wav("second.wav")
    line.write("labels.txt", LABELS)
    line.write("other.txt", OTHER)
    return line


def markers(cli: CommandLine, name: str) -> list[dict[str, object]]:
    review = tomllib.loads((cli.folder / name).read_text(encoding="utf-8"))
    return list(review["markers"])


def test_each_code_is_asked_about_until_the_answer_can_be_used(cli: CommandLine) -> None:
    terminal = Terminal(cli, "import", cli.folder / "labels.txt", cli.folder / "talk.wav")
    try:
        terminal.wait_for("What do the codes of labels.txt mean in 'ICF core competencies'?")
        terminal.wait_for("evokes-awareness")
        terminal.wait_for("'open question': 1 time, first at 00:00")
        terminal.wait_for("becomes [comment]:")
        terminal.send(b"something\r")
        terminal.wait_for("something")
        terminal.wait_for("becomes [comment]: something")
        terminal.send(b"7 a +\r")
        terminal.wait_for("'noise': 1 time, first at 00:02")
        terminal.send(b"leave out\r")
        terminal.wait_for("2 markers from 3 codes")
        terminal.wait_for("left out: 1 time 'noise'")
        assert terminal.exit_code() == 0
    finally:
        terminal.close()
    first, second = markers(cli, "talk.review.toml")
    assert (first["competency"], first["indicator"], first["rating"]) == (
        *("evokes-awareness", "a", "strength"),
    )
    assert second["comment"] == "well"

    # The next time nobody is asked, not even where nobody could answer.
    result = cli.run("import", cli.folder / "other.txt", cli.folder / "second.wav")
    assert (result.exit_code, result.stderr) == (0, "")
    (again,) = markers(cli, "second.review.toml")
    assert (again["competency"], again["indicator"]) == ("evokes-awareness", "a")


def test_enter_alone_makes_comments_and_ctrl_c_makes_nothing(cli: CommandLine) -> None:
    terminal = Terminal(cli, "import", cli.folder / "labels.txt", cli.folder / "talk.wav")
    try:
        terminal.wait_for("'open question'")
        terminal.wait_for("becomes [comment]:")
        assert terminal.interrupt() != 0
        assert "Traceback" not in terminal.shown
    finally:
        terminal.close()
    assert not (cli.folder / "talk.review.toml").exists()
    terminal = Terminal(cli, "import", cli.folder / "labels.txt", cli.folder / "talk.wav")
    try:
        terminal.wait_for("'open question'")
        terminal.send(b"\r")
        terminal.wait_for("'noise'")
        terminal.send(b"\r")
        terminal.wait_for("3 markers from 3 codes")
        assert terminal.exit_code() == 0
    finally:
        terminal.close()
    assert "competency" not in markers(cli, "talk.review.toml")[0]
