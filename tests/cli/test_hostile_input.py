"""Text and names that mean harm do nothing on the terminal, whichever command meets them."""

import os
import sys
from pathlib import Path

import pytest
from command_line import READING, REVIEW, TRANSCRIPT, CommandLine, refused

HOSTILE = (
    "\x1b]0;gone\x07\x1b[2J\x9b31m[/x][@click=app.quit]\u202eevil\u2066"
    " \U0001f44b\U0001f3fd 你好 e\u0301"
)
SHOWN = "[/x][@click=app.quit]evil"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.wav("talk.wav")
    return line


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_hostile_name(cli: CommandLine, command: list[str]) -> None:
    name = f"./{HOSTILE.replace('/', '|')}\n.toml"
    cli.write(name, b"\xff\xfe\0")
    assert "evil" in refused(cli, *command, name)


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_a_name_that_is_no_unicode_in_a_process_of_its_own(cli: CommandLine) -> None:
    name = os.fsdecode(b"talk\xff.vtt")
    cli.write(name, TRANSCRIPT)
    done = cli.spawn("info", name)
    assert (done.returncode, done.stderr) == (0, b"")
    done = cli.spawn("check", f"{name}.toml")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="such names cannot be there")
@pytest.mark.parametrize(
    "command", [["info"], ["check"], ["review"], ["transcribe", "--model", "tiny-model"]]
)
@pytest.mark.parametrize("name", [b"talk\xff.wav", b"\xff/talk.wav"])
def test_a_recording_whose_name_is_no_unicode_is_to_be_renamed(
    cli: CommandLine, command: list[str], name: bytes
) -> None:
    path = cli.folder / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    (cli.folder / "talk.wav").rename(path)
    line = refused(cli, *command, path)
    assert "is not valid UTF-8. Rename it." in line
    assert list(path.parent.iterdir()) == [path]


def test_hostile_text_in_a_transcript_does_nothing(cli: CommandLine) -> None:
    cli.write(
        "talk.vtt", TRANSCRIPT.replace("what", HOSTILE + "\0").replace("not", "x" * 1_000_000)
    )
    for command in (["info"], ["info", "--json"], ["check"], ["transcript"]):
        result = cli.run(*command, "talk.vtt")
        assert result.exit_code in (0, 1), result.output
        assert not set("\x1b\x9b\0\x07\u202e\u2066") & set(result.output)
    assert SHOWN in cli.run("info", "talk.vtt").stdout


def test_hostile_text_in_a_review_does_nothing(cli: CommandLine) -> None:
    escaped = HOSTILE.encode("unicode_escape").decode().replace("\\x", "\\u00")
    text = REVIEW.replace("Then you waited.", escaped).replace("Third session", escaped)
    text = text.replace("what would it mean to you", escaped).replace("Anna", escaped)
    cli.write("talk.vtt", TRANSCRIPT)
    cli.write("talk.review.toml", text)
    for command in (["info"], ["check"], ["export"]):
        result = cli.run(*command, "talk.review.toml")
        assert result.exit_code in (0, 1), result.output
        assert not set("\x1b\x9b\0\x07\u202e\u2066") & set(result.output)
    feedback = (cli.folder / "talk.feedback.toml").read_text(encoding="utf-8")
    assert SHOWN in feedback
    assert not set("\x1b\x9b\0\x07\u202e\u2066") & set(feedback)
