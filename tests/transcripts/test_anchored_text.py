"""Transcripts that say when a turn begins, at best: Otter, Teams DOCX, Google Meet."""

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _docx(path: Path, paragraphs: list[str]) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def test_otter_past_an_hour_and_without_its_footer() -> None:
    reading = read_transcript(DATA / "otter.txt")
    transcript = reading.transcript
    assert (reading.format, transcript.timing) == ("otter", "approximate")
    assert [(entry.start, entry.speaker) for entry in transcript.utterances] == [
        (4.0, "Sidney"),
        (12.0, "Unknown Speaker"),
        (3598.0, "Dr. J. Ito"),
        (3605.0, "Sidney"),
    ]
    assert transcript.utterances[0].end == 12.0
    assert transcript.utterances[1].text == "With the thing from last time. It is still there."
    assert transcript.utterances[1].end < 60, "an hour of silence is not speech"
    assert transcript.utterances[-1].text == "That I can wait."


def test_turns_within_one_second_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("Ann Lee   0:03\nHi.\n\nBob   0:03\nHello.\n\nAnn Lee   0:05\nWell.\n")
    reading = read_transcript(path)
    utterances = reading.transcript.utterances
    assert reading.format == "teams"
    assert [entry.speaker for entry in utterances] == ["Ann Lee", "Bob", "Ann Lee"]
    assert all(before.end <= after.start for before, after in pairwise(utterances))
    assert utterances[0].start == 3.0 < utterances[1].start < utterances[2].start == 5.0


def test_sentences_that_end_with_a_time_are_no_headers(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("Ann  0:03  \nLet us meet again, same place, at 10:30\nor a bit later.\n")
    (utterance,) = read_transcript(path).transcript.utterances
    assert utterance.text == "Let us meet again, same place, at 10:30 or a bit later."


def test_meet_times_lie_between_the_anchors() -> None:
    reading = read_transcript(DATA / "meet.txt")
    utterances = reading.transcript.utterances
    assert (reading.format, reading.transcript.timing) == ("meet", "approximate")
    assert [entry.speaker for entry in utterances] == [
        "Anna Berg",
        "Tomás Cruz",
        "Anna Berg",
        "Tomás Cruz",
    ]
    starts = [entry.start for entry in utterances]
    assert starts[0] == 0.0
    assert starts[3] == 300.0
    assert starts == sorted(set(starts))
    assert utterances[2].end == 300.0
    assert utterances[3].text == "It is about the team: they do not listen."


def test_teams_docx(tmp_path: Path) -> None:
    path = _docx(
        tmp_path / "talk.vtt",  # the name does not matter
        [
            "Coaching-20261102_090000-Meeting Recording",
            "2 November 2026, 09:00AM",
            "1h 2m 3s",
            "\nAnn Lee started transcription",
            "\nAnn Lee   0:03\nWhat would you like\nto leave with?",
            "\nTomás Cruz   1:00:07\nA plan.",
            "\nAnn Lee stopped transcription",
        ],
    )
    reading = read_transcript(path)
    assert (reading.format, reading.transcript.timing) == ("teams", "approximate")
    utterances = [
        (entry.start, entry.speaker, entry.text) for entry in reading.transcript.utterances
    ]
    assert utterances == [
        (3.0, "Ann Lee", "What would you like to leave with?"),
        (3607.0, "Tomás Cruz", "A plan."),
    ]


def test_older_teams_docx_has_exact_times(tmp_path: Path) -> None:
    path = _docx(
        tmp_path / "talk.docx",
        ["0:0:0.0 --> 0:0:2.450\nAnn Lee\nGood morning.", "0:0:3.5 --> 0:0:4.0\nBob\nMorning."],
    )
    reading = read_transcript(path)
    utterances = [
        (entry.start, entry.end, entry.speaker) for entry in reading.transcript.utterances
    ]
    assert utterances == [(0.0, 2.45, "Ann Lee"), (3.5, 4.0, "Bob")]
    assert reading.transcript.timing == "utterance"


def _rezipped(path: Path, name: str, content: bytes) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path


def test_a_docx_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = _docx(tmp_path / "talk.docx", ["Ann Lee   0:03\nHi."])
    bomb = _rezipped(path, "word/media/image1.png", b"\0" * 80_000_000)
    with pytest.raises(SessionLensError, match="unpacks to more"):
        read_transcript(bomb)


def test_a_docx_with_entities_is_refused(tmp_path: Path) -> None:
    path = _docx(tmp_path / "talk.docx", ["Ann Lee   0:03\nHi."])
    content = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aa">]><w:document>&a;</w:document>'
    with pytest.raises(SessionLensError, match="XML that Word does not write"):
        read_transcript(_rezipped(path, "word/document.xml", content))


def test_damaged_and_foreign_archives(tmp_path: Path) -> None:
    path = _docx(tmp_path / "talk.docx", ["Ann Lee   0:03\nHi."])
    whole = path.read_bytes()
    for length in (30, 400, len(whole) - 10):
        path.write_bytes(whole[:length])
        with pytest.raises(SessionLensError, match=r"talk\.docx: This is a damaged Word document"):
            read_transcript(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("talk.vtt", "WEBVTT\n")
    with pytest.raises(SessionLensError, match="zip archive"):
        read_transcript(path)


def test_a_letter_in_word_is_no_transcript(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="without names and times"):
        read_transcript(_docx(tmp_path / "letter.docx", ["Dear Ann,", "see you at 9."]))
