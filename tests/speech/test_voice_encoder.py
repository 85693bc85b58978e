"""The shipped encoder against its published formulas, worked out the slow way."""

import math
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.resources import sample_folder, voice_encoder_folder
from sessionlens.speech.voice_encoder import HOP, RATE, SPAN, VoiceEncoder, mel_bands, spectra


def test_a_spectrum_is_the_power_in_triangles_of_the_mel_scale() -> None:
    sound = np.random.default_rng(0).normal(size=SPAN + 2 * HOP).astype(np.float32)

    bands = spectra(sound)

    assert bands.shape == (3, 40)
    for row in (0, 2):
        span = sound[row * HOP : row * HOP + SPAN].astype(np.float64)
        assert bands[row, [0, 7, 20, 39]] == pytest.approx(
            [_band(span, band) for band in (0, 7, 20, 39)], rel=1e-4
        )


def _band(span: NDArray[np.float64], band: int) -> float:
    """Fourier's sum, Hann's window and a triangle, as they are defined."""
    hann = [0.5 * (1 - math.cos(2 * math.pi * i / SPAN)) for i in range(SPAN)]
    low, middle, high = (_hertz(k * _mel(8000) / 41) for k in (band, band + 1, band + 2))
    total = 0.0
    for k in range(SPAN // 2 + 1):
        frequency = k * RATE / SPAN
        if low < frequency < high:
            side = (frequency - low) / (middle - low)
            weight = min(side, (high - frequency) / (high - middle)) * 2 / (high - low)
            turn = np.exp(-2j * np.pi * k * np.arange(SPAN) / SPAN)
            total += weight * abs(complex(np.sum(span * hann * turn))) ** 2
    return total


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else 15 + 27 * math.log(hertz / 1000) / math.log(6.4)


def _hertz(mel: float) -> float:
    return mel * 200 / 3 if mel < 15 else 1000 * 6.4 ** ((mel - 15) / 27)


def test_every_band_has_the_same_area() -> None:
    areas = mel_bands().sum(axis=1) * RATE / SPAN

    assert areas[10:] == pytest.approx(np.ones(30), abs=0.1)  # low ones fall between frequencies


def test_the_network_is_an_lstm_as_published() -> None:
    windows = np.abs(np.random.default_rng(1).normal(size=(1, 160, 40))).astype(np.float32)

    (vector,) = VoiceEncoder().vectors(windows, (3,))

    assert vector[0] == pytest.approx(_slowly(windows[0, :3]), abs=2e-5)


def _slowly(steps: NDArray[np.float32]) -> NDArray[np.float64]:
    """Gate by gate: forget what the forget gate says, take in what the input gate says."""
    with np.load(voice_encoder_folder() / "weights.npz") as file:
        weights = {name: file[name].astype(np.float64) for name in file.files}
    inputs = [row.astype(np.float64) for row in steps]
    for layer in range(3):
        matrix, bias = weights[f"layer{layer}"], weights[f"layer{layer}_bias"]
        hidden, cell, outputs = np.zeros(256), np.zeros(256), []
        for row in inputs:
            gates = np.concatenate([row, hidden]) @ matrix + bias
            enter, forget, new, leave = np.split(gates, 4)
            cell = cell / (1 + np.exp(-forget)) + np.tanh(new) / (1 + np.exp(-enter))
            hidden = np.tanh(cell) / (1 + np.exp(-leave))
            outputs.append(hidden)
        inputs = outputs
    raw = np.maximum(inputs[-1] @ weights["linear"] + weights["linear_bias"], 0)
    vector: NDArray[np.float64] = raw / np.linalg.norm(raw)
    return vector


def test_a_voice_resembles_itself_more_than_another() -> None:
    sound, rate = soundfile.read(sample_folder() / "first-session.ogg", dtype="float32")
    seconds = np.arange(0, 30, 1 / RATE)
    heard = [np.interp(seconds, np.arange(len(sound)) / rate, side) for side in sound.T]
    coach, client = (
        [spectra(side[int(time * RATE) :].astype(np.float32))[:160] for time in times]
        for side, times in zip(heard, ((0.9, 8.5), (4.6, 23.0)), strict=True)
    )

    (vectors,) = VoiceEncoder().vectors(np.stack([*coach, *client]))

    alike = vectors @ vectors.T
    assert min(alike[0, 1], alike[2, 3]) > max(alike[0, 2], alike[0, 3], alike[1, 2], alike[1, 3])


def test_weights_that_are_damaged_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "voice-encoder"
    folder.mkdir()
    (folder / "weights.npz").write_bytes(b"PK\x03\x04 broken")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)

    with pytest.raises(SessionLensError, match="What tells voices apart cannot be read"):
        VoiceEncoder()
