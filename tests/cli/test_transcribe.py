"""`sessionlens transcribe`, with the real engine and the shipped model."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from command_line import REVIEW, CommandLine, error_line
from media import tracks_of

from sessionlens import resources
from sessionlens.audio import tracks as audio_tracks
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.library.transcript import shown_transcript
from sessionlens.transcripts import native

TWO_VOICES = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
MODEL = ("--model", "tiny-model")

if sys.platform == "win32":  # where a signal goes to a whole group of processes
    _OWN_GROUP, _CTRL_C = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
else:
    _OWN_GROUP, _CTRL_C = 0, signal.SIGINT


CORRECTED = Transcript(utterances=(Utterance(start=0.0, end=1.0, text="corrected by hand"),))


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def talk(cli: CommandLine) -> Path:
    return Path(shutil.copy(TWO_VOICES, cli.folder / "talk.ogg"))


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_recording_gets_its_transcript(cli: CommandLine, talk: Path) -> None:
    result = cli.run("transcribe", talk, *MODEL)

    assert result.exit_code == 0, result.output
    assert "utterances" in result.stdout
    assert "2 speakers" in result.stdout
    assert "knows only the words of the demo" in result.stderr
    assert left(cli.folder) == ["talk.ogg", "talk.transcript.json"]
    made = native.decode((cli.folder / "talk.transcript.json").read_bytes())
    assert list(made.speakers) == ["Left", "Right"]
    facts = json.loads(cli.run("info", "--json", cli.folder / "talk.transcript.json").stdout)
    assert facts["kind"] == "transcript"
    assert facts["timing"] == "word"


@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_the_ending_makes_subtitles(cli: CommandLine, talk: Path, ending: str) -> None:
    output = cli.folder / f"talk.{ending}"
    assert cli.run("transcribe", talk, *MODEL, "-o", output).exit_code == 0
    assert left(cli.folder) == sorted(["talk.ogg", output.name])
    told = json.loads(cli.run("info", "--json", output).stdout)
    assert (told["format"], told["kind"]) == ({"vtt": "webvtt"}.get(ending, ending), "transcript")
    assert "exists already" in error_line(cli.run("transcribe", talk, *MODEL, "-o", output))
    assert cli.run("transcribe", talk, *MODEL, "-o", output, "--force").exit_code == 0


def test_an_ending_that_says_nothing_is_refused(cli: CommandLine, talk: Path) -> None:
    refused = cli.run("transcribe", talk, *MODEL, "-o", cli.folder / "talk.docx")
    assert ".vtt" in error_line(refused)
    assert left(cli.folder) == ["talk.ogg"]


def test_a_program_reads_progress_and_result_line_by_line(cli: CommandLine, talk: Path) -> None:
    result = cli.run("transcribe", talk, *MODEL, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    fractions = [line["fraction"] for line in lines[:-1]]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert lines[-1]["transcript"].endswith("talk.transcript.json")
    assert lines[-1]["words"] > 50
    assert any("demo" in warning for warning in lines[-1]["warnings"])


def test_a_program_is_told_only_what_is_new_while_voices_are_told_apart(cli: CommandLine) -> None:
    sound, rate = soundfile.read(TWO_VOICES, dtype="int16", always_2d=True)
    soundfile.write(cli.folder / "mono.wav", sound[: 8 * rate].max(axis=1), rate)
    result = cli.run("transcribe", cli.folder / "mono.wav", *MODEL, "--json")
    lines = result.stdout.splitlines()
    assert any('"voices"' in line for line in lines)
    assert all(line != before for before, line in pairwise(lines))


def test_the_track_that_was_chosen_is_recognised(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_tracks, "_chosen", {})
    sound, rate = soundfile.read(TWO_VOICES, dtype="int16", always_2d=True)
    voice = sound[: 8 * rate, :1]
    talk = tracks_of(cli.folder / "talk.mkv", rate, np.zeros_like(voice), voice)
    assert "No word was recognised" in error_line(cli.run("transcribe", talk, *MODEL))
    result = cli.run("transcribe", talk, *MODEL, "--audio-track", "2")
    assert result.exit_code == 0, result.output
    made = native.decode((cli.folder / "talk.transcript.json").read_bytes())
    assert made.utterances
    for wrong in ("3", "0", "none"):
        assert cli.run("transcribe", talk, *MODEL, "--audio-track", wrong).exit_code == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts of Linux")
def test_a_transcript_in_a_folder_that_cannot_be_written_is_not_hidden(
    cli: CommandLine, talk: Path
) -> None:
    beside = cli.write("talk.transcript.json", native.encode(CORRECTED))
    folder = str(cli.folder)
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("mounting needs root")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        result = cli.run("transcribe", talk, *MODEL)
        assert result.exit_code == 2
        assert f"{beside}: This file exists already" in result.stderr
        shown = shown_transcript(talk).transcript
        assert shown is not None
        assert shown.utterances == CORRECTED.utterances
        assert cli.run("transcribe", talk, *MODEL, "--force").exit_code == 0
    finally:
        subprocess.run(["umount", folder], check=True)


def test_channels_can_be_named(cli: CommandLine, talk: Path) -> None:
    result = cli.run("transcribe", talk, *MODEL, "--names", "Coach,Client", "-o", "named.json")

    assert result.exit_code == 0, result.output
    assert list(native.decode(Path("named.json").read_bytes()).speakers) == ["Coach", "Client"]


def test_tracks_make_one_transcript(cli: CommandLine, talk: Path) -> None:
    samples, rate = soundfile.read(talk, dtype="int16")
    for channel, name in enumerate(("anna.wav", "jonas.wav")):
        soundfile.write(cli.folder / name, samples[:, channel], rate)

    result = cli.run(
        "transcribe", "--track", "Coach=anna.wav", "--track", "Client=jonas.wav", *MODEL
    )

    assert result.exit_code == 0, result.output
    made = native.decode(Path("anna.transcript.json").read_bytes())
    assert list(made.speakers) == ["Coach", "Client"]


def test_no_model_names_both_ways(cli: CommandLine, talk: Path) -> None:
    line = error_line(cli.run("transcribe", talk))

    assert "models fetch vosk-model-small-en-us-0.15" in line
    assert "models add" in line
    assert left(cli.folder) == ["talk.ogg"]


def test_a_recording_that_is_not_there_is_said_before_the_model(
    cli: CommandLine, talk: Path
) -> None:
    for arguments in (("nosuch.ogg",), ("--track", "Coach=talk.ogg", "--track", "B=nosuch.ogg")):
        assert error_line(cli.run("transcribe", *arguments)) == (
            "nosuch.ogg: There is no such file. Check the name."
        )
    result = cli.run("transcribe", talk, "nosuch.ogg")
    assert result.exit_code == 2
    missing, model = result.stderr.splitlines()
    assert "nosuch.ogg: There is no such file" in missing
    assert "No speech model is installed" in model


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "No recording was named"),
        (("talk.ogg", "--track", "A=talk.ogg"), "not both"),
        (("--track", "talk.ogg"), "no track"),
        (("--track", "=talk.ogg"), "no track"),
        (("--track", "A=talk.ogg", "--track", "A=talk.ogg"), "name of its own"),
        (("talk.ogg", "talk.ogg", "-o", "x.json"), "several transcripts"),
        (("talk.ogg", "-o", "talk.ogg", "--force"), "made from"),
        (("talk.ogg", "--names", "A,B,C"), "2 channels, but 3 names"),
        (("talk.ogg", "--speakers", "11"), "--speakers"),
        (("talk.ogg", "--jobs", "0"), "--jobs"),
        (("talk.ogg", "--language", "de"), "for 'en-us', not for 'de'"),
        (("nothing.ogg",), "nothing.ogg"),
        (("empty.wav",), "empty.wav"),
        (("text.wav",), "text.wav"),
        (("silence.wav",), "No word was recognised"),
        (("ten.wav",), "ten.wav"),
        (("no/folder.json.ogg",), "no/folder"),
        (("talk.ogg", "-o", "no/folder/talk.json"), "no/folder"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    cli: CommandLine, talk: Path, arguments: tuple[str, ...], message: str
) -> None:
    cli.write("empty.wav", b"")
    cli.write("text.wav", "hello")
    soundfile.write(cli.folder / "silence.wav", np.zeros(32000, np.int16), 16000)
    soundfile.write(cli.folder / "ten.wav", np.full(10, 99, np.int16), 16000)
    before = left(cli.folder)

    assert message in error_line(cli.run("transcribe", *arguments, *MODEL))

    assert left(cli.folder) == before
    assert talk.read_bytes() == TWO_VOICES.read_bytes()


def test_an_existing_transcript_stays(cli: CommandLine, talk: Path) -> None:
    mine = cli.write("talk.transcript.json", "mine")

    assert "exists already" in error_line(cli.run("transcribe", talk, *MODEL))
    assert mine.read_text() == "mine"
    assert cli.run("transcribe", talk, *MODEL, "--force").exit_code == 0
    assert native.decode(mine.read_bytes()).utterances


def test_not_even_force_replaces_a_review(cli: CommandLine, talk: Path) -> None:
    review = cli.write("talk.review.toml", REVIEW)

    line = error_line(cli.run("transcribe", talk, "-o", review, *MODEL, "--force"))
    assert "This is a review, not a transcript" in line
    assert review.read_text("utf-8") == REVIEW


def test_one_bad_recording_does_not_stop_the_others(cli: CommandLine, talk: Path) -> None:
    cli.write("text.wav", "hello")

    result = cli.run("transcribe", "text.wav", talk, *MODEL)

    assert result.exit_code == 2
    assert "text.wav" in result.stderr
    assert (cli.folder / "talk.transcript.json").exists()


def test_a_recording_that_breaks_off_is_heard_as_far_as_it_goes(
    cli: CommandLine, talk: Path
) -> None:
    talk.write_bytes(talk.read_bytes()[: talk.stat().st_size // 2])

    result = cli.run("transcribe", talk, *MODEL)

    assert result.exit_code == 0, result.output
    made = native.decode((cli.folder / "talk.transcript.json").read_bytes())
    assert 10 < made.end < 20


def test_a_broken_model_is_one_line_and_kills_nothing(cli: CommandLine, talk: Path) -> None:
    """The engine itself would write on descriptor 2, and end the process."""
    model = Path(shutil.copytree(resources.sample_folder() / "tiny-model", cli.folder / "model"))
    (model / "graph/phones/word_boundary.int").write_text("1 nonword\n")

    done = cli.spawn("transcribe", talk, "--model", model)

    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert "crashes the speech engine" in lines[0]


def test_the_engines_own_words_stay_off_the_terminal(cli: CommandLine, talk: Path) -> None:
    done = cli.spawn("transcribe", talk, *MODEL)

    assert done.returncode == 0
    assert [line for line in done.stderr.decode().splitlines() if "demo" not in line] == []
    assert "VoskAPI" not in done.stdout.decode()


def test_ctrl_c_keeps_what_is_done(cli: CommandLine, talk: Path) -> None:
    samples, rate = soundfile.read(talk, dtype="int16")
    soundfile.write(cli.folder / "long.wav", np.tile(samples, (20, 1)), rate)
    command = [sys.executable, "-m", "sessionlens", "transcribe", "long.wav", *MODEL, "--jobs", "1"]
    own = {f"XDG_{kind.upper()}_HOME": str(path.parent) for kind, path in cli.own.items()}
    process = subprocess.Popen(
        command,
        env={**os.environ, **own},
        stderr=subprocess.PIPE,
        text=True,
        creationflags=_OWN_GROUP,
    )
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > 5000 for path in cli.folder.glob(".*.journal")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(_CTRL_C)
    output = process.communicate(timeout=60)[1]

    assert process.returncode == 130
    assert "stopped at" in output
    assert "goes on from there" in output
    assert not (cli.folder / "long.transcript.json").exists()
    done = cli.run("transcribe", "long.wav", *MODEL)
    assert done.exit_code == 0, done.output
    assert left(cli.folder) == ["long.transcript.json", "long.wav", "talk.ogg"]


def test_a_recording_that_crashes_the_decoder_is_refused(
    cli: CommandLine, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = cli.folder / "modules"
    modules.mkdir()
    (modules / "av.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    result = cli.run("transcribe", talk, *MODEL)
    assert result.exit_code == 2
    assert "crashes the decoder" in error_line(result)
    assert not (cli.folder / "talk.transcript.json").exists()
