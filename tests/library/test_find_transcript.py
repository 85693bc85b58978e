"""Which transcript is shown, and that corrections never land on somebody's file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from places import VTT, Place

from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript_changes import RenameSpeakers
from sessionlens.library.folder import list_recordings
from sessionlens.library.review import OpenedReview
from sessionlens.library.transcript import shown_transcript
from sessionlens.storage.paths import fallback_folder, transcript_path
from sessionlens.transcripts import native
from sessionlens.transcripts.recognise import read_transcript


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(tmp_path, monkeypatch)
    yield place
    place.close()


def rename(opened: OpenedReview, new: str) -> Editor:
    editor = Editor(Material(opened.review, opened.transcript), opened.store.save)
    editor.apply(RenameSpeakers({"Coach": new}))
    return editor


def speakers(opened: OpenedReview) -> list[str]:
    assert opened.transcript is not None
    return list(opened.transcript.speakers)


@pytest.mark.parametrize("name", ["talk.vtt", "talk.transcript.vtt", "TALK.VTT", "talk.wav.vtt"])
def test_a_transcript_beside_the_recording_is_found(place: Place, name: str) -> None:
    place.write(name, VTT)
    opened = place.open(place.wav())
    assert speakers(opened) == ["Coach", "Client"]
    assert opened.notices == ()


def test_of_two_of_ours_the_newer_is_shown_and_listed(place: Place) -> None:
    recording = place.wav()
    place.write("talk.vtt", VTT)
    beside = transcript_path(recording)
    kept = fallback_folder(recording) / beside.name
    kept.parent.mkdir(parents=True)
    for path, coach in ((beside, "Anna"), (kept, "Bea")):
        reading = read_transcript(place.write("other.vtt", VTT.replace("Coach", coach)))
        path.write_bytes(native.encode(reading.transcript))
    for newer, coach in ((beside, "Anna"), (kept, "Bea")):
        os.utime(beside, (0, 2 if newer == beside else 1))
        os.utime(kept, (0, 2 if newer == kept else 1))
        opened = place.open(recording)
        assert speakers(opened) == [coach, "Client"]
        opened.store.close()
        shown = shown_transcript(recording).transcript
        assert shown is not None
        assert list(shown.speakers) == [coach, "Client"]
        assert [entry.transcript for entry in list_recordings(place.folder)] == [newer]


def test_the_one_given_wins_over_those_beside_the_recording(place: Place) -> None:
    place.write("talk.vtt", VTT)
    other = place.write("other.vtt", VTT.replace("Coach", "Maria"))
    assert speakers(place.open(place.wav(), transcript=other)) == ["Maria", "Client"]


def test_one_that_cannot_be_read_is_an_error_only_if_it_was_given(place: Place) -> None:
    broken = place.write("talk.vtt", "\0\1\2\3" * 100)
    place.write("talk.srt", VTT)
    opened = place.open(place.wav())
    assert speakers(opened) == ["Coach", "Client"]
    assert any("talk.vtt" in notice for notice in opened.notices)
    opened.store.close()
    with pytest.raises(SessionLensError) as caught:
        place.open(place.wav(), transcript=broken)
    assert caught.value.where == broken


def test_what_a_reader_noticed_is_passed_on(place: Place) -> None:
    place.write("talk.vtt", VTT.replace("00:00:02.800", "00:00:01.000"))
    opened = place.open(place.wav())
    assert any(notice.startswith("talk.vtt: ") for notice in opened.notices)


def test_times_past_the_end_of_a_recording_whose_length_is_known_are_noticed(place: Place) -> None:
    place.write("talk.vtt", VTT.replace("00:00:02.800", "00:00:32.800"))
    recording = place.wav()
    first = place.open(recording)
    measured = replace(
        first.review, recording=replace(first.review.recording, duration=Timecode(3.0))
    )
    first.store.save(Material(first.review), Material(measured))
    first.store.close()
    assert any("past the end" in notice for notice in place.open(recording).notices)


def test_corrections_are_found_again_beside_the_original(place: Place) -> None:
    original = place.write("talk.vtt", VTT)
    recording = place.wav()
    first = place.open(recording)
    rename(first, "Anna")
    first.store.close()
    assert speakers(place.open(recording)) == ["Anna", "Client"]
    assert original.read_text() == VTT


def test_corrections_are_found_again_when_the_original_is_given(place: Place) -> None:
    original = place.write("elsewhere.vtt", VTT)
    recording = place.wav()
    first = place.open(recording, transcript=original)
    rename(first, "Anna")
    first.store.close()
    again = place.open(recording, transcript=original)
    assert speakers(again) == ["Anna", "Client"]
    assert any("your corrections" in notice for notice in again.notices)


def test_corrections_never_replace_a_file_of_another_program(place: Place) -> None:
    place.write("talk.vtt", VTT)
    foreign = place.write(
        "talk.transcript.json", '{"text": "x", "segments": [{"start": 0, "end": 1, "text": "x"}]}'
    )
    before = foreign.read_bytes()
    recording = place.wav()
    other = place.write("other.vtt", VTT)
    first = place.open(recording, transcript=other)
    assert rename(first, "Anna").unsaved is None
    first.store.close()
    assert foreign.read_bytes() == before
    assert speakers(place.open(recording, transcript=other)) == ["Anna", "Client"]


def test_a_damaged_file_of_ours_stays_as_it_is(place: Place) -> None:
    damaged = place.write(
        "talk.transcript.json", '{"format":"sessionlens.transcript","version":1,"utterances":[{'
    )
    before = damaged.read_bytes()
    place.write("talk.vtt", VTT)
    opened = place.open(place.wav())
    assert any("talk.transcript.json" in notice for notice in opened.notices)
    assert rename(opened, "Anna").unsaved is None
    assert damaged.read_bytes() == before
    assert opened.transcript_path != damaged


def test_a_newer_version_of_ours_is_not_half_read(place: Place) -> None:
    newer = place.write(
        "talk.transcript.json", '{"format":"sessionlens.transcript","version":9,"utterances":[]}'
    )
    with pytest.raises(SessionLensError, match="newer"):
        place.open(place.wav(), transcript=newer)


def test_what_another_program_changed_meanwhile_is_not_overwritten(place: Place) -> None:
    place.write("talk.vtt", VTT)
    recording = place.wav()
    first = place.open(recording)
    rename(first, "Anna")
    first.store.close()
    second = place.open(recording)
    second.transcript_path.write_text('{"format":"sessionlens.transcript"}')
    editor = Editor(Material(second.review, second.transcript), second.store.save)
    editor.apply(RenameSpeakers({"Anna": "Bea"}))
    assert editor.unsaved is not None
    assert second.transcript_path.read_text() == '{"format":"sessionlens.transcript"}'
    assert any("conflict" in name for name in place.names())
