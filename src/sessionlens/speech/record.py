"""What was recognised of one piece: the unit that is kept, joined and shown."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from sessionlens.domain.transcript import Word
from sessionlens.speech.cuts import Piece
from sessionlens.speech.engines.interface import RecognisedSound, VoiceSample
from sessionlens.speech.sound import Sound

_COMPARED = 0.8  # seconds of sound that are compared, around the word
_ECHO = 0.35  # seconds; an echo from a call comes this late at most
# Measured on synthetic speech: two people at once reach 0.16; what one microphone catches of the
# other stays above 0.2 in rooms with up to 0.4 s of reverberation, whatever its level.
_SAME_SOUND = 0.2


class Record(Struct, frozen=True, omit_defaults=True):
    """The words of one voice between two frames; word times count from the recording's beginning.

    Words beyond `start` and `end`, as far as `heard_start` and `heard_end`, were heard by the
    neighbours as well.
    """

    voice: int
    start: int
    end: int
    heard_start: int
    heard_end: int
    words: tuple[Word, ...] = ()
    voices: tuple[VoiceSample, ...] = ()


def record_of(piece: Piece, heard: RecognisedSound, gains: tuple[float, ...], rate: int) -> Record:
    """What was heard in a piece, without the words that another voice said."""
    words = heard.words
    if piece.sound is not None:
        words = _own_words(words, piece.sound, piece.voice, gains, rate)
    offset = piece.heard_start / rate

    def moved(seconds: float) -> float:
        return round(seconds + offset, 3)

    return Record(
        piece.voice,
        piece.start,
        piece.end,
        piece.heard_start,
        piece.heard_end,
        tuple(replace(word, start=moved(word.start), end=moved(word.end)) for word in words),
        tuple(
            VoiceSample(moved(sample.start), moved(sample.end), sample.vector)
            for sample in heard.voices
        ),
    )


def _own_words(
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
    return _likeness(word, sound[:, voice], sound[:, loudest], rate) >= _SAME_SOUND


def _likeness(word: Word, own: NDArray[np.int16], other: NDArray[np.int16], rate: int) -> float:
    """The highest correlation of what this microphone heard with what the other had heard.

    Normalised, 0 to 1, over delays up to an echo's. The sound is differentiated first, because
    the strong low tones of any two voices resemble each other.
    """
    middle, half = (word.start + word.end) / 2, max(_COMPARED, word.end - word.start) / 2
    first, last = max(int((middle - half) * rate), 0), int((middle + half) * rate)
    reach = int(_ECHO * rate)
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
