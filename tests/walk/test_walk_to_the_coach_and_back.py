"""From the mentor's export to the coach's answers and back, in real terminals."""

import shutil
import tomllib
from pathlib import Path

import pytest
from terminal import MISSING, SLOWLY, Terminal

from sessionlens import resources

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def _mentor_notes_and_exports(mentor: Terminal) -> None:
    mentor.wait_for("Welcome to SessionLens")
    mentor.press("Enter")
    mentor.wait_for("/ 05:20")
    mentor.press("g")
    mentor.wait_for("Go to")
    mentor.type("1:08")
    mentor.press("Enter", "4", "+", "Enter")
    mentor.wait_for("Enter saves")
    mentor.type("You thank him for an act.")
    mentor.press("Enter", "g")
    mentor.wait_for("Go to")
    mentor.type("3:17")
    mentor.press("Enter", "7", "-", "Enter")
    mentor.wait_for("Enter saves")
    mentor.type("Two questions at once.")
    mentor.press("Enter", "E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("Exported 2 markers to talk.feedback.toml")
    mentor.put_away("What goes out")
    mentor.press("C-q")
    mentor.wait_for("left with 0")


def _coach_answers(coach: Terminal) -> None:
    coach.wait_for("2 new")
    coach.wait_for("replays the feedback")
    coach.press("Enter")
    coach.wait_for("You have not looked at this feedback yet")
    assert "You thank him" not in coach.screen()
    coach.press("Down", "Enter")
    coach.wait_for("0 of 2 answered")
    coach.press("n")
    coach.wait_for("You thank him for an act.")
    coach.wait_for("▶ 01:0")
    coach.press("a")
    coach.wait_for("You: I agree")
    coach.press("n", "d", "c")
    coach.wait_for("Enter saves")
    coach.type("It was one question in two steps.")
    coach.press("Enter", "t", "u")
    coach.wait_for("Undone: answer changed")
    coach.press("o")
    coach.type("not for Maria")
    coach.press("Enter")
    coach.wait_for("own note: not for Maria")
    coach.press("r")
    coach.wait_for("What I will practise")
    coach.type("Thanking for acts.")
    coach.press("Tab")
    coach.type("One question, then silence.")
    coach.put_away("What I will practise")
    coach.wait_for("2 of 2 answered")
    coach.press("C-q")
    coach.wait_for("2 of 2")
    coach.wait_for("goes on answering the feedback")
    coach.press("C-q")
    coach.wait_for("left with 0")


def _mentor_reads(mentor: Terminal) -> None:
    mentor.wait_for("2 markers")
    mentor.press("p", "p")
    mentor.wait_for("The coach: I agree")
    mentor.press("n")
    mentor.wait_for("The coach: I see it differently")
    mentor.wait_for("It was one question in two steps.")
    mentor.press("y")
    mentor.wait_for("One question, then silence.")
    mentor.put_away("One question, then silence.")
    mentor.press("E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("exists: Enter again replaces it")
    mentor.press("Enter")
    mentor.wait_for("Exported 2 markers")
    mentor.put_away("What goes out")
    mentor.press("C-q")
    mentor.wait_for("left with 0")


def test_export_answer_read_and_export_again(tmp_path: Path) -> None:
    desk, laptop = tmp_path / "mentor", tmp_path / "coach"
    for folder, name in ((desk, "talk"), (laptop, "call 7")):
        folder.mkdir()
        for ending in (".ogg", ".transcript.json"):
            sample = resources.sample_folder() / f"first-session{ending}"
            shutil.copy(sample, folder / f"{name}{ending}")

    with Terminal(["review", str(desk / "talk.ogg")], tmp_path / "screens 1") as mentor:
        _mentor_notes_and_exports(mentor)
    shutil.copy(desk / "talk.feedback.toml", laptop / "call 7.feedback.toml")
    received = (laptop / "call 7.feedback.toml").read_bytes()

    with Terminal([str(laptop)], tmp_path / "screens 2", first=SLOWLY) as coach:
        _coach_answers(coach)
    assert (laptop / "call 7.feedback.toml").read_bytes() == received
    reply = tomllib.loads((laptop / "call 7.reply.toml").read_text("utf-8"))
    assert reply["format"] == "sessionlens.reply"
    assert reply["feedback"] == tomllib.loads(received.decode())["id"]
    agreed, differs = reply["answers"]
    assert (agreed["marker"], agreed["stance"]) == ("m1", "agree")
    assert (differs["marker"], differs["stance"]) == ("m2", "differently")
    assert differs["text"] == "It was one question in two steps."
    assert differs["note"] == "not for Maria"
    assert reply["reflection"]["practise"] == "One question, then silence."

    shutil.copy(laptop / "call 7.reply.toml", desk / "talk.reply.toml")
    with Terminal(["review", str(desk / "talk.ogg")], tmp_path / "screens 1") as mentor:
        _mentor_reads(mentor)
    again = tomllib.loads((desk / "talk.feedback.toml").read_text("utf-8"))
    assert [one["stance"] for one in again["answers"]] == ["agree", "differently"]
    assert "not for Maria" not in (desk / "talk.feedback.toml").read_text("utf-8")


def test_the_coach_reviews_themselves_before_the_moments_are_shown(tmp_path: Path) -> None:
    for source in resources.sample_folder().glob("first-session.*"):
        shutil.copy(source, tmp_path / source.name)
    talk, feedback = tmp_path / "first-session.ogg", tmp_path / "first-session.feedback.toml"

    with Terminal(["review", str(talk), "--as", "coach"], tmp_path / "screens") as coach:
        coach.wait_for("Welcome to SessionLens")
        coach.press("Enter", "7")
        coach.wait_for("1 marker")
        coach.wait_for("Esc close")
        coach.put_away("Esc close")
        coach.press("C-q")
        coach.wait_for("left with 0")
    with Terminal(["replay", str(feedback), "--keymap", "mpv"], tmp_path / "screens") as coach:
        coach.wait_for("stay sealed")
        assert "He has just called himself silly" not in coach.screen()
        coach.press("Enter")
        coach.wait_for(">/< markers")
        coach.wait_for("F finish")
        coach.press("F")
        coach.wait_for("own review, finished")
        coach.press("C-q")
        coach.wait_for("0 of 16 answered")
        coach.press(">", ">", ">")
        coach.wait_for("He has just called himself silly")
        coach.press("C-q")
        coach.wait_for("left with 0")
    own = tomllib.loads((tmp_path / "first-session.self.review.toml").read_text("utf-8"))
    assert own["session"]["role"] == "coach"
    assert "finished" in own
    assert "seal_broken" not in own
