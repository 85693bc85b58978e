"""A recording opened again costs nothing, and a changed one is heard anew."""

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from sessionlens.audio import peaks_cache
from sessionlens.audio.peaks import Peaks, PeaksChunk


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"some sound")
    return path


def some_peaks(count: int = 1234) -> Peaks:
    peaks = Peaks(48000, 2)
    values = np.random.default_rng(1).integers(0, 32767, (count, 2)).astype(np.int16)
    peaks.add(PeaksChunk(0, values, 48000, count * 480, True, True, 3))
    return peaks


def test_what_was_kept_comes_back(tmp_path: Path, recording: Path) -> None:
    kept = some_peaks()
    peaks_cache.save(tmp_path / "cache" / "peaks", recording, kept)
    loaded = peaks_cache.load(tmp_path / "cache" / "peaks", recording)
    assert loaded is not None
    assert np.array_equal(loaded.values, kept.values)
    assert (loaded.sample_rate, loaded.frames, loaded.damaged) == (48000, 1234 * 480, 3)
    assert loaded.complete
    assert loaded.same_sound
    assert np.array_equal(loaded.columns(10, 0, 12), kept.columns(10, 0, 12))


def test_a_changed_recording_has_none(tmp_path: Path, recording: Path) -> None:
    folder = tmp_path / "cache"
    assert peaks_cache.load(folder, recording) is None
    peaks_cache.save(folder, recording, some_peaks())
    os.utime(recording, ns=(1, 1))
    assert peaks_cache.load(folder, recording) is None
    assert peaks_cache.load(folder, tmp_path / "missing.wav") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 broken", None])
def test_a_broken_cache_is_passed_over_and_written_anew(
    tmp_path: Path, recording: Path, content: bytes | None
) -> None:
    folder = tmp_path / "cache"
    peaks_cache.save(folder, recording, some_peaks())
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert peaks_cache.load(folder, recording) is None
    peaks_cache.save(folder, recording, some_peaks())
    assert peaks_cache.load(folder, recording) is not None


def test_peaks_of_another_shape_are_passed_over(tmp_path: Path, recording: Path) -> None:
    peaks_cache.save(tmp_path, recording, some_peaks())
    (kept,) = tmp_path.glob("*.npz")
    with kept.open("wb") as file:
        np.savez(file, facts=np.array([1, 48000, 5, 0, 0]), values=np.zeros((3, 9), np.int16))
    assert peaks_cache.load(tmp_path, recording) is None
    with kept.open("wb") as file:
        np.savez(file, facts=np.array([1, 2]), values=np.zeros((3, 2), np.int16))
    assert peaks_cache.load(tmp_path, recording) is None


def test_the_folder_stays_small(
    tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peaks_cache, "_LIMIT", 20_000)
    folder = tmp_path / "cache"
    for age in range(8):
        os.utime(recording, ns=(age, age))
        peaks_cache.save(folder, recording, some_peaks())
        for place, path in enumerate(sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)):
            os.utime(path, ns=(place, place))
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 20_000
    assert peaks_cache.load(folder, recording) is not None


def test_those_used_longest_ago_go_first(
    tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = tmp_path / "cache", recording.with_name("other.wav")
    other.write_bytes(b"other sound")
    for path, age in ((recording, 2000), (other, 1000)):
        peaks_cache.save(folder, path, some_peaks())
        (kept,) = (one for one in folder.iterdir() if one.stat().st_mtime > time.time() - 500)
        os.utime(kept, (time.time() - age, time.time() - age))
    assert peaks_cache.load(folder, recording) is not None
    monkeypatch.setattr(peaks_cache, "_LIMIT", 12_000)
    third = recording.with_name("third.wav")
    third.write_bytes(b"third sound")
    peaks_cache.save(folder, third, some_peaks())
    assert peaks_cache.load(folder, recording) is not None
    assert peaks_cache.load(folder, other) is None


def test_what_a_killed_process_left_unfinished_goes_after_a_while(
    tmp_path: Path, recording: Path
) -> None:
    left, being_written = tmp_path / "left.part", tmp_path / "now.part"
    for path in (left, being_written):
        path.write_bytes(b"half")
    os.utime(left, (1, 1))
    peaks_cache.save(tmp_path, recording, some_peaks())
    assert (left.exists(), being_written.exists()) == (False, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_only_the_owner_may_read_it(tmp_path: Path, recording: Path) -> None:
    peaks_cache.save(tmp_path / "cache", recording, some_peaks())
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path, recording: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    peaks_cache.save(tmp_path / "file" / "cache", recording, some_peaks())
    assert peaks_cache.load(tmp_path / "file" / "cache", recording) is None


def test_no_damage_to_what_was_kept_is_more_than_the_work_of_hearing_it_again(
    tmp_path: Path, recording: Path
) -> None:
    folder, kept = tmp_path / "cache", some_peaks(20)
    peaks_cache.save(folder, recording, kept)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for place in range(len(whole)):
        for value in (0, 0xFF, whole[place] ^ 0x10):
            damaged = bytearray(whole)
            damaged[place] = value
            file.write_bytes(damaged)
            peaks = peaks_cache.load(folder, recording)
            assert peaks is None or peaks.values.shape == kept.values.shape
