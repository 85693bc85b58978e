"""Voices told apart by how they sound."""

import numpy as np
import pytest

from sessionlens.domain.transcript import Word
from sessionlens.speech.recognizer import VoiceSample
from sessionlens.speech.speakers import cluster, guessed


def voices(sequence: str, seed: int, spread: float = 0.4, size: int = 128) -> np.ndarray:
    """A vector per letter: that letter's voice, and how it varies."""
    random = np.random.default_rng(seed)
    centres = {letter: random.normal(size=size) for letter in sorted(set(sequence))}
    return np.array([centres[letter] + spread * random.normal(size=size) for letter in sequence])


@pytest.mark.parametrize("seed", range(5))
def test_vectors_of_one_voice_get_one_label(seed: int) -> None:
    sequence = "ABABBACCABACBBA"
    count = len(set(sequence))

    labels = cluster(voices(sequence, seed), np.full(len(sequence), 3.0), count)

    assert len({(letter, label) for letter, label in zip(sequence, labels, strict=True)}) == count


def test_short_samples_do_not_make_voices_of_their_own() -> None:
    sequence = "AABBAB"
    vectors = voices(sequence, 1)
    vectors[2] += 30  # a cough
    weights = np.array([3.0, 3.0, 0.3, 3.0, 3.0, 3.0])

    labels = cluster(vectors, weights, 2)

    assert labels[0] == labels[1] == labels[4]
    assert labels[3] == labels[5] != labels[0]


def test_words_go_to_whoever_spoke_then() -> None:
    sequence = "ABA"
    samples = [
        VoiceSample(i * 10.0, i * 10.0 + 5, tuple(vector))
        for i, vector in enumerate(voices(sequence, 2))
    ]
    words = [Word(start=t, end=t + 1, text=f"w{t}") for t in (0, 4, 10, 14, 21)]

    lines = guessed(words, samples, 2)

    assert [(line.speaker, [word.text for word in line.words]) for line in lines] == [
        ("Voice 1", ["w0", "w4", "w21"]),
        ("Voice 2", ["w10", "w14"]),
    ]


def test_too_few_samples_are_no_guess() -> None:
    sample = VoiceSample(0, 1, (1.0, 2.0))

    assert guessed([Word(start=0, end=1, text="a")], [sample], 2) == []
    assert guessed([], [sample, sample], 2) == []


def test_as_many_samples_as_voices() -> None:
    assert sorted(cluster(voices("AB", 3), np.array([1.0, 1.0]), 2)) == [0, 1]
