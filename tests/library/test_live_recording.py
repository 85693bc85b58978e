"""A live recording from the microphone to the packed file, and one that was left by a crash."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from virtual_sound import VirtualSound, missing, wait_until

from sessionlens.audio.capture import takeover
from sessionlens.audio.capture.au import AuFormat
from sessionlens.audio.capture.microphone import Input
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.live_recording import (
    LiveRecording,
    finished,
    microphones,
)
from sessionlens.library.live_remains import is_unfinished, live_remains
from sessionlens.library.live_review import LivePlan, open_live_review, proposed_live

FORM = AuFormat(16000, 1)


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSound]:
    if missing():
        pytest.skip(f"not here: {missing()}")
    monkeypatch.setattr(takeover, "_OPENS_WITHIN", 60.0)  # the machine may be busy
    with VirtualSound() as server:
        yield server


def left_raw(folder: Path) -> Path:
    path = folder / "talk.au"
    samples = np.arange(20_000, dtype=np.int16)[:, None]
    path.write_bytes(FORM.header + FORM.encoded(samples))
    return path


def recording(folder: Path, name: str = "talk.flac", *inputs: Input) -> LiveRecording:
    live = LiveRecording(inputs or [Input()], folder / name)
    wait_until(lambda: live.recorder.recorded > 0.3)
    return live


def test_it_ends_as_one_packed_file(tmp_path: Path, sound: VirtualSound) -> None:
    assert sound.address
    live = recording(tmp_path)
    seconds = live.recorder.recorded
    assert not is_unfinished(tmp_path / "talk.au")
    path = live.finish()
    assert path == tmp_path / "talk.flac"
    assert [left.name for left in tmp_path.iterdir()] == ["talk.flac"]
    assert soundfile.info(path).duration >= seconds


def test_a_second_window_does_not_record_from_the_same_device(
    tmp_path: Path, sound: VirtualSound
) -> None:
    assert sound.address
    live = recording(tmp_path)
    (usual,) = (device.name for device in microphones(fresh=False) if device.usual)
    for device in (None, usual):
        with pytest.raises(SessionLensError, match="Another window is recording"):
            LiveRecording([Input(device)], tmp_path / "second.flac")
    assert not list(tmp_path.glob("second*"))
    live.finish()
    recording(tmp_path, "second.flac").finish()


def test_a_device_that_is_not_recorded_any_more_is_free_for_others(
    tmp_path: Path, sound: VirtualSound
) -> None:
    assert sound.address
    first, second = (device.name for device in microphones())
    live = recording(tmp_path, "talk.flac", Input(first))
    other = recording(tmp_path, "other.flac", Input(second))
    with pytest.raises(SessionLensError, match="Another window is recording"):
        live.move([Input(second)])
    other.finish()
    live.move([Input(second)])
    recording(tmp_path, "third.flac", Input(first)).finish()
    live.finish()
    recording(tmp_path, "fourth.flac", Input(second)).finish()


def test_one_device_is_not_two(tmp_path: Path, sound: VirtualSound) -> None:
    assert sound.address
    with pytest.raises(SessionLensError, match="chosen twice"):
        LiveRecording([Input(), Input()], tmp_path / "talk.flac")


def test_closed_at_once_it_is_finished_at_the_next_opening(
    tmp_path: Path, sound: VirtualSound
) -> None:
    assert sound.address
    live = recording(tmp_path)
    live.close()
    wait_until(lambda: live.closed_within(0.1))
    assert live_remains(tmp_path / "talk.flac").raw == tmp_path / "talk.au"
    assert finished(tmp_path / "talk.flac") == tmp_path / "talk.flac"
    assert not live_remains(tmp_path / "talk.flac")


@pytest.mark.parametrize("name", ["talk.flac", "talk.au"])
def test_what_a_crash_left_is_finished_whatever_it_is_called_by(tmp_path: Path, name: str) -> None:
    left_raw(tmp_path)
    assert live_remains(tmp_path / "talk.flac").raw == tmp_path / "talk.au"
    assert finished(tmp_path / name) == tmp_path / "talk.flac"
    assert soundfile.info(tmp_path / "talk.flac").frames == 20_000
    assert finished(tmp_path / "talk.flac") == tmp_path / "talk.flac"


def test_a_recording_of_that_name_is_never_recorded_over(tmp_path: Path) -> None:
    for name in ("talk.flac", "talk.au"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(SessionLensError, match="there already"):
            LiveRecording([Input()], tmp_path / "talk.flac")
        assert (tmp_path / name).read_text() == "mine"
        (tmp_path / name).unlink()


def test_other_recordings_are_left_as_they_are(tmp_path: Path) -> None:
    song = tmp_path / "song.au"
    soundfile.write(song, np.zeros(100, np.int16), 8000)
    assert not live_remains(song)
    assert finished(song) == song
    assert finished(tmp_path / "talk.m4a") == tmp_path / "talk.m4a"


def test_two_windows_that_begin_at_once_have_a_name_each(tmp_path: Path) -> None:
    plan = LivePlan(tmp_path, proposed_live("Group one", dt.date(2026, 11, 2)))
    first, second = open_live_review(plan), open_live_review(plan)
    try:
        assert first.review_path.name == "2026-11-02 Group one.review.toml"
        assert second.review_path.name == "2026-11-02 Group one 2.review.toml"
        assert not second.read_only
    finally:
        first.store.close()
        second.store.close()
