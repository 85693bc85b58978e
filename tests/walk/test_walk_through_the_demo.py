"""What a mentor does in the first five minutes, in a real terminal."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from terminal import MISSING, SLOWLY, Terminal

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def _listen_and_mark(mentor: Terminal) -> None:
    mentor.wait_for("Welcome to SessionLens")
    mentor.press("Enter")
    mentor.wait_for("/ 05:20")
    mentor.press("Space")
    mentor.wait_for("▶ 00:01")
    mentor.press("g")
    mentor.wait_for("Go to")
    mentor.type("3:17")
    mentor.press("Enter", "7")
    mentor.wait_for("Evokes Awareness")
    mentor.press("e", "+")
    mentor.wait_for("7 + Awareness e")
    mentor.press("Enter")
    mentor.wait_for("Enter saves")
    mentor.type("You came back to his image.")
    mentor.press("C-j")
    mentor.type("Then you waited.")
    mentor.press("Enter")
    mentor.wait_for("▶ 03:1")


def _change_ones_mind(mentor: Terminal) -> None:
    mentor.press("Space")
    mentor.wait_for("‖")
    mentor.press("u")
    mentor.wait_for("Undone: 7 Awareness at 03:1")
    mentor.press("u")
    mentor.wait_for("rated +")
    mentor.press("C-r", "C-r")
    mentor.wait_for("Then you waited.")


def _mark_an_interval(mentor: Terminal) -> None:
    mentor.press("i", "2", "-")
    mentor.wait_for("● interval")
    mentor.wait_for("Esc close")
    mentor.put_away("Esc close")
    mentor.press("l", "i")
    mentor.wait_for("–03:2")


def _conclude(mentor: Terminal) -> None:
    mentor.press("v")
    mentor.wait_for("Verdicts · First session")
    mentor.press("7")
    mentor.wait_for("7  Evokes Awareness")
    mentor.press("Enter", "1", "Tab")
    mentor.type("Your questions wait for their answers.")
    mentor.press("Escape")
    mentor.wait_for("Space play")
    mentor.press("E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("Exported 2 markers to first-session.feedback.toml")
    mentor.put_away("What goes out")


def test_play_mark_rate_comment_undo_redo_interval_verdict_export(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    arguments = ["demo", "--folder", str(folder)]
    with Terminal(arguments, tmp_path / "screens", first=SLOWLY) as mentor:
        _listen_and_mark(mentor)
        _change_ones_mind(mentor)
        _mark_an_interval(mentor)
        _conclude(mentor)
        mentor.press("C-q")
        mentor.wait_for("left with 0")

    feedback = tomllib.loads((folder / "first-session.feedback.toml").read_text("utf-8"))
    assert feedback["format"] == "sessionlens.feedback"
    assert feedback["version"] == 1
    assert feedback["session"]["title"] == "First session"
    assert feedback["recording"]["file"] == "first-session.ogg"
    assert len(feedback["recording"]["sha256"]) == 64
    assert feedback["rubric"]["title"] == "ICF core competencies"
    awareness = next(
        competency
        for competency in feedback["rubric"]["competencies"]
        if competency["id"] == "evokes-awareness"
    )
    assert awareness["title"] == "Evokes Awareness"
    assert [one["id"] for one in awareness["indicators"]] == ["e"]
    evidence, interval = feedback["markers"]
    assert evidence == {
        "id": "m1",
        "start": evidence["start"],
        "end": evidence["end"],
        "competency": "evokes-awareness",
        "indicator": "e",
        "rating": "strength",
        "comment": "You came back to his image.\nThen you waited.",
        "quote": evidence["quote"],
        "speaker": "Coach",
    }
    assert dt.time(0, 3, 13) < evidence["start"] < dt.time(0, 3, 16) < evidence["end"]
    assert "You called yourself a net" in evidence["quote"]
    assert interval["competency"] == "coaching-mindset"
    assert interval["rating"] == "growth"
    assert evidence["start"] <= interval["start"] < interval["end"]
    assert feedback["verdicts"] == [
        {
            "competency": "evokes-awareness",
            "value": "observed",
            "strengths": "Your questions wait for their answers.",
        }
    ]
