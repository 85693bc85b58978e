"""Peaks say how loud it is, where, and how long the recording really is."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from media import Sound, encode, voices, write

from sessionlens.audio.peaks import Peaks, PeaksChunk
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import open_recording

RATE = 44100


def peaks_of(path: Path) -> Peaks:
    with open_recording(path) as recording:
        peaks = Peaks(recording.sample_rate, recording.channels)
    for chunk in compute_peaks(path):
        peaks.add(chunk)
    return peaks


def loudest(sound: Sound, rate: int) -> Sound:
    """The definition, written down slowly."""
    count = -(-len(sound) * 100 // rate)
    edges = [point * rate // 100 for point in range(count)] + [len(sound)]
    magnitude = np.minimum(np.abs(sound.astype(int)), 32767)
    return np.array([magnitude[a:b].max(axis=0) for a, b in pairwise(edges)])


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 96000])
@pytest.mark.parametrize("channels", [1, 2])
def test_each_peak_is_the_loudest_of_its_10_ms(tmp_path: Path, rate: int, channels: int) -> None:
    sound = voices(12.345, rate, channels)
    sound[100] = -32768
    peaks = peaks_of(write(tmp_path / "talk.wav", sound, rate, "WAV", "PCM_16"))
    assert np.array_equal(peaks.values, loudest(sound, rate))
    assert peaks.complete
    assert peaks.frames == len(sound)


@pytest.mark.parametrize(
    ("suffix", "codec", "rate"),
    [
        ("mp3", "libmp3lame", 44100),
        ("m4a", "aac", 44100),
        ("flac", "flac", 22050),
        ("webm", "libopus", 48000),
        ("opus", "libopus", 48000),
        ("opus", "libopus", 16000),
        ("ogg", "vorbis", 44100),
        ("mov", "pcm_s16le", 44100),
        ("mkv", "pcm_u8", 8000),
        ("m4a", "alac", 48000),
    ],
)
def test_compressed_peaks_are_those_of_the_recording(
    tmp_path: Path, suffix: str, codec: str, rate: int
) -> None:
    sound = voices(11.5, rate)
    if suffix == "ogg":
        path = write(tmp_path / "talk.ogg", sound, rate, "OGG", "VORBIS")
    else:
        container = "ogg" if suffix == "opus" else None
        path = encode(tmp_path / f"talk.{suffix}", sound, rate, codec, container=container)
    peaks = peaks_of(path)
    with open_recording(path) as recording:
        heard = recording.read(20 * recording.sample_rate)
        assert peaks.sample_rate == recording.sample_rate
    assert abs(peaks.frames - len(heard)) <= 1
    expected_peaks = loudest(heard, peaks.sample_rate)
    both = min(len(expected_peaks), len(peaks.values))
    assert abs(len(expected_peaks) - len(peaks.values)) <= 1
    unlike = np.abs(expected_peaks[:both].astype(int) - peaks.values[:both])
    assert np.median(unlike) <= 8  # Opus is decoded at 48 kHz for its peaks
    assert np.quantile(unlike, 0.99) < 300


def test_they_come_ten_seconds_at_a_time_and_can_be_stopped(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mp3", voices(35, 16000, 1), 16000, "libmp3lame")
    chunks = list(compute_peaks(path))
    assert [chunk.start for chunk in chunks] == [0, 1000, 2000, 3000]
    assert [chunk.final for chunk in chunks] == [False, False, False, True]
    stopped = Peaks(16000, 1)
    for chunk in compute_peaks(path, lambda: stopped.frames >= 16000 * 20):
        stopped.add(chunk)
    assert stopped.frames == 16000 * 20
    assert not stopped.complete


def test_equal_channels_are_noticed_and_others_are_not(tmp_path: Path) -> None:
    two = voices(12, RATE)
    doubled = np.repeat(two[:, :1], 2, axis=1)
    for name, sound, same in (("two", two, False), ("one", doubled, True)):
        for suffix, codec in (("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac")):
            path = encode(tmp_path / f"{name}.{suffix}", sound, RATE, codec)
            assert peaks_of(path).same_sound is same
    mono = encode(tmp_path / "mono.flac", two[:, :1], RATE, "flac")
    assert peaks_of(mono).same_sound is False


def test_six_channels_are_drawn_as_two(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.m4a", voices(2, 48000, 6), 48000, "aac")
    peaks = peaks_of(path)
    assert peaks.values.shape[1] == 2
    assert peaks.values.max() > 1000


@given(
    values=st.lists(st.integers(0, 32767), min_size=1, max_size=400),
    width=st.integers(1, 120),
    start=st.integers(-100, 500),
    length=st.integers(1, 600),
)
def test_a_column_is_the_loudest_of_its_peaks(
    values: list[int], width: int, start: int, length: int
) -> None:
    peaks = Peaks(RATE, 1)
    array = np.array(values, np.int16)[:, None]
    peaks.add(PeaksChunk(0, array, RATE, len(values) * 441, True, False, 0))
    columns = peaks.columns(width, start / 100, (start + length) / 100)
    assert columns.shape == (width, 1)
    padded = dict(enumerate(values))
    for column in range(width):
        first = (start * width + column * length) // width
        last = max((start * width + (column + 1) * length) // width, first + 1)
        loudest_peak = max(padded.get(point, 0) for point in range(first, last))
        assert columns[column, 0] == loudest_peak
