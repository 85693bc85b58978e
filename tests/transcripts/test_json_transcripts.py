"""The JSON of Whisper's family and of Vosk."""

import json
from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _write(folder: Path, value: object) -> Path:
    path = folder / "talk.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_whisper_words_keep_times_and_punctuation_joins_them() -> None:
    reading = read_transcript(DATA / "whisper.json")
    transcript = reading.transcript
    first = transcript.utterances[0]
    assert (reading.format, transcript.timing, transcript.language) == ("whisper", "word", "en")
    assert first.text == "What would it mean to you?"
    assert [word.text for word in first.words][-1] == "you?"
    assert (first.words[-1].start, first.words[-1].end, first.words[-1].conf) == (1.4, 1.9, 0.5)
    assert (first.start, first.end) == (0.0, 2.5)


def test_whisper_timestamped_with_times_that_are_none() -> None:
    reading = read_transcript(DATA / "whisper_timestamped.json")
    second = reading.transcript.utterances[1]
    assert reading.format == "whisper"
    assert (second.start, second.end, second.text) == (2.02, 4.2, "Est-ce que ça va?")
    assert second.words[0].conf == 0.43


def test_whisperx_numbers_get_times_between_their_neighbours() -> None:
    reading = read_transcript(DATA / "whisperx.json")
    transcript = reading.transcript
    words = [(word.text, word.start, word.end) for word in transcript.utterances[0].words]
    assert reading.format == "whisperx"
    assert words[1] == ("2019", 0.4, 1.2)
    assert words[4] == ("12", 1.7, 2.5)
    assert transcript.speakers == {"SPEAKER_00": 1, "SPEAKER_01": 1}
    assert transcript.timing == "word"
    assert "3 words have no exact time" in reading.warnings[0]


def test_whispercpp_halves_of_letters_are_joined() -> None:
    reading = read_transcript(DATA / "whispercpp.json")
    first, second = reading.transcript.utterances
    assert (reading.format, reading.transcript.language) == ("whispercpp", "de")
    assert [word.text for word in first.words] == ["Schön,", "dass", "du", "da", "bist."]
    assert (first.words[0].start, first.words[0].end) == (0.0, 0.62)
    assert (first.speaker, second.speaker) == ("Speaker 0", "Speaker 1")
    assert second.text == "Ja \ufffd"
    assert "broken" in reading.warnings[0]


def test_words_of_scripts_without_spaces_stay_words(tmp_path: Path) -> None:
    words = [
        {"word": " 我们", "start": 0.0, "end": 0.5},
        {"word": "走", "start": 0.5, "end": 0.9},
        {"word": "吧", "start": 0.9, "end": 1.2},
    ]
    segment = {"start": 0, "end": 1.2, "text": "我们走吧", "words": words}
    (utterance,) = read_transcript(_write(tmp_path, {"segments": [segment]})).transcript.utterances
    assert [word.start for word in utterance.words] == [0.0, 0.5, 0.9]


def test_words_that_would_lose_text_are_not_used(tmp_path: Path) -> None:
    segment = {
        "start": 0,
        "end": 2,
        "text": "one two three",
        "words": [{"word": "one", "start": 0, "end": 0.3, "score": 1}],
    }
    reading = read_transcript(_write(tmp_path, {"segments": [segment]}))
    assert reading.transcript.utterances[0].text == "one two three"
    assert reading.transcript.word_count == 0
    assert "differ from the text" in reading.warnings[0]


def test_a_bare_list_of_segments(tmp_path: Path) -> None:
    path = _write(tmp_path, [{"start": 1, "end": "2.5", "text": "yes"}])
    (utterance,) = read_transcript(path).transcript.utterances
    assert (utterance.start, utterance.end) == (1.0, 2.5)


