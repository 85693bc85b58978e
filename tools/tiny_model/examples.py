"""Training examples: features of noisy utterances with the phone that sounds in each frame."""

import io
import multiprocessing
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from speech_synthesis.espeak import SILENCE, Spoken
from speech_synthesis.resample import resample
from tiny_model.features import SAMPLE_RATE, mfcc
from tiny_model.phones import PhoneSet


class Example(NamedTuple):
    """Features of shape (frames, coefficients) and the network output wanted for each frame."""

    features: NDArray[np.float32]
    pdfs: NDArray[np.int64]


def make_examples(
    utterances: list[Spoken], phones: PhoneSet, seed: int, processes: int
) -> list[Example]:
    """Return one example per utterance, each with padding, level and noise of its own."""
    jobs = [(utterance, seed * 100003 + i) for i, utterance in enumerate(utterances)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        labelled = pool.map(_label, jobs, chunksize=16)
    return [
        Example(features, np.array([phones.pdf.get(symbol, 0) for symbol in symbols], np.int64))
        for features, symbols in labelled
    ]


def _label(job: tuple[Spoken, int]) -> tuple[NDArray[np.float32], list[str]]:
    utterance, seed = job
    rng = np.random.default_rng(seed)
    speech = resample(utterance.samples, utterance.rate, SAMPLE_RATE)
    # Padding as in real recordings; together long enough that every training chunk is full.
    before = int(rng.uniform(0.1, 0.8) * SAMPLE_RATE)
    after = int(rng.uniform(0.3, 1.0) * SAMPLE_RATE)
    wave = np.concatenate([np.zeros(before), speech.astype(np.float64), np.zeros(after)])
    features = mfcc(np.clip(np.rint(_disturb(wave, rng)), -32768, 32767))
    # A frame's label is the phone at 10t + 15 ms: the centre of the 30 ms that Vosk reports.
    offset = before / SAMPLE_RATE
    starts = [
        0.0,
        *(offset + p.start for p in utterance.phones),
        offset + len(speech) / SAMPLE_RATE,
    ]
    symbols = [SILENCE, *(p.symbol for p in utterance.phones), SILENCE]
    centres = np.arange(len(features)) * 0.01 + 0.015
    return features, [symbols[i] for i in np.searchsorted(starts, centres, "right") - 1]


def _disturb(wave: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Change the level by -24 to +10 dB, add the noise of a room, and often pass it all through a
    lossy codec; 15 % of all utterances keep their digital silence."""
    wave = wave * 10 ** rng.uniform(-1.2, 0.5)
    if rng.random() > 0.15:
        wave = wave + _noise(len(wave), rng) * 10 ** rng.uniform(-0.3, 2.5)
    if rng.random() < 0.5:
        wave = _coded(wave, "VORBIS" if rng.random() < 0.7 else "OPUS", rng.uniform(0.3, 1.0))
    return wave


def _noise(length: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return noise of root mean square 1, from white hiss to a low hum."""
    window = np.hanning(3 if rng.random() < 0.3 else rng.integers(4, 60))
    window /= np.sqrt(np.sum(window**2))
    return np.convolve(rng.standard_normal(length), window, "same")


def _coded(wave: NDArray[np.float64], codec: str, compression: float) -> NDArray[np.float64]:
    """Return the samples as a lossy codec keeps them; `compression` is 0 (best) to 1."""
    file = io.BytesIO()
    soundfile.write(
        file, np.clip(wave / 32768, -1, 1), SAMPLE_RATE, format="OGG", subtype=codec,
        compression_level=compression,
    )  # fmt: skip
    file.seek(0)
    decoded, _ = soundfile.read(file)
    return np.resize(decoded, len(wave)) * 32768.0
