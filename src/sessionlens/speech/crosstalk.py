"""Takes out the words that a microphone caught from somebody who has one of their own."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.transcript import Word
from sessionlens.speech.sound import Sound

_WINDOW = 0.8  # seconds of sound that are compared, around the word
_LATE = 0.35  # seconds; an echo from a call comes this late at most
# Measured on synthetic speech: two people at once reach 0.16; what one microphone catches of the
# other stays above 0.2 in rooms with up to 0.4 s of reverberation, whatever its level.
_ALIKE = 0.2


def own_words(
    words: Sequence[Word], sound: Sound, voice: int, gains: Sequence[float], rate: int
) -> tuple[Word, ...]:
    """The words without those that another voice said, louder into its own microphone.

    `sound` has all voices, shape (n, voices), and word times count from its beginning; `gains`
    are the voices' usual levels in decibels. What is not the same sound stays: two people who
    speak at once are both heard.
    """
    if sound.shape[1] == 1:
        return tuple(words)
    return tuple(word for word in words if not _leaked(word, sound, voice, gains, rate))


def _leaked(word: Word, sound: Sound, voice: int, gains: Sequence[float], rate: int) -> bool:
    span = sound[int(word.start * rate) : max(int(word.end * rate), int(word.start * rate) + 1)]
    if not len(span):
        return False
    power = np.sqrt((span.astype(np.float32) ** 2).mean(axis=0)) + 1
    levels = 20 * np.log10(power) - np.asarray(gains)
    others = [other for other in range(sound.shape[1]) if other != voice]
    loudest = max(others, key=lambda other: float(levels[other]))
    if levels[loudest] <= levels[voice]:
        return False
    return _likeness(word, sound[:, voice], sound[:, loudest], rate) >= _ALIKE


def _likeness(word: Word, own: NDArray[np.int16], other: NDArray[np.int16], rate: int) -> float:
    """The highest correlation of what this microphone heard with what the other had heard.

    Normalised, 0 to 1, over delays up to an echo's. The sound is differentiated first, because
    the strong low tones of any two voices resemble each other.
    """
    middle, half = (word.start + word.end) / 2, max(_WINDOW, word.end - word.start) / 2
    first, last = max(int((middle - half) * rate), 0), int((middle + half) * rate)
    reach = int(_LATE * rate)
    before = max(first - reach, 0)
    mine = np.diff(own[first:last].astype(np.float64))
    theirs = np.diff(other[before : last + reach].astype(np.float64))
    if len(mine) < 2 or len(theirs) < len(mine):
        return 0.0
    size = 1 << (len(theirs) + len(mine) - 1).bit_length()
    spectrum = np.fft.rfft(theirs, size) * np.conj(np.fft.rfft(mine, size))
    lags = len(theirs) - len(mine) + 1
    products = np.abs(np.fft.irfft(spectrum, size)[:lags])
    sums = np.cumsum(np.concatenate([[0.0], theirs**2]))
    energies = (sums[len(mine) :] - sums[: len(sums) - len(mine)]) * float((mine**2).sum())
    return float((products / np.sqrt(energies + 1.0)).max())
