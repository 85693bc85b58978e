"""Another speed with the pitch kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_recording import MemoryRecording, pitch, sweep

from sessionlens.audio.output import Format
from sessionlens.audio.stages import stages

RATE = 16000


def stretched(recording: MemoryRecording, speed: float) -> np.ndarray:
    stage = stages(recording, speed, Format(recording.sample_rate, recording.channels))
    blocks = []
    while len(block := stage.read()):
        blocks.append(block)
    return np.concatenate(blocks) if blocks else np.zeros((0, recording.channels), np.int16)


def tone(frequency: float, seconds: float, channels: int = 1) -> MemoryRecording:
    wave = np.sin(2 * np.pi * frequency * np.arange(round(RATE * seconds)) / RATE) * 9000
    return MemoryRecording(np.repeat(wave.astype(np.int16)[:, None], channels, axis=1), RATE)


@given(speed=st.floats(0.5, 3.0).filter(lambda speed: speed != 1.0), frames=st.integers(0, 20000))
def test_lasts_exactly_as_long_as_the_speed_says(speed: float, frames: int) -> None:
    recording = MemoryRecording(np.ones((frames, 1), np.int16), RATE)
    assert len(stretched(recording, speed)) == int(np.ceil(frames / speed))


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("frequency", [110.0, 440.0, 1900.0])
def test_keeps_the_pitch(speed: float, frequency: float) -> None:
    out = stretched(tone(frequency, 3), speed)[:, 0]
    middle = out[len(out) // 4 : len(out) * 3 // 4].astype(float)
    assert pitch(middle, RATE) == pytest.approx(frequency, rel=0.005)


@pytest.mark.parametrize("speed", [0.5, 1.25, 2.0, 3.0])
def test_keeps_the_loudness(speed: float) -> None:
    out = stretched(tone(440, 3), speed)[400:-400].astype(float)
    assert np.sqrt((out**2).mean()) == pytest.approx(9000 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0, 3.0])
def test_played_time_maps_to_recorded_time_without_drift(speed: float) -> None:
    slope, low, window = 250.0, 300.0, 640
    out = stretched(sweep(12, RATE, low=low, slope=slope), speed)[:, 0].astype(float)
    errors = []
    for start in range(0, len(out) - window, 3000):
        heard = (pitch(out[start : start + window], RATE) - low) / slope
        errors.append(heard - (start + window / 2) * speed / RATE)
    assert abs(np.median(errors)) < 0.010
    assert np.abs(errors).max() < 0.025


def test_begins_with_the_recorded_frames_at_full_level() -> None:
    recording = tone(440, 1)
    out = stretched(recording, 1.5)
    assert np.abs(out[:40].astype(int) - recording.sound[:40]).max() < 600


def test_channels_stay_in_phase_and_apart() -> None:
    left = tone(300, 2).sound
    recording = MemoryRecording(np.hstack([left, -left // 2]), RATE)
    out = stretched(recording, 1.7).astype(int)
    assert np.abs(out[:, 0] + 2 * out[:, 1]).max() <= 4


def test_normal_speed_is_the_recording_itself() -> None:
    recording = tone(440, 1, channels=2)
    assert np.array_equal(stretched(recording, 1.0), recording.sound)


def test_silence_stays_silent() -> None:
    assert not stretched(MemoryRecording(np.zeros((9000, 1), np.int16), RATE), 2.0).any()
