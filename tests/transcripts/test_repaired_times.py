"""Times that are wrong for a whole file are put right, and said."""

import json
from pathlib import Path

import pytest

from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.checks import warnings_for
from sessionlens.transcripts.recognise import read_transcript


def _srt(folder: Path, cues: list[tuple[float, float, str]]) -> Path:
    def stamp(seconds: float) -> str:
        return f"00:{int(seconds) // 60:02d}:{int(seconds) % 60:02d},{int(seconds % 1 * 1000):03d}"

    path = folder / "talk.srt"
    path.write_text(
        "".join(f"{n}\n{stamp(s)} --> {stamp(e)}\n{t}\n\n" for n, (s, e, t) in enumerate(cues, 1)),
        "utf-8",
    )
    return path


def _part(name: str, count: int = 20) -> list[tuple[float, float, str]]:
    return [(i * 5.0, i * 5.0 + 4, f"line {i} of {name}") for i in range(count)]


def test_files_joined_to_one_follow_one_another(tmp_path: Path) -> None:
    reading = read_transcript(_srt(tmp_path, [*_part("one"), *_part("two")]))
    utterances = reading.transcript.utterances
    assert [entry.text for entry in utterances][19:21] == ["line 19 of one", "line 0 of two"]
    assert utterances[20].start == 99.0
    assert "the times begin again, as in joined files" in reading.warnings[0]


def test_a_track_for_each_speaker_is_one_conversation(tmp_path: Path) -> None:
    ann = [(start, end, f"Ann: {text}") for start, end, text in _part("one")]
    bob = [(start + 2, end + 1, f"Bob: {text}") for start, end, text in _part("two")]
    reading = read_transcript(_srt(tmp_path, [*ann, *bob]))
    assert [entry.speaker for entry in reading.transcript.utterances][:4] == ["Ann", "Bob"] * 2


@pytest.mark.parametrize("unit", [1, 1000])
def test_seconds_and_milliseconds_are_told_apart_by_the_pace(tmp_path: Path, unit: int) -> None:
    path = tmp_path / "talk.json"
    segments = [
        {"start": i * 6 * unit, "end": (i * 6 + 5) * unit, "text": "what people say in a moment"}
        for i in range(200)
    ]
    path.write_text(json.dumps({"segments": segments}))
    reading = read_transcript(path)
    assert reading.transcript.end == 1199.0
    assert ("the times were milliseconds, not seconds" in reading.warnings) == (unit == 1000)


def test_a_transcript_many_times_as_long_as_its_recording_has_another_unit() -> None:
    utterances = tuple(
        Utterance(start=i * 3000.0, end=i * 3000.0 + 2000, text="yes") for i in range(20)
    )
    (warning,) = warnings_for(Transcript(utterances=utterances), 60.0)
    assert "another unit" in warning
    assert "16:23:20" in warning
    assert "01:00" in warning
