"""Speech recognition hears every voice at the model's rate, in its place."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from sessionlens.speech.sound import Voice, sound

RATE = 16000


def tone(frequency: float, seconds: float, rate: int) -> np.ndarray:
    return 10000 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def recording(path: Path, samples: np.ndarray, rate: int) -> Path:
    soundfile.write(path, samples.astype(np.int16), rate, subtype="PCM_16")
    return path


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000, 96000])
@pytest.mark.parametrize("second", [0, 2])
def test_the_sound_stays_in_its_place(tmp_path: Path, rate: int, second: int) -> None:
    path = recording(tmp_path / "talk.wav", tone(300, 5, rate), rate)
    heard = np.concatenate(list(sound([Voice(path)], RATE, second)))[:, 0]
    assert abs(len(heard) - (5 - second) * RATE) <= 2
    original = tone(300, 5, RATE)[second * RATE :][: len(heard)]
    inner = slice(2000, min(len(original), len(heard)) - 2000)
    assert np.abs(heard[inner] - original[inner]).mean() < 150


def test_one_channel_or_all(tmp_path: Path) -> None:
    samples = np.stack([tone(300, 2, RATE), np.zeros(2 * RATE)], axis=1)
    path = recording(tmp_path / "talk.wav", samples, RATE)
    voices = [Voice(path, 0), Voice(path, 1), Voice(path)]
    heard = np.concatenate(list(sound(voices, RATE))).astype(int)
    first, second, both = heard.T
    assert np.abs(second).max() == 0
    assert np.abs(both - first / 2).max() <= 2
    assert np.abs(first).max() > 5000


def test_a_track_that_ends_early_goes_on_in_silence(tmp_path: Path) -> None:
    long = recording(tmp_path / "a.wav", tone(300, 3, RATE), RATE)
    short = recording(tmp_path / "b.wav", tone(500, 1, RATE), RATE)
    heard = np.concatenate(list(sound([Voice(long), Voice(short)], RATE)))
    assert heard.shape == (3 * RATE, 2)
    assert np.abs(heard[2 * RATE :, 0]).max() > 5000
    assert np.abs(heard[RATE:, 1]).max() == 0