@pytest.mark.parametrize("time", ["NaN", "Infinity", "-Infinity", "null", '"soon"', "1e999", "{}"])
def test_times_that_are_none_lose_no_words(tmp_path: Path, time: str) -> None:
    path = _write(
        tmp_path,
        '{"segments": [{"start": 0.5, "end": 1.5, "text": "a"}, '
        f'{{"start": {time}, "end": {time}, "text": "b"}}, '
        '{"start": 3, "end": 4, "text": "c"}]}',
    )
    reading = read_transcript(path)
    second = reading.transcript.utterances[1]
    assert [entry.text for entry in reading.transcript.utterances] == ["a", "b", "c"]
    assert 1.5 <= second.start <= second.end <= 3
    assert len(reading.warnings) == 2


@pytest.mark.parametrize("name", ["vosk_results.json", "vosk_transcriber.json"])
def test_vosk_results_and_monologues(name: str) -> None:
    reading = read_transcript(DATA / name)
    first, second = reading.transcript.utterances
    assert (reading.format, reading.transcript.timing) == ("vosk", "word")
    assert (first.text, first.start, first.end, first.speaker) == ("what matters", 0.87, 1.53, None)
    assert first.words[1].conf == pytest.approx(0.53, abs=0.01)
    assert second.text == "trust"


RESULT = {
    "result": [{"conf": 1.0, "start": 1.0, "end": 1.4, "word": "yes"}],
    "text": "yes",
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RESULT),
        json.dumps([RESULT, {"text": ""}]),
        json.dumps(RESULT) + "\n" + json.dumps({"text": ""}) + "\n",
        json.dumps({"text": ""}) + "\r\n\r\n" + json.dumps(RESULT, indent=3),
        json.dumps({"alternatives": [{"confidence": 200.5, **RESULT}, {"text": "less"}]}),
    ],
    ids=["one", "list", "lines", "pretty", "alternatives"],
)
def test_shapes_of_vosk(tmp_path: Path, text: str) -> None:
    reading = read_transcript(_write(tmp_path, text))
    assert reading.format == "vosk"
    assert [entry.text for entry in reading.transcript.utterances] == ["yes"]


def test_a_vosk_result_of_a_whole_recording_is_cut_where_people_pause(tmp_path: Path) -> None:
    words: list[dict[str, object]] = []
    time = 0.0
    for index in range(300):
        words.append({"conf": 1, "start": time, "end": time + 0.3, "word": f"w{index}"})
        time += 0.35 if index % 40 else 1.5
    path = _write(
        tmp_path, {"result": words, "text": " ".join(str(word["word"]) for word in words)}
    )
    utterances = read_transcript(path).transcript.utterances
    assert [word.text for entry in utterances for word in entry.words] == [
        f"w{index}" for index in range(300)
    ]
    assert max(entry.end - entry.start for entry in utterances) <= 20
    assert any(entry.text.startswith("w41 ") for entry in utterances)
    assert len(utterances) < 20


def test_a_vosk_log_that_breaks_off_keeps_what_it_has(tmp_path: Path) -> None:
    text = json.dumps(RESULT) + "\n" + json.dumps(RESULT)[:40]
    reading = read_transcript(_write(tmp_path, text))
    assert len(reading.transcript.utterances) == 1
    assert "breaks off at line 2" in reading.warnings[0]


def test_vosk_words_without_times_are_refused_with_the_way_out(tmp_path: Path) -> None:
    path = _write(tmp_path, {"text": "what matters"})
    with pytest.raises(SessionLensError, match=r"words without times.*SetWords"):
        read_transcript(path)


@pytest.mark.parametrize(
    "text", ['{"segments": [', '{"segments": [{"text": "a", "start": 1', "{oops}"]
)
def test_broken_json_names_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(SessionLensError, match=r"talk\.json: line 1: This is broken JSON"):
        read_transcript(_write(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"segments": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"segments": [{"text": "a", "start": ' + "9" * 5000 + "}]}",
    ],
)
def test_json_built_to_break_readers(tmp_path: Path, text: str) -> None:
    with pytest.raises(SessionLensError, match="JSON"):
        read_transcript(_write(tmp_path, text))
