"""Mel-frequency cepstra as Kaldi computes them, in numpy.

Formulas and defaults are those of Kaldi's `feature-window`, `mel-computations` and
`feature-mfcc`; the result equals kaldi-native-fbank's to 1e-4. Frames of 25 ms every 10 ms.
"""

import math

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16000
MEL_BINS, COEFFICIENTS = 30, 20

# What Vosk reads from the model's conf/mfcc.conf: it must say what the code below does.
MFCC_CONF = f"""--sample-frequency={SAMPLE_RATE}
--use-energy=false
--num-mel-bins={MEL_BINS}
--num-ceps={COEFFICIENTS}
--low-freq=20
--high-freq=-400
--dither=0
"""

_LOW, _HIGH = 20.0, SAMPLE_RATE / 2 - 400.0
_FRAME, _STEP, _FFT = 400, 160, 512
_PREEMPHASIS, _FLOOR = 0.97, 1.1920928955078125e-07


def mfcc(samples: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return features of shape (frames, COEFFICIENTS) for samples at 16 kHz scaled as int16.

    Only whole frames count ("snip edges"); no dither.
    """
    count = 1 + (len(samples) - _FRAME) // _STEP
    frames = samples[np.arange(_FRAME)[None, :] + _STEP * np.arange(count)[:, None]]
    frames = frames - frames.mean(1, keepdims=True)
    first = frames[:, :1] * (1 - _PREEMPHASIS)
    frames = np.concatenate([first, frames[:, 1:] - _PREEMPHASIS * frames[:, :-1]], 1) * _WINDOW
    power = np.abs(np.fft.rfft(frames, _FFT)) ** 2
    energies = np.log(np.maximum(power @ _BANK.T, _FLOOR))
    cepstra: NDArray[np.float32] = ((energies @ _DCT.T) * _LIFTER).astype(np.float32)
    return cepstra


def _mel(frequency: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log(1.0 + np.asarray(frequency) / 700.0))


def _mel_bank() -> NDArray[np.float64]:
    """Triangles evenly spaced in mel; shape (MEL_BINS, _FFT / 2 + 1)."""
    low, high = float(_mel(_LOW)), float(_mel(_HIGH))
    step = (high - low) / (MEL_BINS + 1)
    mels = _mel(np.arange(_FFT // 2) * SAMPLE_RATE / _FFT)
    bank = np.zeros((MEL_BINS, _FFT // 2 + 1))
    for i in range(MEL_BINS):
        left = low + i * step
        rising, falling = (mels - left) / step, (left + 2 * step - mels) / step
        bank[i, : _FFT // 2] = np.maximum(np.minimum(rising, falling), 0.0)
    return bank


def _dct() -> NDArray[np.float64]:
    matrix: NDArray[np.float64] = np.sqrt(2.0 / MEL_BINS) * np.cos(
        np.pi / MEL_BINS * np.outer(np.arange(COEFFICIENTS), np.arange(MEL_BINS) + 0.5)
    )
    matrix[0] = math.sqrt(1.0 / MEL_BINS)
    return matrix


_BANK = _mel_bank()
_DCT = _dct()
_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi / (_FRAME - 1) * np.arange(_FRAME))) ** 0.85  # "povey"
_LIFTER = 1.0 + 11.0 * np.sin(np.pi * np.arange(COEFFICIENTS) / 22.0)
