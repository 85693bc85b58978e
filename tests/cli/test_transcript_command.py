"""`sessionlens transcript`: any known transcript becomes ours, or subtitles."""

import json
from pathlib import Path

import pytest
from command_line import TRANSCRIPT, CommandLine, error_line

DATA = Path(__file__).parents[1] / "data" / "transcripts"
TRANSCRIPTS = sorted(path for path in DATA.iterdir() if path.suffix != ".md")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.mark.parametrize("name", ["talk.vtt", "talk.transcript.vtt"])
def test_it_becomes_ours_beside_the_source(cli: CommandLine, name: str) -> None:
    result = cli.run("transcript", cli.write(name, TRANSCRIPT))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 utterances" in result.stdout
    made = json.loads((cli.folder / "talk.transcript.json").read_text(encoding="utf-8"))
    assert made["format"] == "sessionlens.transcript"
    assert made["version"] == 1
    assert made["timing"] == "utterance"
    assert made["utterances"] == [
        {"start": 0.5, "end": 1.5, "text": "what would it mean to you", "speaker": "Coach"},
        {"start": 1.6, "end": 2.8, "text": "I do not know yet", "speaker": "Client"},
    ]


@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_subtitles_come_back_the_same(cli: CommandLine, ending: str) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    cli.run("transcript", "talk.vtt")
    assert cli.run("transcript", "talk.transcript.json", "-o", f"back.{ending}").exit_code == 0
    cli.run("transcript", f"back.{ending}")
    made = json.loads((cli.folder / "back.transcript.json").read_text(encoding="utf-8"))
    first = json.loads((cli.folder / "talk.transcript.json").read_text(encoding="utf-8"))
    assert made["utterances"] == first["utterances"]


def test_the_format_may_be_named_instead(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    assert cli.run("transcript", "talk.vtt", "--format", "srt").exit_code == 0
    assert "00:00:00,500 --> 00:00:01,500" in (cli.folder / "talk.srt").read_text()


def test_a_file_that_is_there_is_replaced_by_force_only(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    ours = cli.write("talk.transcript.json", "my corrections")
    assert "talk.transcript.json" in error_line(cli.run("transcript", "talk.vtt"))
    assert ours.read_text() == "my corrections"
    assert cli.run("transcript", "talk.vtt", "--force").exit_code == 0
    assert ours.read_text() != "my corrections"


def test_not_even_force_replaces_the_source(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    error_line(cli.run("transcript", "talk.vtt", "-o", "talk.vtt", "--force"))
    assert (cli.folder / "talk.vtt").read_text() == TRANSCRIPT


def test_an_ending_that_says_nothing_is_asked_about(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    assert "--format" in error_line(cli.run("transcript", "talk.vtt", "-o", "talk.doc"))
    assert [path.name for path in cli.folder.iterdir()] == ["talk.vtt"]


def test_a_guess_is_said_and_the_file_is_read_all_the_same(cli: CommandLine) -> None:
    source = DATA / "polish_cp1250.srt"
    result = cli.run("transcript", source, "-o", "out.json")
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"sessionlens: warning: {source}: ")
    assert "guess" in line


@pytest.mark.parametrize("source", TRANSCRIPTS, ids=lambda path: path.name)
def test_every_known_format_is_converted(cli: CommandLine, source: Path) -> None:
    assert cli.run("transcript", source, "-o", "out.json").exit_code == 0
    assert json.loads((cli.folder / "out.json").read_text(encoding="utf-8"))["utterances"]
    assert cli.run("transcript", source, "-o", "out.vtt").exit_code == 0
    assert (cli.folder / "out.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
