"""Band-limited resampling of whole utterances."""

import math

import numpy as np
from numpy.typing import NDArray


def resample(samples: NDArray[np.int16], source: int, target: int) -> NDArray[np.int16]:
    """Resample int16 samples from `source` to `target` Hz in the frequency domain.

    Exact for what begins and ends in silence, as utterances do; a tenth of a second of zeros keeps
    the ends from meeting. Loads the whole utterance into memory.
    """
    if source == target:
        return samples
    divisor = math.gcd(source, target)
    up, down = target // divisor, source // divisor
    length = -(-(len(samples) + source // 10) // down) * down
    padded = np.zeros(length)
    padded[: len(samples)] = samples
    spectrum = np.fft.rfft(padded)
    new_length = length // down * up
    new_spectrum = np.zeros(new_length // 2 + 1, complex)
    kept = min(len(spectrum), len(new_spectrum))
    new_spectrum[:kept] = spectrum[:kept]
    wave = np.fft.irfft(new_spectrum, new_length) * (new_length / length)
    wave = wave[: len(samples) * target // source]
    return np.clip(np.rint(wave), -32768, 32767).astype(np.int16)
