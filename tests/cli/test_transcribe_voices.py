"""`sessionlens transcribe` of one channel: who speaks is guessed, and said to be a guess."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from command_line import CommandLine

from sessionlens.transcripts import native

TWO_VOICES = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
MODEL = ("--model", "tiny-model")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def talk(cli: CommandLine) -> Path:
    return Path(shutil.copy(TWO_VOICES, cli.folder / "talk.ogg"))


def mono(talk: Path) -> Path:
    """The same conversation as a telephone records it: both people in one channel."""
    samples, rate = soundfile.read(talk, dtype="int16")
    soundfile.write(talk.with_name("mono.wav"), samples.sum(axis=1, dtype=np.int16), rate)
    return talk.with_name("mono.wav")


def test_in_one_channel_who_speaks_is_guessed_and_said_to_be(cli: CommandLine, talk: Path) -> None:
    result = cli.run("transcribe", mono(talk), *MODEL, "--json")

    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert any(line.get("voices", 0) > 0 for line in lines)
    assert any("guessed" in warning for warning in lines[-1]["warnings"])
    made = native.decode((cli.folder / "mono.transcript.json").read_bytes())
    assert list(made.speakers) == ["Voice 1", "Voice 2"]
    assert all(utterance.guessed for utterance in made.utterances)
    true = native.decode(TWO_VOICES.with_suffix(".json").read_bytes())
    first = true.utterances[0].speaker
    wrong = [
        word.text
        for utterance in made.utterances
        for word in utterance.words
        for spoken in true.utterances
        if spoken.start <= (word.start + word.end) / 2 <= spoken.end
        and (utterance.speaker == "Voice 1") != (spoken.speaker == first)
    ]
    assert len(wrong) <= 0.05 * made.word_count


def test_with_one_speaker_nobody_is_guessed(cli: CommandLine, talk: Path) -> None:
    result = cli.run("transcribe", mono(talk), *MODEL, "--speakers", "1")

    assert result.exit_code == 0, result.output
    assert "guessed" not in result.stderr
    made = native.decode((cli.folder / "mono.transcript.json").read_bytes())
    assert not made.speakers


def test_where_one_person_speaks_nobody_is_named(cli: CommandLine, talk: Path) -> None:
    samples, rate = soundfile.read(talk, dtype="int16")
    soundfile.write(cli.folder / "alone.wav", samples[:, 0], rate)

    result = cli.run("transcribe", "alone.wav", *MODEL)

    assert result.exit_code == 0, result.output
    assert "no two voices could be told apart" in result.stderr
    assert not native.decode((cli.folder / "alone.transcript.json").read_bytes()).speakers
