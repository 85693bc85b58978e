"""Several audio tracks in one file: named, chosen, or heard all at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from media import Sound, tracks_of, voices

from sessionlens.audio import tracks
from sessionlens.audio.description import choose_track, describe, tracks_in
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import open_recording, prepare
from sessionlens.audio.tracks import MIXED
from sessionlens.domain.errors import SessionLensError

RATE = 8000


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tracks, "_chosen", {})
    yield


def two() -> tuple[Sound, Sound]:
    """Two people: the second one is heard for a second longer."""
    return voices(2.0, RATE, 1, seed=1), voices(3.0, RATE, 1, seed=2)


def heard(path: Path, start: int = 0, frames: int = 10 * RATE) -> Sound:
    with open_recording(path) as recording:
        prepare(recording)
        recording.seek(start)
        return recording.read(frames)


def mixed(first: Sound, second: Sound) -> Sound:
    total = second.astype(np.int32)
    total[: len(first)] += first
    return np.clip(total, -32768, 32767).astype(np.int16)


def test_tracks_have_names_and_languages(tmp_path: Path) -> None:
    path = tracks_of(tmp_path / "talk.mkv", RATE, *two(), names={1: "Anna[/x]\x1b[31m"})
    first, second = tracks_in(path)
    assert first.title.startswith("Track 1, Anna[/x]")
    assert first.title.endswith(", ger, mono")
    assert "\x1b" not in first.title
    assert second.title == "Track 2, mono"


def test_all_tracks_are_heard_at_once_to_the_sample(tmp_path: Path) -> None:
    first, second = two()
    path = tracks_of(tmp_path / "talk.mkv", RATE, first, second)
    choose_track(path, MIXED)
    together = mixed(first, second)
    assert np.array_equal(heard(path), together)
    assert np.array_equal(heard(path, 12_345, 4000), together[12_345:16_345])
    with open_recording(path) as recording:
        recording.seek(2 * RATE + 100)
        assert len(recording.read(10 * RATE)) == RATE - 100
        assert recording.frames == 3 * RATE
    chunks = list(compute_peaks(path))
    peaks = np.concatenate([chunk.values for chunk in chunks])[:, 0]
    assert len(peaks) == 300
    loudest = np.abs(together[:, 0].astype(np.int32)).reshape(300, -1).max(axis=1)
    assert np.abs(peaks - loudest).max() <= 1
    assert describe(path).warnings == ("it has 2 audio tracks: they are heard together",)


def test_tracks_of_different_rates_are_not_mixed_and_one_is_still_heard(tmp_path: Path) -> None:
    path = tmp_path / "talk.mkv"
    with av.open(str(path), "w") as output:
        streams: list[Any] = [
            output.add_stream("pcm_s16le", rate=rate, layout="mono") for rate in (8000, 16000)
        ]
        for stream in streams:
            sound = voices(1.0, stream.rate, 1)
            frame = av.AudioFrame.from_ndarray(sound.T.copy(), format="s16", layout="mono")
            frame.sample_rate = stream.rate
            output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    with pytest.raises(SessionLensError, match="different sample rates"):
        choose_track(path, MIXED)
    assert len(heard(path)), "what was heard before is heard still"


def test_a_single_track_cannot_be_mixed(tmp_path: Path) -> None:
    path = tracks_of(tmp_path / "talk.mkv", RATE, two()[0])
    with pytest.raises(SessionLensError, match="no audio track"):
        choose_track(path, MIXED)
