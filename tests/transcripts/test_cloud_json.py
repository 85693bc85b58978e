"""JSON of recognisers in the cloud."""

import json
from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.draft import TranscriptReading
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"
TEXTS = [
    "What would be good to leave with today?",
    "Something calm. I argue with my sister, mostly.",
    "Mostly?",
    "Yes: on the phone, and at night.",
]
SERVICES = [
    *("amazon", "assemblyai", "azure", "deepgram", "elevenlabs", "google", "openai_words"),
    *("rev", "speechmatics"),
]


def _read(folder: Path, value: object) -> TranscriptReading:
    path = folder / "talk.json"
    path.write_text(json.dumps(value), "utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("service", SERVICES)
def test_words_times_marks_and_speakers(service: str) -> None:
    reading = read_transcript(DATA / f"{service}.json")
    transcript = reading.transcript
    assert (transcript.timing, reading.warnings) == ("word", ())
    assert [entry.text for entry in transcript.utterances] == TEXTS
    assert [entry.start for entry in transcript.utterances] == [1.0, 4.2, 9.5, 12.25]
    assert [entry.end for entry in transcript.utterances] == [3.4, 8.75, 11.0, 17.5]
    assert transcript.utterances[0].words[1].start == pytest.approx(1.3)
    speakers = [] if service == "openai_words" else [2, 2]
    assert list(transcript.speakers.values()) == speakers


@pytest.mark.parametrize("name", ["podcast_index", "sentences"])
def test_turns_without_words(name: str) -> None:
    transcript = read_transcript(DATA / f"{name}.json").transcript
    assert [entry.text for entry in transcript.utterances] == TEXTS
    assert transcript.speakers == {"Coach": 2, "Client": 2}
    assert transcript.end == 17.5


def test_milliseconds_in_a_bare_list_are_told_by_the_pace(tmp_path: Path) -> None:
    turns = [
        {"speaker": "A", "text": "What would you like today?", "start": 500, "end": 3200},
        {"speaker": "B", "text": "I want to be clear.", "start": 3723500, "end": 3727000},
    ]
    reading = _read(tmp_path, turns)
    assert (reading.transcript.utterances[0].start, reading.transcript.end) == (0.5, 3727.0)
    assert "milliseconds" in reading.warnings[0]


def test_podcast_segments_of_one_word_are_joined(tmp_path: Path) -> None:
    words = ["so", "what", "would", "be", "good", "to", "leave", "with", "today"]
    segments = [
        {"startTime": i * 0.5, "endTime": i * 0.5 + 0.4, "body": word, "speaker": "Ann"}
        for i, word in enumerate(words)
    ]
    (utterance,) = _read(tmp_path, {"version": "1.0.0", "segments": segments}).transcript.utterances
    assert (utterance.text, len(utterance.words)) == (" ".join(words), len(words))


def test_channels_are_sorted_into_one_conversation(tmp_path: Path) -> None:
    def channel(*words: tuple[str, float]) -> dict[str, object]:
        entries = [{"word": word, "start": start, "end": start + 0.3} for word, start in words]
        return {"alternatives": [{"transcript": "x", "words": entries}]}

    channels = [channel(("well?", 1.0), ("good.", 70.0)), channel(("yes.", 2.0))]
    transcript = _read(tmp_path, {"results": {"channels": channels}}).transcript
    assert [(entry.start, entry.speaker) for entry in transcript.utterances] == [
        (1.0, "Channel 1"),
        (2.0, "Channel 2"),
        (70.0, "Channel 1"),
    ]


def test_azures_sdk_counts_in_ticks(tmp_path: Path) -> None:
    best = {"Confidence": 0.9, "Display": "Well then?", "Words": []}
    entry = {"RecognitionStatus": "Success", "Offset": 12_000_000, "Duration": 9_000_000}
    reading = _read(tmp_path, [{**entry, "NBest": [best]}])
    (utterance,) = reading.transcript.utterances
    assert (utterance.start, utterance.end, utterance.text) == (1.2, 2.1, "Well then?")


def test_an_unknown_speaker_of_speechmatics_is_called_so(tmp_path: Path) -> None:
    text = (DATA / "speechmatics.json").read_text("utf-8").replace('"S2"', '"UU"')
    assert _read(tmp_path, json.loads(text)).transcript.speakers == {"S1": 2, "Unknown": 2}


@pytest.mark.parametrize(
    "value",
    [
        {"events": [{"title": "x", "start": "2026-11-02T10:00", "text": "hello"}], "kind": 1},
        {"items": [{"text": "Save", "time": 3}, {"text": "Load", "time": 4}]},
        {"results": [], "status": "COMPLETED"},
    ],
)
def test_json_of_another_kind_is_told_its_first_keys(tmp_path: Path, value: object) -> None:
    assert isinstance(value, dict)
    with pytest.raises(SessionLensError, match="it is JSON of an unknown kind") as caught:
        _read(tmp_path, value)
    assert f"'{next(iter(value))}'" in caught.value.what


@pytest.mark.parametrize("service", [*SERVICES, "podcast_index", "sentences"])
def test_values_of_the_wrong_kind_are_no_trap(tmp_path: Path, service: str) -> None:
    """Every leaf in turn is something else: read or refused, never a traceback."""
    document = json.loads((DATA / f"{service}.json").read_text("utf-8"))
    odd_values: list[object] = [None, [], {}, "x", -1, 1e300, True, "\x1b[31m"]
    for odd in odd_values:
        for key in _keys(document):
            spoiled = _with(document, key, odd)
            try:
                reading = _read(tmp_path, spoiled)
            except SessionLensError:
                continue
            for utterance in reading.transcript.utterances:
                assert utterance.text.isprintable()
                assert 0 <= utterance.start <= utterance.end


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value[:3])) if isinstance(value, list) else set()


def _with(value: object, key: str, odd: object) -> object:
    if isinstance(value, dict):
        return {
            name: odd if name == key else _with(entry, key, odd) for name, entry in value.items()
        }
    return [_with(entry, key, odd) for entry in value] if isinstance(value, list) else value
