"""What no child process has decoded unharmed is not decoded where it could end the program."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sessionlens.audio.measured_first import MeasuredFirst
from sessionlens.audio.measuring import Measuring
from sessionlens.audio.recording import Recording, open_recording, prepare
from sessionlens.domain.errors import SessionLensError

SPEECH = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"


@pytest.fixture
def begun() -> Iterator[tuple[Recording, Measuring]]:
    """A recording of which the first ten seconds have been measured."""
    measuring = Measuring(SPEECH)
    chunks = measuring.chunks()
    next(chunks)
    recording = MeasuredFirst(open_recording(SPEECH), measuring)
    yield recording, measuring
    recording.close()


def decoders_crash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every child process be killed by its decoder from now on."""
    (folder / "soundfile.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)


def test_a_place_far_ahead_that_crashes_the_decoder_is_refused(
    begun: tuple[Recording, Measuring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording, _ = begun
    decoders_crash(tmp_path, monkeypatch)
    with pytest.raises(SessionLensError, match="crashes the decoder"):
        recording.seek(25 * recording.sample_rate)


def test_a_place_far_ahead_is_heard_once_it_was_tried(begun: tuple[Recording, Measuring]) -> None:
    recording, _ = begun
    place = 20 * recording.sample_rate
    recording.seek(place)
    with open_recording(SPEECH) as plain:
        plain.seek(place)
        assert np.array_equal(recording.read(4096), plain.read(4096))


def test_what_was_measured_needs_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measuring = Measuring(SPEECH)
    assert list(measuring.chunks())
    decoders_crash(tmp_path, monkeypatch)
    with MeasuredFirst(open_recording(SPEECH), measuring) as recording:
        recording.seek(25 * recording.sample_rate)
        assert len(recording.read(4096)) == 4096


def test_all_of_a_file_is_looked_through_only_when_it_was_measured(
    begun: tuple[Recording, Measuring],
) -> None:
    recording, measuring = begun
    assert not prepare(recording)
    measuring.known_without()
    assert prepare(recording)
