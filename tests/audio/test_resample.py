"""Speech recognition hears every voice at its own rate, in its place."""

from pathlib import Path

import numpy as np
import pytest
from media import voices, write

from sessionlens.audio.resample import resampled


def tone(frequency: float, seconds: float, rate: int) -> np.ndarray:
    return 10000 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000, 96000])
@pytest.mark.parametrize("start", [0.0, 1.25])
def test_the_sound_stays_in_its_place(tmp_path: Path, rate: int, start: float) -> None:
    sound = tone(300, 4, rate).astype(np.int16)[:, None]
    path = write(tmp_path / "talk.wav", sound, rate, "WAV", "PCM_16")
    heard = np.concatenate(list(resampled(path, 16000, start=start)))
    assert abs(len(heard) - (4 - start) * 16000) <= 2
    wanted = tone(300, 4, 16000)[int(start * 16000) :][: len(heard)]
    inner = slice(2000, min(len(wanted), len(heard)) - 2000)
    assert np.abs(heard[inner] - wanted[inner]).mean() < 150


def test_one_channel_or_all(tmp_path: Path) -> None:
    sound = voices(2, 48000)
    sound[:, 1] = 0
    path = write(tmp_path / "talk.wav", sound, 48000, "WAV", "PCM_16")
    first, second, both = (
        np.concatenate(list(resampled(path, 16000, channel))).astype(int)
        for channel in (0, 1, None)
    )
    assert np.abs(second).max() == 0
    assert np.abs(both - first / 2).max() <= 2
    assert first.dtype == int
    assert np.abs(first).max() > 5000
