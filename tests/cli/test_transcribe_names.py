"""Names in what `sessionlens transcribe` writes, with the real engine and the shipped model."""

import json
from pathlib import Path

import pytest
import soundfile
from command_line import REVIEW, CommandLine

from sessionlens import resources
from sessionlens.transcripts import native

MODEL = ("--model", "tiny-model")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def spoken_of(cli: CommandLine) -> Path:
    """The beginning of the demo, in which the tiny model is unsure of two words."""
    sound, rate = soundfile.read(resources.sample_folder() / "first-session.ogg", dtype="int16")
    path = cli.folder / "spoken_of.wav"
    soundfile.write(path, sound[: 24 * rate], rate)
    return path


def test_unsure_words_that_sound_like_a_name_become_it(cli: CommandLine, spoken_of: Path) -> None:
    (cli.folder / "names.txt").write_text("Manto\nHannah = anna\nAnn\n", encoding="utf-8")

    result = cli.run("transcribe", spoken_of, *MODEL, "--json")

    told = json.loads(result.stdout.splitlines()[-1])
    assert told["names"] == {"Hannah": 1, "Manto": 1}
    assert "2 words were taken for names: Hannah (1), Manto (1)" in told["warnings"]
    made = native.decode((cli.folder / "spoken_of.transcript.json").read_bytes())
    assert "so that Manto can listen" in " ".join(one.text for one in made.utterances)
    heard = [word.heard for one in made.utterances for word in one.words if word.heard]
    assert heard == ["anna", "many to"]


def test_words_stay_as_they_are_heard_where_that_is_asked_for(
    cli: CommandLine, spoken_of: Path
) -> None:
    (cli.folder / "names.txt").write_text("Manto\n=\n", encoding="utf-8")
    result = cli.run("transcribe", spoken_of, *MODEL, "--as-heard")
    assert (result.exit_code, "names" in result.stderr) == (0, False)
    assert b"heard" not in (cli.folder / "spoken_of.transcript.json").read_bytes()


def test_a_broken_list_of_names_is_said_and_the_recording_is_recognised(
    cli: CommandLine, spoken_of: Path
) -> None:
    (cli.folder / "names.txt").write_text("Anke\n= anchor\n", encoding="utf-8")
    result = cli.run("transcribe", spoken_of, *MODEL)
    assert result.exit_code == 0
    assert "names.txt: line 2: There is no name" in result.stderr


def test_the_coach_in_the_review_is_a_name(cli: CommandLine, spoken_of: Path) -> None:
    review = REVIEW.replace('"Anna"', '"Dr. Manto Berg"').replace("talk.wav", spoken_of.name)
    (cli.folder / "spoken_of.review.toml").write_text(review, encoding="utf-8")
    result = cli.run("transcribe", spoken_of, *MODEL)
    assert "1 word was taken for names: Manto (1)" in result.stderr
