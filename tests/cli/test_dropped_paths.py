"""Files and folders as they come from a mouse, a clipboard or a mail program."""

from pathlib import Path

import pytest
from coach_files import feedback_on, recording, review_of, saved
from command_line import CommandLine

from sessionlens.storage.feedback import encode_feedback


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def talk(line: CommandLine) -> Path:
    return recording(line.folder / "Zoom Aufnahme (2).wav")


def test_a_file_is_taken_as_its_address_or_as_it_was_dropped(line: CommandLine, talk: Path) -> None:
    for written in (
        talk.as_uri(),
        f"'{talk}'",
        str(talk).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)"),
    ):
        result = line.run("info", written)
        assert result.exit_code == 0, result.stderr
        assert "Zoom Aufnahme (2).wav" in result.stdout
        assert "needs a terminal" in line.run(written).stderr  # by itself it opens the review


def test_an_address_without_a_file_is_named_as_a_path(line: CommandLine) -> None:
    result = line.run("info", "file:///gone/talk%20one.wav")
    assert result.exit_code == 2
    assert "/gone/talk one.wav" in result.stderr


def test_what_is_called_like_a_dropped_path_is_itself(line: CommandLine) -> None:
    odd = recording(line.folder / "'talk'.wav")
    assert line.run("info", odd.name).exit_code == 0


def test_replay_needs_no_name_where_one_feedback_lies(line: CommandLine, talk: Path) -> None:
    path = line.folder / "Feedback von Maria.txt"
    assert "no feedback in this folder" in line.run("replay").stderr
    path.write_bytes(encode_feedback(feedback_on(talk), path.name))
    for arguments in ([], ["."], [line.folder.as_uri()], [talk.name], [path.name]):
        assert "needs a terminal" in line.run("replay", *arguments).stderr


def test_a_review_of_any_name_is_exported_by_its_recording(line: CommandLine, talk: Path) -> None:
    saved(line.folder / "Notizen.txt", review_of(talk))
    result = line.run("export", talk.name)
    assert result.exit_code == 0, result.stderr
    (feedback,) = line.folder.glob("*.feedback.toml")
    assert "You waited." in feedback.read_text("utf-8")
