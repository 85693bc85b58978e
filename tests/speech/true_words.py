"""Speech whose every word is known, and how well it was heard."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.models import demo_folder, describe
from sessionlens.transcripts import native

RATE = 16000
TWO_VOICES = Path(__file__).parent.parent / "data" / "speech" / "two_voices.ogg"

Sound = NDArray[np.int16]


class Truth(NamedTuple):
    """A word as it was spoken."""

    speaker: str
    text: str
    start: float
    end: float


def tiny_model() -> Model:
    """The shipped model."""
    return describe(demo_folder())


def two_voices() -> Sound:
    """The recording at the model's rate, shape (n, 2): coach on the left, client on the right."""
    samples, rate = soundfile.read(TWO_VOICES, dtype="int16", always_2d=True)
    assert rate == RATE
    return np.asarray(samples, np.int16)


def truth() -> list[Truth]:
    """Its words in order of their beginning."""
    transcript = native.decode(TWO_VOICES.with_suffix(".json").read_bytes())
    words = [
        Truth(utterance.speaker or "", plain(word.text), word.start, word.end)
        for utterance in transcript.utterances
        for word in utterance.words
    ]
    return sorted(words, key=lambda word: word.start)


def plain(text: str) -> str:
    """A word as the engine writes it."""
    return re.sub(r"[^a-z']", "", text.lower())


def words_of(transcript: Transcript) -> list[Word]:
    """All words in order of their beginning."""
    return sorted(
        (word for one in transcript.utterances for word in one.words), key=lambda word: word.start
    )


def texts(words: Iterable[Word | Truth]) -> list[str]:
    """Their texts."""
    return [word.text for word in words]


def said_by(utterances: Iterable[Utterance], speaker: str | None) -> list[str]:
    """What one speaker said, as words."""
    return [word.text for one in utterances if one.speaker == speaker for word in one.words]


def error_rate(true: Sequence[str], heard: Sequence[str]) -> float:
    """Substitutions, deletions and insertions (Levenshtein) per true word."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(true, 1):
        previous, row[0] = row[:], i
        for j, other in enumerate(heard, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (word != other))
    return row[-1] / len(true)


def write_wav(path: Path, samples: Sound, rate: int = RATE) -> Path:
    """Write int16 samples, shape (n,) or (n, channels)."""
    soundfile.write(path, samples, rate, subtype="PCM_16")
    return path


def loud(samples: NDArray[np.floating]) -> Sound:
    """Samples clipped to int16."""
    clipped: Sound = np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
    return clipped


def journal_lines(path: Path) -> list[dict[str, object]]:
    """The lines of a journal as JSON."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]
