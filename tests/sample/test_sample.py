"""The shipped sample: its files agree with each other, and the tiny model hears real speech."""

import hashlib
import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from sessionlens.domain.transcript import Transcript
from sessionlens.resources import sample_folder, shipped
from sessionlens.storage.feedback import load_feedback
from sessionlens.transcripts import native

SAMPLE = sample_folder()
MODEL = SAMPLE / "tiny-model"
RECORDING = SAMPLE / "first-session.ogg"
TRANSCRIPT = SAMPLE / "first-session.transcript.json"
FEEDBACK = SAMPLE / "first-session.feedback.toml"
SPEECH = Path(__file__).parents[1] / "data" / "speech"


@pytest.fixture(scope="module")
def transcript() -> Transcript:
    return native.decode(TRANSCRIPT.read_bytes())


@pytest.fixture(scope="module")
def feedback() -> dict[str, Any]:
    return tomllib.loads(FEEDBACK.read_text(encoding="utf-8"))


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_the_sample_is_small() -> None:
    assert size_of(SAMPLE) < 2_000_000
    assert size_of(MODEL) < 400_000
    assert size_of(SPEECH) < 300_000


def test_the_recording_is_four_to_six_minutes_with_a_voice_on_each_channel() -> None:
    samples, rate = soundfile.read(RECORDING, always_2d=True)
    assert samples.shape[1] == 2
    assert 240 <= len(samples) / rate <= 360
    assert np.abs(samples).max() < 1.0
    levels = 20 * np.log10(np.sqrt(np.mean(samples**2, axis=0)))
    assert abs(levels[0] - levels[1]) < 6


def test_each_voice_is_on_the_channel_of_its_speaker(transcript: Transcript) -> None:
    samples, rate = soundfile.read(RECORDING, always_2d=True)
    loudest = []
    for utterance in transcript.utterances:
        part = samples[int(utterance.start * rate) : int(utterance.end * rate)]
        loudest.append((int(np.argmax(np.sum(part**2, axis=0))), utterance.speaker))
    assert set(loudest) == {(0, "Coach"), (1, "Client")}


def test_words_are_in_order_and_inside_the_recording(transcript: Transcript) -> None:
    info = soundfile.info(RECORDING)
    assert list(transcript.speakers) == ["Coach", "Client"]
    assert transcript.timing == "word"
    for utterance in transcript.utterances:
        assert utterance.text == " ".join(word.text for word in utterance.words)
        assert (utterance.start, utterance.end) == (
            utterance.words[0].start,
            utterance.words[-1].end,
        )
        assert all(word.start < word.end for word in utterance.words)
        assert all(one.end <= other.start + 0.001 for one, other in pairwise(utterance.words))
    starts = [utterance.start for utterance in transcript.utterances]
    assert starts == sorted(starts)
    assert starts[0] > 0
    assert max(utterance.end for utterance in transcript.utterances) < info.frames / info.samplerate


def test_the_session_has_long_silences_and_cross_talk(transcript: Transcript) -> None:
    gaps = [
        after.start - before.end
        for before, after in pairwise(transcript.utterances)
        if before.speaker != after.speaker
    ]
    assert any(4.0 <= gap <= 6.0 for gap in gaps)
    assert any(gap < 0 for gap in gaps)


def test_the_feedback_belongs_to_the_recording(feedback: dict[str, Any]) -> None:
    info = soundfile.info(RECORDING)
    named = feedback["recording"]
    assert named["file"] == RECORDING.name
    assert named["sha256"] == hashlib.sha256(RECORDING.read_bytes()).hexdigest()
    at = named["duration"]
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    assert seconds == pytest.approx(info.frames / info.samplerate, abs=0.0006)


def test_every_quote_is_an_utterance_said_at_that_time(transcript: Transcript) -> None:
    spoken = {(round(u.start, 3), u.speaker): u.text for u in transcript.utterances}
    markers = load_feedback(FEEDBACK).markers
    assert 12 <= len(markers) <= 16
    for marker in markers:
        assert spoken[float(marker.start), marker.speaker] == marker.quote
        assert marker.comment
        assert marker.end is not None


def test_the_feedback_speaks_about_every_competency(feedback: dict[str, Any]) -> None:
    rubric = tomllib.loads((shipped("rubrics") / "icf-core.toml").read_text(encoding="utf-8"))
    competencies = {one["id"] for one in rubric["competencies"]}
    assert {marker["competency"] for marker in feedback["markers"]} == competencies
    assert {verdict["competency"] for verdict in feedback["verdicts"]} == competencies
    assert all(v["value"] and v["strengths"] and v["development"] for v in feedback["verdicts"])
    assert {marker["rating"] for marker in feedback["markers"]} == {
        "strength",
        "growth",
        "question",
    }
    assert all(feedback["summary"].values())
    assert len(feedback["summary"]) == 4


def test_the_feedback_carries_the_words_of_the_shipped_rubric(feedback: dict[str, Any]) -> None:
    shipped_rubric = tomllib.loads(
        (shipped("rubrics") / "icf-core.toml").read_text(encoding="utf-8")
    )
    texts = {
        (competency["id"], indicator["id"]): indicator["text"]
        for competency in shipped_rubric["competencies"]
        for indicator in competency["indicators"]
    }
    carried = {
        (competency["id"], indicator["id"]): indicator["text"]
        for competency in feedback["rubric"]["competencies"]
        for indicator in competency.get("indicators", [])
    }
    used = {(marker["competency"], marker["indicator"]) for marker in feedback["markers"]}
    assert carried == {key: texts[key] for key in used}


def test_the_model_says_that_it_knows_only_the_demo() -> None:
    assert "knows only the words" in (MODEL / "README").read_text(encoding="utf-8")


def test_the_model_knows_every_word_of_the_demo(transcript: Transcript) -> None:
    lines = (MODEL / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = {line.split()[0] for line in lines} - {"<eps>", "#0", "<s>", "</s>"}
    assert vocabulary == {
        word for name in transcript.speakers for word in words_of(transcript, name)
    }


def test_the_model_hears_unseen_voices(transcript: Transcript) -> None:
    truth = native.decode((SPEECH / "two_voices.json").read_bytes())
    samples, rate = soundfile.read(SPEECH / "two_voices.ogg", dtype="int16", always_2d=True)
    assert rate == 16000
    for channel, speaker in enumerate(truth.speakers):
        spoken = words_of(truth, speaker)
        assert set(spoken) <= {
            word for name in transcript.speakers for word in words_of(transcript, name)
        }
        heard = hear(samples[:, channel].tobytes(), rate)
        assert edits(spoken, heard) / len(spoken) < 0.1, (speaker, " ".join(heard))


def words_of(transcript: Transcript, speaker: str) -> list[str]:
    texts = (u.text.lower() for u in transcript.utterances if u.speaker == speaker)
    return [word for text in texts for word in re.findall("[a-z']+", text)]


def hear(samples: bytes, rate: int) -> list[str]:
    import vosk

    vosk.SetLogLevel(-1)
    recognizer = vosk.KaldiRecognizer(vosk.Model(str(MODEL)), rate)
    quarter = rate // 2  # bytes in a quarter of a second
    words: list[str] = []
    for first in range(0, len(samples), quarter):
        if recognizer.AcceptWaveform(samples[first : first + quarter]):
            words += json.loads(recognizer.Result())["text"].split()
    words += json.loads(recognizer.FinalResult())["text"].split()
    return words


def edits(spoken: list[str], heard: list[str]) -> int:
    """Words to substitute, insert or delete (Levenshtein distance)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(spoken, 1):
        above, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (word != other)))
    return row[-1]
