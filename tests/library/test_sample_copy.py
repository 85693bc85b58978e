"""The sample session is copied whole, and never over what is there."""

import re
from pathlib import Path

import pytest

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.recording import ensure_recording
from sessionlens.library.sample import copy_sample
from sessionlens.storage.feedback import load_feedback
from sessionlens.transcripts.recognise import read_transcript


def test_a_copy_holds_recording_transcript_and_example(tmp_path: Path) -> None:
    recording = copy_sample(tmp_path / "deep" / "demo")
    ensure_recording(recording)
    transcript = read_transcript(recording.with_name("first-session.transcript.json")).transcript
    assert set(transcript.speakers) == {"Coach", "Client"}
    feedback = load_feedback(recording.with_name("example.feedback.toml"))
    assert feedback.recording.file == recording.name
    assert len(feedback.markers) > 5


def test_a_second_copy_changes_nothing(tmp_path: Path) -> None:
    recording = copy_sample(tmp_path)
    transcript = recording.with_name("first-session.transcript.json")
    transcript.write_text("mine")
    review = tmp_path / "first-session.review.toml"
    review.write_text("mine")
    assert copy_sample(tmp_path) == recording
    assert (transcript.read_text(), review.read_text()) == ("mine", "mine")


def test_what_is_missing_is_brought_back(tmp_path: Path) -> None:
    recording = copy_sample(tmp_path)
    recording.unlink()
    assert copy_sample(tmp_path).exists()


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(SessionLensError, match="A file of this name is in the way"):
        copy_sample(tmp_path / "demo")
    assert (tmp_path / "demo").read_text() == "a file"


def test_the_sample_is_small() -> None:
    sizes = [path.stat().st_size for path in resources.sample_folder().rglob("*") if path.is_file()]
    assert sum(sizes) < 2_000_000


def test_what_the_example_names_is_there_under_that_name(tmp_path: Path) -> None:
    recording = copy_sample(tmp_path)
    example = tmp_path / "example.feedback.toml"
    named = re.findall(r"[\w-]+\.(?:feedback\.toml|ogg|m4a|wav)", example.read_text("utf-8"))
    assert set(named) == {recording.name, example.name}
