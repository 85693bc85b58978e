"""The terminal is gone without a word, as a crashed one is: all is kept, and the program ends."""

import signal
import tomllib
from pathlib import Path

import pytest
from replaying import session
from terminal_program import Program


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    folder = tmp_path / "talk"
    folder.mkdir()
    session(folder)
    return folder / "talk.wav"


def test_a_vanished_terminal_ends_the_program_and_nothing_is_lost(talk: Path, home: Path) -> None:
    review = talk.with_name("talk.review.toml")
    with Program(["review", talk], home) as program:
        program.wait_for("talk", "mark")
        program.press("7", "\r", *"kept", "\r")
        program.wait_for("kept")
        program.press("c", *"half a thought")
        program.wait_for("half a thought")
        program.vanish()
        assert program.ends() == 128 + signal.SIGHUP
    assert [
        marker["comment"] for marker in tomllib.loads(review.read_text("utf-8"))["markers"]
    ] == ["kept"]
    assert not list(talk.parent.glob("*.lock"))
    with Program(["review", talk], home) as program:
        program.wait_for("still a draft")


def test_the_list_of_a_folder_ends_with_its_terminal(talk: Path, home: Path) -> None:
    with Program([talk.parent], home) as program:
        program.wait_for("talk.wav")
        program.vanish()
        assert program.ends() == 128 + signal.SIGHUP
