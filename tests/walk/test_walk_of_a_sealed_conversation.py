"""A coach and a mentor, each with their own encoding of one conversation, in real terminals."""

import shutil
import tomllib
from pathlib import Path

import pytest
import soundfile
from media import encode
from terminal import MISSING, Terminal

from sessionlens import resources

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def _recordings(coach: Path, mentor: Path) -> tuple[Path, Path]:
    """The sample session as it was sent by telephone and as it was kept."""
    sound, rate = soundfile.read(
        resources.sample_folder() / "first-session.ogg", dtype="int16", always_2d=True
    )
    coach.mkdir()
    mentor.mkdir()
    soundfile.write(mentor / "talk.wav", sound, rate, subtype="PCM_16")
    return encode(coach / "talk.m4a", sound, rate, "aac"), mentor / "talk.wav"


def _coach_prepares(coach: Terminal) -> None:
    coach.wait_for("Welcome to SessionLens")
    coach.press("Enter")
    coach.wait_for("/ 05:20")
    coach.press("7", "?", "Enter")
    coach.wait_for("Enter saves")
    coach.type("Was that one question too many?")
    coach.press("Enter", "4", "-", "Enter")
    coach.wait_for("Enter saves")
    coach.type("I was bored.")
    coach.press("Enter", "h")
    coach.wait_for("Private: stays in your review")
    coach.press("E")
    coach.wait_for("1 private marker stays with you")
    coach.press("Enter")
    coach.wait_for("Exported 1 marker to talk.to-send.self.review.toml. Send it to")
    coach.put_away("What goes out")
    coach.press("C-q")
    coach.wait_for("left with 0")


def _mentor_listens(mentor: Terminal) -> None:
    mentor.wait_for("Welcome to SessionLens")
    mentor.press("Enter")
    mentor.wait_for("/ 05:20")
    mentor.press("7", "+", "Enter")
    mentor.wait_for("Enter saves")
    mentor.type("You waited, and it opened.")
    mentor.press("Enter", "y")
    mentor.wait_for("shown when your own feedback has")
    assert "bored" not in mentor.wait_for("Was that one question too many?")
    mentor.put_away("Was that one question too many?")
    mentor.press("E")
    mentor.wait_for("What goes out")
    mentor.press("Enter")
    mentor.wait_for("Exported 1 marker to talk.feedback.toml")
    mentor.put_away("What goes out")
    mentor.press("y")
    mentor.wait_for("sessionlens compare talk.review.toml")
    mentor.put_away("sessionlens compare talk.review.toml")
    mentor.press("C-q")
    mentor.wait_for("left with 0")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_what_is_sent_and_what_stays_sealed(tmp_path: Path, size: tuple[int, int]) -> None:
    coachs, mentors = _recordings(tmp_path / "coach", tmp_path / "mentor")
    at_coach, at_mentor = tmp_path / "coach screens", tmp_path / "mentor screens"

    with Terminal(["review", str(coachs), "--as", "coach"], at_coach, size) as coach:
        _coach_prepares(coach)
    own = coachs.with_name("talk.self.review.toml")
    copy = coachs.with_name("talk.to-send.self.review.toml")
    assert "bored" in own.read_text("utf-8")
    assert "bored" not in copy.read_text("utf-8")

    received = mentors.with_name("Annas Blick (1).txt")
    shutil.copy(copy, received)
    with Terminal(["review", str(mentors)], at_mentor, size) as mentor:
        _mentor_listens(mentor)
    assert received.read_bytes() == copy.read_bytes()

    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    feedback = downloads / "talk.feedback (1).toml"
    shutil.copy(mentors.with_name("talk.feedback.toml"), feedback)
    sent = feedback.read_bytes()
    with Terminal(["replay", str(feedback)], at_coach, size) as coach:
        coach.wait_for(": sealed")
        assert "You waited" not in coach.screen()
        coach.press("Enter")
        coach.wait_for("own review")
        assert "You waited" not in coach.screen()
        coach.press("F")
        coach.wait_for("own review, finished")
        coach.press("C-q")
        coach.wait_for("Where is the recording?")
        coach.press("Enter")
        coach.wait_for("0 of 1 answered")
        coach.press("n")
        coach.wait_for("You waited, and")
        coach.press("C-q")
        coach.wait_for("left with 0")
    assert feedback.read_bytes() == sent
    assert [path.name for path in downloads.iterdir()] == [feedback.name]
    finished = tomllib.loads(own.read_text("utf-8"))
    assert "finished" in finished
    assert "seal_broken" not in finished
