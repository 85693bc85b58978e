"""Tells voices apart by how they sound: a guess, and marked as one."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.transcript import Word
from sessionlens.speech.engines.interface import VoiceSample
from sessionlens.speech.utterances import SpeakerWords

Vectors = NDArray[np.float64]

_SURE = 1.5  # seconds; shorter samples do not decide what the voices are


def guessed(
    words: Sequence[Word], samples: Sequence[VoiceSample], count: int
) -> list[SpeakerWords]:
    """The words of each of `count` speakers, named "Voice 1" and on by who speaks first.

    Empty when the samples do not suffice. A word belongs to the sample it lies in or after.
    """
    ordered = sorted(samples, key=lambda sample: sample.start)
    if not words or len(ordered) < count:
        return []
    vectors = np.array([sample.vector for sample in ordered])
    weights = np.array([sample.end - sample.start for sample in ordered])
    labels = cluster(vectors, weights, count)
    names: dict[int, str] = {}
    for label in labels:
        names.setdefault(int(label), f"Voice {len(names) + 1}")
    starts = [sample.start for sample in ordered]
    lines: dict[str, list[Word]] = {name: [] for name in names.values()}
    for word in words:
        index = max(bisect_right(starts, (word.start + word.end) / 2) - 1, 0)
        lines[names[int(labels[index])]].append(word)
    return [SpeakerWords(name, mine) for name, mine in lines.items()]


def cluster(vectors: Vectors, weights: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """A label for each vector, by average-linkage clustering of cosine distances.

    `vectors` has shape (n, d). Long samples (`weights` in seconds) form the clusters, short ones
    join the nearest: they carry little of a voice.
    """
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    sure = np.flatnonzero(weights >= _SURE)
    if len(sure) < max(count, 2):
        sure = np.arange(len(unit))
    clusters = _agglomerated(unit[sure], weights[sure], count)
    present = np.unique(clusters)
    centres = np.stack(
        [np.average(unit[sure][clusters == c], axis=0, weights=weights[sure][clusters == c] + 1e-6)
         for c in present]
    )  # fmt: skip
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    labels: NDArray[np.intp] = np.argmax(unit @ centres.T, axis=1)
    labels[sure] = np.searchsorted(present, clusters)
    return labels


def _agglomerated(unit: Vectors, weights: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Join the two most alike groups until `count` are left."""
    labels = np.arange(len(unit))
    sizes = weights.astype(np.float64).copy()
    distances = 1 - unit @ unit.T
    np.fill_diagonal(distances, np.inf)
    alive = np.ones(len(unit), bool)
    for _ in range(len(unit) - count):
        i, j = np.unravel_index(int(np.argmin(distances)), distances.shape)
        total = sizes[i] + sizes[j]
        merged = (sizes[i] * distances[i] + sizes[j] * distances[j]) / max(total, 1e-9)
        distances[i, :] = distances[:, i] = np.where(alive, merged, np.inf)
        distances[i, i] = np.inf
        distances[j, :] = distances[:, j] = np.inf
        alive[j] = False
        sizes[i] = total
        labels[labels == j] = i
    return labels
