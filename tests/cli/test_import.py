"""`sessionlens import`: codes of other programs as a new review."""

import tomllib
from pathlib import Path

import pytest
from command_line import REVIEW, TRANSCRIPT, CommandLine, error_line, refused

LABELS = "0.5\t1.5\topen question\n2.0\t2.0\tEvokes Awareness +: well\n2.5\t2.6\tnoise\n"
MAP = """\
format = "sessionlens.codes"
version = 1
rubric = "icf-core"

[codes]
"open question" = "evokes-awareness a"
noise = "leave out"
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.wav("talk.wav")
    line.write("labels.txt", LABELS)
    return line


def test_codes_become_markers_of_a_new_review(cli: CommandLine) -> None:
    cli.write("codes.toml", MAP)
    cli.write("talk.vtt", TRANSCRIPT)
    result = cli.run("import", "labels.txt", "talk.wav", "--map", "codes.toml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 markers from 3 codes" in result.stdout
    assert "left out: 1 time 'noise'" in result.stdout
    review = tomllib.loads((cli.folder / "talk.review.toml").read_text(encoding="utf-8"))
    first, second = review["markers"]
    assert (first["competency"], first["indicator"]) == ("evokes-awareness", "a")
    assert first["quote"] == "what would it mean to you", "the words are those of the transcript"
    assert (second["competency"], second["rating"]) == ("evokes-awareness", "strength")
    assert second["comment"] == "well"
    assert cli.run("check", "codes.toml").exit_code == 0
    assert cli.run("check", "talk.review.toml").exit_code in (0, 1)


def test_codes_of_unknown_meaning_are_named_where_nobody_can_be_asked(cli: CommandLine) -> None:
    line = refused(cli, "import", "labels.txt", "talk.wav")
    assert "Nobody has said what these codes mean: 'open question', 'noise'" in line
    assert "--map" in line


def test_a_review_is_never_replaced(cli: CommandLine) -> None:
    cli.write("codes.toml", MAP)
    cli.write("talk.review.toml", REVIEW)
    line = refused(cli, "import", "labels.txt", "talk.wav", "--map", "codes.toml")
    assert "exists already. Give the new review another name with -o." in line
    arguments = ("import", "labels.txt", "talk.wav", "--map", "codes.toml")
    assert cli.run(*arguments, "-o", "second.review.toml").exit_code == 0


@pytest.mark.parametrize(
    ("meaning", "message"),
    [
        ("nonsense", "codes.toml: 'nonsense' is no competency of the rubric 'icf-core'"),
        ("", "Every code was left out"),
    ],
)
def test_a_map_that_says_nothing_useful_is_refused(
    cli: CommandLine, meaning: str, message: str
) -> None:
    if meaning:
        text = MAP.replace("evokes-awareness a", meaning)
    else:
        cli.write("labels.txt", "1\t1\tnoise\n")
        text = MAP
    cli.write("codes.toml", text)
    assert message in refused(cli, "import", "labels.txt", "talk.wav", "--map", "codes.toml")


def test_what_is_no_recording_is_refused(cli: CommandLine) -> None:
    line = error_line(cli.run("import", "labels.txt", "labels.txt"))
    assert "This is not a recording" in line


def test_more_codes_than_a_review_can_have_are_refused(cli: CommandLine) -> None:
    cli.write("many.txt", "0.5\t0.6\topen question\n" * 10_001)
    cli.write("codes.toml", MAP)
    line = refused(cli, "import", "many.txt", "talk.wav", "--map", "codes.toml")
    assert "10,001 markers" in line
