"""Hears a recording with a model and compares it with what was really said."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speech_synthesis.resample import resample
from tiny_model.features import SAMPLE_RATE

_CHUNK = SAMPLE_RATE // 4  # frames per call; endpoints are looked for once per call


class Timed(NamedTuple):
    """A word in lower case without punctuation, and its times in seconds."""

    word: str
    start: float
    end: float


@dataclass(frozen=True)
class Comparison:
    """Words said, words wrong (substituted, missing or too many), and the pairs that agree."""

    spoken: int
    wrong: int
    pairs: list[tuple[Timed, Timed]]

    @property
    def error_rate(self) -> float:
        """Word error rate, 0 to 1."""
        return self.wrong / self.spoken

    def start_errors(self) -> NDArray[np.float64]:
        """Differences between heard and true word starts in milliseconds, unsigned."""
        return np.array([abs(heard.start - said.start) * 1000 for said, heard in self.pairs])

    def end_errors(self) -> NDArray[np.float64]:
        """Differences between heard and true word ends in milliseconds, unsigned."""
        return np.array([abs(heard.end - said.end) * 1000 for said, heard in self.pairs])


def hear(model_folder: Path, samples: NDArray[np.int16], rate: int) -> list[Timed]:
    """Return what Vosk hears in one channel of int16 samples."""
    import vosk

    vosk.SetLogLevel(-1)
    recognizer = vosk.KaldiRecognizer(vosk.Model(str(model_folder)), SAMPLE_RATE)
    recognizer.SetWords(True)
    samples = resample(samples, rate, SAMPLE_RATE)
    results = []
    for first in range(0, len(samples), _CHUNK):
        if recognizer.AcceptWaveform(samples[first : first + _CHUNK].tobytes()):
            results.append(recognizer.Result())
    results.append(recognizer.FinalResult())
    words = (word for result in results for word in json.loads(result).get("result", []))
    return [Timed(word["word"], word["start"], word["end"]) for word in words]


def compare(spoken: list[Timed], heard: list[Timed]) -> Comparison:
    """Align by edit distance; words that agree are paired."""
    costs = np.zeros((len(spoken) + 1, len(heard) + 1), int)
    costs[:, 0], costs[0, :] = np.arange(len(spoken) + 1), np.arange(len(heard) + 1)
    for i, spoken_word in enumerate(spoken, 1):
        for j, heard_word in enumerate(heard, 1):
            swapped = costs[i - 1, j - 1] + (spoken_word.word != heard_word.word)
            costs[i, j] = min(swapped, costs[i - 1, j] + 1, costs[i, j - 1] + 1)
    pairs = []
    i, j = len(spoken), len(heard)
    while i and j:
        same = spoken[i - 1].word == heard[j - 1].word
        if costs[i, j] == costs[i - 1, j - 1] + (not same):
            i, j = i - 1, j - 1
            if same:
                pairs.append((spoken[i], heard[j]))
        elif costs[i, j] == costs[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return Comparison(len(spoken), int(costs[-1, -1]), pairs[::-1])
