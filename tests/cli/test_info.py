"""`sessionlens info`: what a file is, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import REVIEW, TRANSCRIPT, CommandLine, error_line

from sessionlens import resources


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def facts(cli: CommandLine, *files: str | Path) -> Any:
    result = cli.run("info", "--json", *files)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_a_recording(cli: CommandLine) -> None:
    cli.wav("talk.wav", seconds=2.5)
    assert facts(cli, "talk.wav") == {
        "kind": "recording",
        "path": "talk.wav",
        "codec": "pcm_s16le",
        "container": "wav",
        "sample_rate": 16_000,
        "channels": 1,
        "duration": 2.5,
        "warnings": [],
    }


def test_a_transcript(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    described = facts(cli, "talk.vtt")
    talk_time = " ".join(described.pop("talk_time"))
    assert set(described.pop("lenses")) >= {"questions", "several", "silence", "both", "echo"}
    assert "Coach speaks" in talk_time
    assert "Client speaks" in talk_time
    assert described == {
        "kind": "transcript",
        "path": "talk.vtt",
        "format": "webvtt",
        "language": "",
        "timing": "utterance",
        "utterances": 2,
        "words": 0,
        "start": 0.5,
        "end": 2.8,
        "first_text": "what would it mean to you",
        "last_text": "I do not know yet",
        "speakers": {"Coach": 1, "Client": 1},
        "warnings": [],
    }


def test_a_review_and_what_it_becomes(cli: CommandLine) -> None:
    cli.write("talk.review.toml", REVIEW)
    cli.run("export", "talk.review.toml")
    review, feedback = facts(cli, "talk.review.toml", "talk.feedback.toml")
    assert review["kind"] == "review"
    assert review["markers"] == 3
    assert review["competencies"] == {"presence": 1, "evokes-awareness": 1}
    assert (review["title"], review["date"]) == ("Third session", "2026-11-02")
    assert feedback["kind"] == "feedback"
    assert feedback["markers"] == 2
    assert feedback["review"] == review["id"]


def test_rubrics_and_keymaps(cli: CommandLine) -> None:
    rubric = facts(cli, resources.shipped("rubrics") / "icf-core.toml")
    assert rubric["kind"] == "rubric"
    assert len(rubric["competencies"]) == 8
    keymap = facts(cli, resources.shipped("keymaps") / "vim.toml")
    assert keymap["kind"] == "keymap"
    assert keymap["keys"]["seek.back5"] == ["h", "left"]


def test_for_people_it_reads_well(cli: CommandLine) -> None:
    cli.wav("talk.wav", seconds=2.5)
    cli.write("talk.vtt", TRANSCRIPT.replace("00:00:02.800", "00:00:01.000"))
    result = cli.run("info", "talk.wav", "talk.vtt")
    assert result.exit_code == 0
    assert "talk.wav: recording" in result.stdout
    assert "00:02.500" in result.stdout
    assert "Coach 1, Client 1" in result.stdout
    assert "warning: " in result.stdout


def test_one_unreadable_file_does_not_hide_the_others(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    result = cli.run("info", "--json", "absent.wav", "talk.vtt")
    assert error_line(result).startswith("absent.wav: ")
    assert [one["kind"] for one in json.loads(result.stdout)] == ["transcript"]


def test_json_is_plain_whatever_the_terminal_can_show(cli: CommandLine) -> None:
    cli.write("ta\u0142k\u009b31m.vtt", TRANSCRIPT.replace("what", "\u4f60\u597d \U0001f44b"))
    done = cli.spawn("info", "--json", "ta\u0142k\u009b31m.vtt", PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["first_text"].startswith("\u4f60\u597d \U0001f44b")
    assert json.loads(done.stdout)["path"] == "ta\u0142k\u009b31m.vtt"
