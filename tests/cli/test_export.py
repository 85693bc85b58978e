"""`sessionlens export`: the file that the coach receives."""

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest
from command_line import REVIEW, TRANSCRIPT, CommandLine, error_line


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def test_the_feedback_holds_the_evidence_in_time_order_and_nothing_private(
    cli: CommandLine,
) -> None:
    cli.write("talk.review.toml", REVIEW)
    result = cli.run("export", "talk.review.toml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 markers" in result.stdout
    assert "1 private marker stays with you" in result.stdout
    text = (cli.folder / "talk.feedback.toml").read_text(encoding="utf-8")
    feedback = tomllib.loads(text)
    assert feedback["format"] == "sessionlens.feedback"
    assert feedback["review"] == "5f0c" * 8
    assert [one["id"] for one in feedback["markers"]] == ["m1", "m2"]
    assert feedback["markers"][0] == {
        "id": "m1",
        "start": dt.time(0, 0, 0, 500_000),
        "end": dt.time(0, 0, 1, 500_000),
        "competency": "evokes-awareness",
        "indicator": "g",
        "rating": "strength",
        "comment": "Then you waited.",
        "quote": "what would it mean to you",
        "speaker": "Coach",
    }
    assert feedback["session"]["coach"] == "Anna"
    assert feedback["verdicts"] == [{"competency": "evokes-awareness", "value": "observed"}]
    assert feedback["summary"] == {"strengths": "Silence."}
    titles = {one["id"]: one["title"] for one in feedback["rubric"]["competencies"]}
    assert titles["evokes-awareness"] == "Evokes Awareness"
    assert "supervision only" not in text
    assert str(cli.folder) not in text


def test_another_edition_of_the_rubric_does_not_go_out_silently(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW.replace('edition = "2025"', 'edition = "2019"'))
    result = cli.run("export", review)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"sessionlens: warning: {review}: ")
    assert "made with edition 2019 of 'icf-core', this is edition 2025" in result.stderr


def test_the_recording_may_stand_for_its_review(cli: CommandLine) -> None:
    cli.write("talk.review.toml", REVIEW)
    cli.wav("talk.wav")
    assert cli.run("export", "talk.wav").exit_code == 0
    assert (cli.folder / "talk.feedback.toml").exists()


def test_a_file_that_is_there_is_replaced_by_force_only(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    feedback = cli.write("talk.feedback.toml", "the coach's answer")
    assert "talk.feedback.toml: " in error_line(cli.run("export", review))
    assert feedback.read_text() == "the coach's answer"
    assert cli.run("export", review, "--force").exit_code == 0
    assert "sessionlens.feedback" in feedback.read_text()


@pytest.mark.parametrize("target", ["talk.review.toml", "talk.wav"])
def test_not_even_force_replaces_review_or_recording(cli: CommandLine, target: str) -> None:
    cli.write("talk.review.toml", REVIEW)
    cli.wav("talk.wav")
    before = (cli.folder / target).read_bytes()
    error_line(cli.run("export", "talk.review.toml", "--force", "-o", target))
    assert (cli.folder / target).read_bytes() == before


def test_not_even_force_replaces_other_work_of_ours(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    cli.write("talk.vtt", TRANSCRIPT)
    cli.run("transcript", "talk.vtt")
    cli.write("other.reply.toml", 'format = "sessionlens.reply"\nversion = 1\n')
    cli.wav("other.wav")
    for target in ("talk.transcript.json", "other.reply.toml", "other.wav"):
        before = (cli.folder / target).read_bytes()
        line = error_line(cli.run("export", review, "--format", "toml", "-o", target, "--force"))
        assert "not a feedback file. Choose another name." in line
        assert (cli.folder / target).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="pipes are no files there")
def test_not_even_force_replaces_a_pipe(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    cli.write("talk.vtt", TRANSCRIPT)
    pipe = cli.folder / "pipe.srt"
    os.mkfifo(pipe)
    for command in (("export", review), ("transcript", "talk.vtt")):
        for options in ((), ("--force",)):
            line = error_line(cli.run(*command, "-o", pipe, *options))
            assert "This is not an ordinary file. Choose another name." in line
    assert pipe.is_fifo()


def test_not_even_force_replaces_the_feedback_of_another_review(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    other = cli.write("other.review.toml", REVIEW.replace("5f0c" * 8, "a" * 32))
    assert cli.run("export", other).exit_code == 0
    feedback = cli.folder / "other.feedback.toml"
    before = feedback.read_bytes()
    for options in ((), ("--force",)):
        line = error_line(cli.run("export", review, "-o", feedback, *options))
        assert "This feedback file belongs to another review. Choose another name." in line
    assert feedback.read_bytes() == before
    assert cli.run("export", other, "--force").exit_code == 0


def test_an_output_elsewhere(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    (cli.folder / "out").mkdir()
    assert cli.run("export", review, "-o", "out/anna.toml").exit_code == 0
    assert tomllib.loads((cli.folder / "out/anna.toml").read_text())["version"] == 1
    assert not (cli.folder / "talk.feedback.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_the_feedback_is_readable_by_its_owner_only(cli: CommandLine) -> None:
    cli.run("export", cli.write("talk.review.toml", REVIEW))
    assert (cli.folder / "talk.feedback.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("target", "message"),
    [("missing/talk.toml", "does not exist"), (".", "There is a folder of this name")],
)
def test_a_place_that_cannot_be_written_is_said(
    cli: CommandLine, target: str, message: str
) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    assert message in error_line(cli.run("export", review, "-o", target))


def test_a_recording_without_a_review_says_how_to_make_one(cli: CommandLine) -> None:
    line = error_line(cli.run("export", cli.wav()))
    assert "sessionlens review" in line
    assert list(cli.folder.iterdir()) == [cli.folder / "talk.wav"]


def test_what_is_no_review_is_refused(cli: CommandLine) -> None:
    cli.write("talk.review.toml", REVIEW)
    cli.run("export", "talk.review.toml")
    assert "feedback" in error_line(cli.run("export", "talk.feedback.toml"))


def test_a_rubric_that_is_gone_is_named(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW.replace("icf-core", "gone"))
    assert error_line(cli.run("export", review)).startswith(f"{review}: There is no rubric 'gone'")
    assert not (cli.folder / "talk.feedback.toml").exists()
