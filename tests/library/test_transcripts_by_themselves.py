"""What is opened without being named: transcripts, never a mentor's own notes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from places import VTT, Place

TALK = (
    "Coach: What would be good to have at the end of today?\n"
    "Client: A plan for the week, and sleep.\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(tmp_path, monkeypatch)
    yield place
    place.close()


def test_words_without_times_are_spread_over_the_recording(place: Place) -> None:
    place.write("talk.txt", TALK * 3)
    opened = place.open(place.wav(seconds=20.0))
    assert opened.transcript is not None
    assert opened.transcript.timing == "approximate"
    assert opened.transcript.end == pytest.approx(20.0)
    assert opened.transcript.utterances[3].start == pytest.approx(10.5, abs=1.5)
    assert any("spread over the recording" in notice for notice in opened.notices)


@pytest.mark.parametrize(
    "notes",
    [
        "Notes with Ben\nStarted at 10:30\nHe was late.\nNext appointment Friday 14:00\nAsk.\n",
        "03:12 Listens: twice\n07:40 Trust: calm\n12:30 Listens: well\n21:05 Trust: less\n",
        TALK * 2,  # a few words of two minutes, as one writes them down
    ],
)
def test_a_file_that_may_be_notes_is_not_opened_by_itself(place: Place, notes: str) -> None:
    path = place.write("talk.txt", notes)
    recording = place.wav(seconds=120.0)
    opened = place.open(recording)
    assert opened.transcript is None
    assert any("Not used as transcript: talk.txt: " in notice for notice in opened.notices)
    opened.store.close()
    if not notes.startswith("Notes"):
        assert place.open(recording, transcript=path).transcript is not None


def test_the_only_transcript_of_a_folder_is_proposed_and_not_taken(place: Place) -> None:
    place.write("meeting.vtt", VTT)
    recording = place.wav()
    opened = place.open(recording)
    assert opened.transcript is None
    assert any("meeting.vtt is the only transcript" in notice for notice in opened.notices)
    opened.store.close()
    place.write("another.vtt", VTT)
    assert not any("only transcript" in notice for notice in place.open(recording).notices)


def test_notes_are_not_even_proposed(place: Place) -> None:
    place.write("meeting.txt", "Ask Ben about the diary at 10:30.\n")
    assert place.open(place.wav()).notices == ()


def test_zooms_captions_are_found_beside_its_sound(place: Place) -> None:
    place.write(
        "meeting_saved_closed_caption.txt",
        "[Ann Lee] 10:02:11\nWell?\n\n[Bob Ray] 10:02:12\nYes.\n\n[Ann Lee] 10:02:13\nGood.\n",
    )
    opened = place.open(place.wav("audio1234567890.wav"))
    assert opened.transcript is not None
    assert [utterance.start for utterance in opened.transcript.utterances] == [0.0, 1.0, 2.0]
    assert any("times of day" in notice for notice in opened.notices)
