"""What commands say of a feedback whose coach has begun a review of their own elsewhere."""

import json
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line

from sessionlens.domain.review import RecordingRef
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import load_review
from sessionlens.storage.unfinished import remember_own_review

LENGTH = 'file = "talk.wav"\nsha256 = "{}"\nduration = 00:45:12.{}\n'
WORDS = ("Then you waited", "evokes-awareness", "what would it mean")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def feedback(cli: CommandLine) -> Path:
    """Alone in a folder of the coach's, on another encoding than they have listened to."""
    mentors = cli.write(
        "mentor/talk.review.toml",
        REVIEW.replace('file = "talk.wav"\n', LENGTH.format("aa", "000")),
    )
    target = cli.write("Downloads/x", "").with_name("Feedback von Maria.txt")
    result = cli.run("export", mentors, "--format", "toml", "-o", target)
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture
def own(cli: CommandLine) -> Path:
    text = REVIEW.replace('role = "mentor"', 'role = "coach"').replace("5f0c" * 8, "0a" * 16)
    path = cli.write(
        "home/talk.self.review.toml",
        text.replace('file = "talk.wav"\n', LENGTH.format("bb", "400")),
    )
    recording = RecordingRef(file="talk.wav", sha256="bb", duration=Timecode(2712.4))
    remember_own_review("0a" * 16, path, recording, "Third session")
    return path


def test_info_says_whose_it_is_and_nothing_that_is_in_it(
    cli: CommandLine, feedback: Path, own: Path
) -> None:
    result = cli.run("info", feedback)
    assert result.exit_code == 0
    assert "warning: You have begun a review of your own" in result.stdout
    assert f"(it is {own})" in result.stdout
    assert not any(word in result.stdout for word in (*WORDS, "markers"))
    described = json.loads(cli.run("info", feedback, "--json").stdout)
    assert (described["title"], described["markers"]) == ("Third session", None)
    assert described["competencies"] is None
    assert cli.run("export", own).exit_code == 0
    own.unlink()
    assert json.loads(cli.run("info", feedback, "--json").stdout)["markers"] == 2


@pytest.mark.usefixtures("own")
def test_check_reads_it_and_says_nothing_of_it(cli: CommandLine, feedback: Path) -> None:
    result = cli.run("check", feedback)
    assert "nothing of it is said: you have begun a review of your own" in result.stdout
    assert len(result.stdout.splitlines()) == 1
    line = error_line(cli.run("check", "--for", "form", feedback))
    assert "stay sealed" in line


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("format", ["html", "form", "csv", "json", "transcript-docx"])
def test_nothing_is_rendered_from_it(cli: CommandLine, feedback: Path, format: str) -> None:
    line = error_line(cli.run("export", feedback, "--format", format))
    assert "stay sealed" in line
    assert "Finish your own review first" in line
    assert len(list(feedback.parent.iterdir())) == 2


@pytest.mark.usefixtures("own")
def test_from_a_reply_only_the_answers_are_rendered(cli: CommandLine, feedback: Path) -> None:
    reply = cli.write(
        "Downloads/talk.reply.toml",
        'format = "sessionlens.reply"\nversion = 1\nid = "r1"\nfeedback = "f1"\n'
        f'review = "{"5f0c" * 8}"\n[recording]\nfile = "talk.wav"\n'
        '[[answers]]\nmarker = "m1"\nstance = "try"\ntext = "I will wait."\n',
    )
    result = cli.run("export", reply, "--format", "form")
    assert result.exit_code == 0
    assert "Only the answers are in it: you have begun a review of your own" in result.stderr
    text = (feedback.parent / "talk.reply.form.md").read_text("utf-8")
    assert not any(word in text for word in WORDS)


def test_breaking_the_seal_in_a_comparison_is_written_where_the_review_lies(
    cli: CommandLine, feedback: Path, own: Path
) -> None:
    assert "--break-seal" in error_line(cli.run("compare", own, feedback))
    other = feedback.rename(feedback.with_name("second.txt"))
    mentors = cli.folder / "mentor" / "talk.review.toml"
    cli.run("export", mentors, "--format", "toml", "-o", feedback)
    assert "stay sealed" in error_line(cli.run("compare", feedback, other))
    result = cli.run("compare", feedback, other, "--break-seal")
    assert (result.exit_code, "Both (2)" in result.stdout) == (0, True)
    assert load_review(own).seal_broken is not None
    assert cli.run("info", feedback).stdout.count("markers") == 1


@pytest.mark.usefixtures("own")
def test_a_mentor_is_told_all_of_their_own_feedback(cli: CommandLine, feedback: Path) -> None:
    beside = cli.folder / "mentor" / "for Anna.toml"
    beside.write_bytes(feedback.read_bytes())
    assert json.loads(cli.run("info", beside, "--json").stdout)["markers"] == 2
    assert cli.run("export", beside, "--format", "form").exit_code == 0
