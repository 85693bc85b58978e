"""Two people and two sessions: prepared, reviewed, answered, responded to, and begun again."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import soundfile
from terminal import MISSING, Terminal

from sessionlens import resources

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


class Person:
    """Somebody with a folder of recordings, and a program that remembers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sessions"
        self.folder.mkdir(parents=True)
        self._screens = folder / "screens"

    def opens(self, *arguments: str, size: tuple[int, int] = (120, 40)) -> Terminal:
        return Terminal([*arguments], self._screens, size)

    def gets(self, path: Path, name: str) -> Path:
        """What came by mail, under whatever name."""
        shutil.copy(path, self.folder / name)
        return self.folder / name

    def file(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self.folder / name).read_text("utf-8"))


def _leave(terminal: Terminal) -> None:
    terminal.press("C-q")
    terminal.wait_for("left with 0")


def _prepares(coach: Terminal) -> None:
    coach.wait_for("Welcome to SessionLens")
    coach.press("Enter")
    coach.wait_for("/ 05:20")
    coach.put_away("Details of the session")
    coach.press("P")
    coach.wait_for("What do I want to look at together?")
    coach.type("The long silence")
    coach.press("Tab")
    coach.type("I wanted to impress him")
    coach.press("Tab", "Right")
    coach.put_away("What do I want")
    coach.press("7", "?", "Enter")
    coach.wait_for("Enter saves")
    coach.type("Was that one question too many?")
    coach.press("Enter", "F")
    coach.wait_for("own review, finished")
    coach.press("E")
    coach.wait_for("What goes out")
    coach.press("Enter")
    coach.wait_for("talk.to-send.self.review.toml. Send it to")
    coach.put_away("What goes out")
    _leave(coach)


def _listens(mentor: Terminal) -> None:
    mentor.wait_for("Welcome to SessionLens")
    mentor.press("Enter")
    mentor.wait_for("/ 05:20")
    mentor.put_away("Details of the session")
    mentor.press("y")
    screen = mentor.wait_for("The long silence")
    assert "I wanted to impress him" not in screen
    mentor.put_away("The long silence")
    mentor.press("7", "+", "Enter")
    mentor.wait_for("Enter saves")
    mentor.type("You waited, and it opened.")
    mentor.press("Enter", "E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("Exported 1 marker to talk.feedback.toml")
    mentor.put_away("What goes out")
    _leave(mentor)


def _answers(coach: Terminal) -> None:
    coach.wait_for("0 of 1 answered")
    coach.press("n")
    coach.wait_for("You waited, and")
    coach.press("d", "c")
    coach.wait_for("Enter saves")
    coach.type("I was only tired.")
    coach.press("Enter", "o")
    coach.wait_for("Enter saves")
    coach.type("not for Maria")
    coach.press("Enter", "r")
    coach.wait_for("What I will practise")
    coach.press("Tab")
    coach.type("Three breaths before a question")
    coach.put_away("What I will practise")
    coach.press("E")
    coach.wait_for("What goes out")
    coach.press("Enter")
    coach.wait_for("to-send.reply.toml")
    coach.put_away("What goes out")
    _leave(coach)


def _responds(mentor: Terminal) -> None:
    mentor.wait_for("has answered")
    mentor.press("p")
    mentor.wait_for("I was only tired.")
    assert "not for Maria" not in mentor.screen()
    mentor.press("Y")
    mentor.wait_for("Enter saves")
    mentor.type("Tired can be a gift, too.")
    mentor.press("Enter")
    mentor.wait_for("↳")
    mentor.press("E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("exists: Enter again replaces it")
    mentor.press("Enter")
    mentor.wait_for("Exported 1 marker")
    mentor.put_away("What goes out")
    _leave(mentor)


def _begins_again(coach: Terminal) -> None:
    coach.wait_for("I meant to practise")
    coach.put_away("Details of the session")
    coach.press("5", "Enter")
    coach.wait_for("Enter saves")
    coach.type("Silence, here")
    coach.press("Enter", "H")
    coach.wait_for("Heard here: Three breaths")
    coach.press("P")
    coach.wait_for("What became of what I meant to practise?")
    coach.press("Tab", "Tab", "Tab")
    coach.type("Twice, and it was quiet.")
    coach.put_away("What do I want")
    _leave(coach)


def test_the_circle_holds_over_two_sessions(tmp_path: Path) -> None:
    anna, maria = Person(tmp_path / "Anna"), Person(tmp_path / "Maria")
    sample = resources.sample_folder() / "first-session.ogg"
    sound, rate = soundfile.read(sample, dtype="int16", always_2d=True)
    soundfile.write(tmp_path / "second.wav", sound[: rate * 60], rate, subtype="PCM_16")
    for person in (anna, maria):
        shutil.copy(sample, person.folder / "talk.ogg")
        shutil.copy(tmp_path / "second.wav", person.folder / "second.wav")
    talk, second = str(anna.folder / "talk.ogg"), str(anna.folder / "second.wav")
    heard = str(maria.folder / "talk.ogg")

    with anna.opens("review", talk, "--as", "coach") as coach:
        _prepares(coach)
    own = anna.folder / "talk.self.review.toml"
    kept = own.read_bytes()
    copy = anna.folder / "talk.to-send.self.review.toml"
    assert anna.file(own.name)["preparation"]["least"] == "I wanted to impress him"
    assert anna.file(copy.name)["preparation"] == {
        "bring": "The long silence",
        "share": "something",
    }

    received = maria.gets(copy, "Annas Blick (1).txt")
    with maria.opens("review", heard) as mentor:
        _listens(mentor)
    assert received.read_bytes() == copy.read_bytes()

    feedback = anna.gets(maria.folder / "talk.feedback.toml", "talk.feedback (1).toml")
    with anna.opens("replay", str(feedback)) as coach:
        _answers(coach)
    (reply,) = anna.folder.glob("*.to-send.reply.toml")
    assert "not for Maria" not in reply.read_text("utf-8")
    assert own.read_bytes() == kept

    maria.gets(reply, "Antwort.txt")
    with maria.opens("review", heard) as mentor:
        _responds(mentor)
    (response,) = maria.file("talk.feedback.toml")["responses"]
    assert response["text"] == "Tired can be a gift, too."

    anna.gets(maria.folder / "talk.feedback.toml", "Feedback von Maria.txt")
    with anna.opens(str(anna.folder), size=(80, 24)) as coach:
        coach.wait_for("↳1")
        _leave(coach)
    with anna.opens("replay", str(anna.folder / "Feedback von Maria.txt")) as coach:
        coach.wait_for("has responded")
        coach.press("n")
        coach.wait_for("Tired can be a gift, too.")
        coach.wait_for("I was only tired.")
        _leave(coach)

    with anna.opens("review", second, "--as", "coach") as coach:
        _begins_again(coach)
    begun = anna.file("second.self.review.toml")
    assert begun["preparation"]["earlier"] == "Twice, and it was quiet."
    assert begun["markers"][0]["intention"] == tomllib.loads(reply.read_text("utf-8"))["id"]

    with maria.opens("review", str(maria.folder / "second.wav"), size=(80, 24)) as mentor:
        mentor.wait_for("meant to practise")
        _leave(mentor)
    assert not (maria.folder / "second.review.toml").exists()
