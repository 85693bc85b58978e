"""The shipped encoder: how a voice sounds, as a vector. In plain numpy.

Network and features are those of Resemblyzer (`voice-encoder/README.md` says where the weights are
from): Wan et al., Generalized End-to-End Loss for Speaker Verification, 2018.
"""

import zlib
from collections.abc import Sequence
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.errors import SessionLensError
from sessionlens.resources import voice_encoder_folder

Floats = NDArray[np.float32]

RATE = 16000
"""Frames per second of the sound that the encoder hears."""
HOP = 160
"""Frames from one spectrum to the next: 10 ms."""
SPAN = 400
"""Frames of sound in one spectrum: 25 ms."""
WINDOW = 160
"""Spectra that make a vector: 1.6 seconds. The network was trained on as many."""

_BANDS = 40
_BREAK, _BREAK_MEL = 1000.0, 15.0  # hertz; the mel scale is linear below, logarithmic above
_LINEAR = 200.0 / 3  # hertz per mel below
_STEP = np.log(6.4) / 27  # of the logarithm, per mel above
_LAYERS = 3
_UNITS = 256


def spectra(sound: Floats) -> Floats:
    """The power in each band of the mel scale, shape (n, 40).

    `sound` is -1 to 1, shape ((n - 1) * HOP + SPAN,). As `librosa.feature.melspectrogram` does it
    with a periodic Hann window, Slaney's mel scale and bands of equal area.
    """
    spans = np.lib.stride_tricks.sliding_window_view(sound, SPAN)[::HOP]
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SPAN) / SPAN)).astype(np.float32)
    power = np.abs(np.fft.rfft(spans * window, axis=1)) ** 2
    bands: Floats = power.astype(np.float32) @ mel_bands().T
    return bands


def mel_bands() -> Floats:
    """The weight of each frequency of a spectrum in each band, shape (40, 201).

    Triangles whose corners are evenly spaced on the mel scale of Slaney's Auditory Toolbox (1998),
    0 to 8000 hertz, each of area 1 (in hertz).
    """
    frequencies = np.linspace(0, RATE / 2, SPAN // 2 + 1)
    top = _BREAK_MEL + np.log(RATE / 2 / _BREAK) / _STEP
    mels = np.linspace(0, top, _BANDS + 2)
    above = _BREAK * np.exp(_STEP * (np.maximum(mels, _BREAK_MEL) - _BREAK_MEL))
    corners = np.where(mels < _BREAK_MEL, mels * _LINEAR, above)
    low, middle, high = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    rising = (frequencies - low) / (middle - low)
    falling = (high - frequencies) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)
    weights: Floats = triangles.astype(np.float32)
    return weights


class VoiceEncoder:
    """Three LSTM layers and a linear one; raises SessionLensError where its weights cannot be read.

    Any number of threads may use one at once.
    """

    def __init__(self) -> None:
        path = voice_encoder_folder() / "weights.npz"
        try:
            with np.load(path) as file:
                weights = {name: file[name].astype(np.float32) for name in file.files}
            self._layers = [
                (weights[f"layer{layer}"], weights[f"layer{layer}_bias"])
                for layer in range(_LAYERS)
            ]
            self._linear = weights["linear"], weights["linear_bias"]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
            raise SessionLensError(
                "What tells voices apart cannot be read", "Install SessionLens again", where=path
            ) from error

    def vectors(self, windows: Floats, after: Sequence[int] = (WINDOW,)) -> list[Floats]:
        """How each window sounds after so many of its spectra, each of shape (n, 256), length 1.

        `windows` are spectra, shape (n, WINDOW, 40). Raises MemoryError.
        """
        count = len(windows)
        # What a layer takes in, and what it gave out last, side by side: one product for both.
        states = [np.zeros((count, len(matrix)), np.float32) for matrix, _bias in self._layers]
        cells = [np.zeros((count, _UNITS), np.float32) for _ in self._layers]
        heard: list[Floats] = []
        for step in range(max(after)):
            states[0][:, :_BANDS] = windows[:, step]
            for layer, (matrix, bias) in enumerate(self._layers):
                output = _lstm(states[layer] @ matrix + bias, cells[layer])
                states[layer][:, -_UNITS:] = output
                if layer + 1 < _LAYERS:
                    states[layer + 1][:, :_UNITS] = output
            if step + 1 in after:
                heard.append(self._vector(output))
        return heard

    def _vector(self, output: Floats) -> Floats:
        matrix, bias = self._linear
        raw = np.maximum(output @ matrix + bias, 0)
        unit: Floats = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        return unit


def _lstm(gates: Floats, cell: Floats) -> Floats:
    """One step of a layer: its output; `cell` is changed. Hochreiter and Schmidhuber 1997, with
    forget gates; the gates stand in PyTorch's order: input, forget, cell, output."""
    middle = slice(2 * _UNITS, 3 * _UNITS)
    new = np.tanh(gates[:, middle])
    # The logistic function by the hyperbolic tangent: it cannot overflow.
    gates *= 0.5
    np.tanh(gates, out=gates)
    gates += 1
    gates *= 0.5
    cell *= gates[:, _UNITS : 2 * _UNITS]
    cell += gates[:, :_UNITS] * new
    output: Floats = gates[:, 3 * _UNITS :] * np.tanh(cell)
    return output
