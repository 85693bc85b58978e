"""An error that nobody foresaw, in the real program: the words are kept, and none is told."""

import re
import stat
from pathlib import Path

import pytest
from raw_terminal import MISSING, RawTerminal
from replaying import session

from sessionlens.storage.state import ProgramState, save_program_state

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

WORDS = "husband"

IN_THE_SCREEN = f"""
from sessionlens.tui.widgets.competency_bar import CompetencyBar
def render(self):
    said = "{WORDS}"
    if any(marker.comment for marker in self._markers):
        raise KeyError(said)
    return ""
CompetencyBar.render = render
"""
"""Breaks once there is a marker with words."""

ON_THE_WAY = f"""
from sessionlens.tui.widgets.search_bar import SearchBar
def open(self):
    raise ValueError("{WORDS}")
SearchBar.open = open
"""
"""Breaks when one begins to search."""

BEHIND_THE_SCREEN = f"""
from sessionlens.tui.playback import background
def measure(self):
    raise RuntimeError("{WORDS}")
background.Background._measure = measure
"""
"""Breaks a thread that works for the screen."""


@pytest.fixture
def home(own_folders: Path) -> Path:
    """A home in which the program was used before."""
    save_program_state(ProgramState(welcome_seen=True))
    return own_folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    session(folder).unlink()
    return folder


def lines_after(terminal: RawTerminal) -> list[str]:
    """What stands in the terminal after the screen has gone, once it is restored."""
    assert "\x1b[?1049h" in terminal.sent
    _, left, after = terminal.sent.rpartition("\x1b[?1049l")
    assert left, "the screen was never left"
    assert terminal.sent.rfind("\x1b[?25h") > terminal.sent.rfind("\x1b[?25l"), "no cursor"
    return [line for line in re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", after).split("\r\n") if line]


def the_line_after(terminal: RawTerminal) -> str:
    """The only line there is."""
    lines = lines_after(terminal)
    assert len(lines) == 1, lines
    return lines[0]


def test_a_screen_that_fails_keeps_the_words_and_tells_none_of_them(
    folder: Path, home: Path
) -> None:
    with RawTerminal(["review", "talk.wav"], folder, home, IN_THE_SCREEN) as terminal:
        terminal.wait_for("/ 01:00")
        terminal.does("c", shows="Enter saves")
        terminal.press(*"My secret", "\r")
        assert terminal.ends() == 2
        line = the_line_after(terminal)
    assert line.startswith("sessionlens: Something unforeseen ended the screen (KeyError at ")
    assert "What you wrote is in " in line
    assert "talk.review.toml" in line
    assert WORDS not in terminal.sent
    assert "Traceback" not in terminal.sent
    assert 'comment = "My secret"' in (folder / "talk.review.toml").read_text("utf-8")
    assert not list(home.rglob("last-error*"))
    assert not list(folder.glob("*.lock"))


def test_words_that_are_being_typed_come_back(folder: Path, home: Path) -> None:
    with RawTerminal(["review", "talk.wav"], folder, home, ON_THE_WAY) as terminal:
        terminal.wait_for("/ 01:00")
        terminal.does("c", shows="Enter saves")
        terminal.does(*"Half a tho", "\x1b", shows="Kept as a draft")
        terminal.press("/")
        assert terminal.ends() == 2
        line = the_line_after(terminal)
        assert "What you had begun comes back" in line
    with RawTerminal(["review", "talk.wav"], folder, home) as terminal:
        terminal.wait_for("/ 01:00")
        terminal.does("c", shows="Half a tho")


def test_words_that_cannot_be_saved_are_left_as_a_copy(folder: Path, home: Path) -> None:
    full = f"""{IN_THE_SCREEN}
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.review import ReviewStore
def save(*arguments):
    raise SessionLensError("The disk is full", "Make room")
ReviewStore.save = save
"""
    with RawTerminal(["review", "talk.wav"], folder, home, full) as terminal:
        terminal.wait_for("/ 01:00")
        terminal.does("c", shows="Enter saves")
        terminal.press(*"My secret", "\r")
        assert terminal.ends() == 2
        line = the_line_after(terminal)
    (copy,) = (home / "data" / "sessionlens" / "rescued").glob("*.review.toml")
    assert f"What you wrote is in {copy}" in line
    assert 'comment = "My secret"' in copy.read_text("utf-8")


def test_with_debug_a_report_says_where_but_not_what(folder: Path, home: Path) -> None:
    arguments = ["--debug", "review", "talk.wav"]
    with RawTerminal(arguments, folder, home, ON_THE_WAY) as terminal:
        terminal.wait_for("/ 01:00")
        terminal.press("/")
        assert terminal.ends() == 2
        lines = lines_after(terminal)
    report = home / "state" / "sessionlens" / "last-error.txt"
    assert str(report) in " ".join(lines)
    text = report.read_text("utf-8")
    assert "ValueError" in text
    assert "run_command" in text
    assert WORDS not in text
    assert WORDS not in terminal.sent
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_what_fails_behind_the_screen_is_said_and_the_screen_goes_on(
    folder: Path, home: Path
) -> None:
    with RawTerminal(["review", "talk.wav"], folder, home, BEHIND_THE_SCREEN) as terminal:
        terminal.wait_for("unforeseen happened behind the")
        terminal.does("7", shows="Evokes Awareness")
        terminal.press("\x11")
        assert terminal.ends() == 0
    assert WORDS not in terminal.sent
    assert "Traceback" not in terminal.sent
