"""`sessionlens models`."""

import json
import os
import shutil
from pathlib import Path

import pytest
from command_line import CommandLine, error_line

from sessionlens import resources

NAME = "vosk-model-small-de-0.15"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def stick(cli: CommandLine) -> Path:
    shutil.copytree(resources.sample_folder() / "tiny-model", cli.folder / "stick" / NAME)
    return Path(shutil.make_archive(str(cli.folder / NAME), "zip", cli.folder / "stick"))


@pytest.mark.parametrize("arguments", [(), ("list",)])
def test_what_is_installed_and_what_can_be_fetched(
    cli: CommandLine, arguments: tuple[str, ...]
) -> None:
    result = cli.run("models", *arguments)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "tiny-model  knows only the words of the demo" in result.stdout
    assert NAME in result.stdout
    assert "45 MB" in result.stdout


def test_without_a_model_three_steps_are_said_and_with_one_they_are_not(
    cli: CommandLine, stick: Path
) -> None:
    before = " ".join(cli.run("models").stdout.split())
    cli.run("models", "add", stick)

    assert "Three steps to one" in before
    assert "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip" in before
    assert "sessionlens models add FILE" in before
    assert "Zoom and Teams" in before
    assert "Three steps" not in cli.run("models").stdout


def test_an_added_model_is_listed_and_in_use(cli: CommandLine, stick: Path) -> None:
    result = cli.run("models", "add", stick)

    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{NAME} is installed" in result.stdout
    listed = json.loads(cli.run("models", "list", "--json").stdout)
    mine = listed["installed"][0]
    assert (mine["name"], mine["language"], mine["kind"]) == (NAME, "de", "speech")
    assert mine["in_use"]
    assert not mine["demo"]
    assert NAME not in [known["name"] for known in listed["fetchable"]]
    assert Path(mine["path"]).is_relative_to(cli.own["data"])
    assert "installed already" in error_line(cli.run("models", "add", stick))
    assert cli.run("models", "add", stick, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "nothing.zip"), "no such file"),
        (("add", "photo.zip"), "no whole zip"),
        (("add",), "FILE-OR-FOLDER"),
        (("fetch",), "NAME"),
        (("remove",), "NAME"),
        (("remove", "x"), "There is no model 'x'"),
        (("remove", "../x"), "There is no model"),
        (("remove", "tiny-model", "--yes"), "came with the program"),
    ],
)
def test_bad_input(cli: CommandLine, arguments: tuple[str, ...], message: str) -> None:
    cli.write("photo.zip", b"JFIF")

    assert message in error_line(cli.run("models", *arguments))


def test_a_model_is_removed_after_a_yes(cli: CommandLine, stick: Path) -> None:
    cli.run("models", "add", stick)
    folder = cli.own["data"] / "models"

    kept = cli.run_with("no\n", "models", "remove", NAME)
    assert (kept.exit_code, "Nothing was removed" in kept.stdout) == (0, True)
    assert (folder / NAME / "am/final.mdl").exists()

    gone = cli.run_with("yes\n", "models", "remove", NAME)
    assert (gone.exit_code, gone.stderr) == (0, "")
    assert f"{NAME} is removed" in gone.stdout
    assert list(folder.iterdir()) == []
    assert "There is no model" in error_line(cli.run("models", "remove", NAME, "--yes"))


def test_nobody_to_ask_removes_nothing(cli: CommandLine, stick: Path) -> None:
    cli.run("models", "add", stick)

    assert cli.run("models", "remove", NAME).exit_code == 2
    assert (cli.own["data"] / "models" / NAME / "am/final.mdl").exists()


@pytest.mark.usefixtures("stick")
def test_a_model_of_other_programs_stays(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOSK_MODEL_PATH", str(cli.folder / "stick"))

    line = error_line(cli.run("models", "remove", NAME, "--yes"))

    assert "not added here" in line
    assert (cli.folder / "stick" / NAME / "am/final.mdl").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.usefixtures("stick")
def test_of_a_linked_model_only_the_link_goes(cli: CommandLine) -> None:
    folder = cli.own["data"] / "models"
    folder.mkdir(parents=True)
    (folder / NAME).symlink_to(cli.folder / "stick" / NAME)

    assert cli.run("models", "remove", NAME, "--yes").exit_code == 0
    assert list(folder.iterdir()) == []
    assert (cli.folder / "stick" / NAME / "am/final.mdl").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_never_ends_is_refused(cli: CommandLine) -> None:
    os.mkfifo(cli.folder / "pipe.zip")

    for source in ("pipe.zip", "/dev/zero"):
        assert "not an ordinary file" in error_line(cli.run("models", "add", source))


def test_fetching_without_network(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSIONLENS_MODELS_URL", "http://127.0.0.1:9/models")

    assert "no connection" in error_line(cli.run("models", "fetch", NAME))


def test_a_review_refuses_a_model_or_language_that_is_not_there(cli: CommandLine) -> None:
    cli.wav()

    assert "No model for 'fr'" in error_line(cli.run("review", "talk.wav", "--language", "fr"))
    assert "no model 'x'" in error_line(cli.run("review", "talk.wav", "--model", "x"))
    assert [path.name for path in cli.folder.iterdir()] == ["talk.wav"]


def test_several_languages_are_named(cli: CommandLine, stick: Path) -> None:
    cli.run("models", "add", stick)
    english = stick.with_name("vosk-model-small-en-us-0.15.zip")
    shutil.make_archive(str(english.with_suffix("")), "zip", cli.folder / "stick" / NAME)
    cli.run("models", "add", english)
    cli.wav()

    line = error_line(cli.run("transcribe", "talk.wav"))

    assert "German (de), English (en)" in line
    assert "--language or --model" in line
