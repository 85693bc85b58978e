"""The mentor's hour in a real terminal: a meeting of 48 minutes as Zoom leaves it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from terminal import MISSING, Terminal

_TOOL = Path(__file__).parents[2] / "tools" / "make_long_session.py"

pytestmark = pytest.mark.skipif(
    bool(MISSING) or not shutil.which("ffmpeg"), reason="needs tmux and ffmpeg"
)


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with that meeting, made once."""
    folder = tmp_path_factory.mktemp("long")
    subprocess.run([sys.executable, str(_TOOL), str(folder)], check=True, capture_output=True)
    return folder


def _open(mentor: Terminal) -> None:
    """One entry for sound and picture; who coaches is asked once."""
    mentor.wait_for("The same meeting lies there as")
    mentor.wait_for("1 recording in")
    mentor.press("/")
    mentor.type("anna")
    mentor.wait_for("1 of 1 recording with")
    mentor.press("Enter", "Enter")
    mentor.wait_for("any key begins")
    mentor.press("x")
    mentor.wait_for("Who is the coach?")
    mentor.press("1")
    mentor.wait_for("Anna Berg is the coach")
    mentor.put_away("Details of the session")
    mentor.wait_for("/ 48:00")


def _mark(mentor: Terminal) -> None:
    """In the middle, while the client is already answering."""
    mentor.press("g")
    mentor.wait_for("A time, such as 12:34")
    mentor.type("24:11.5")
    mentor.wait_for("24:11.5")
    mentor.press("Enter")
    mentor.wait_for("24:11.5 / 48:00")
    mentor.press("7")
    mentor.wait_for("c comment")
    mentor.press("e", "+")
    mentor.wait_for("rated +")
    mentor.press("c")
    mentor.wait_for("Enter saves")
    mentor.type("You waited, and it came.")
    mentor.wait_for("and it came.")
    mentor.press("Enter")
    mentor.wait_for("· 1 marker")


def _look_and_judge(mentor: Terminal) -> None:
    """Through a lens, then a verdict with its evidence, and one on an indicator."""
    mentor.press("z")
    mentor.wait_for("Questions: ")
    mentor.press(">")
    mentor.wait_for("24:20: Don't you think that would help?")
    mentor.press("Space", "v")
    mentor.wait_for("Verdicts · Anna Berg")
    mentor.press("7", "Enter", "1")
    mentor.type("open")
    mentor.press("Tab")
    mentor.type("wait")
    mentor.press("F2", "F3")
    mentor.wait_for("Indicators of Evokes Awareness")
    mentor.press("e", "1")
    mentor.wait_for("1 marker  ● Observed")
    mentor.put_away("Indicators of Evokes Awareness")
    mentor.wait_for("F3 verdicts on indicators: 1")
    mentor.put_away("F3 verdicts on indicators")
    mentor.wait_for("Space")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_list_mark_look_judge_and_come_back(
    tmp_path: Path, meeting: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "sessions"
    shutil.copytree(meeting, folder)
    with Terminal([str(folder)], tmp_path / "screens", size) as mentor:
        _open(mentor)
        _mark(mentor)
        _look_and_judge(mentor)
        mentor.press("C-q")
        mentor.wait_for("Review: 1 marker, 7 verdicts missing.")
        mentor.press("C-q")
        mentor.wait_for("left with 0")
    (path,) = folder.rglob("*.review.toml")
    review = tomllib.loads(path.read_text("utf-8"))
    (marker,) = review["markers"]
    assert marker["quote"] == "You said that very quietly."
    assert (marker["speaker"], marker["rating"]) == ("Anna Berg", "strength")
    assert marker["comment"] == "You waited, and it came."
    (verdict,) = review["verdicts"]
    assert verdict["strengths"] == "open"
    assert verdict["development"].startswith("wait 24:06 “You said that very quietly.”")
    assert verdict["indicators"] == [{"id": "e", "value": "observed"}]
