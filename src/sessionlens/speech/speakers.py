"""Tells voices apart by how they sound: a guess, and marked as one."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sessionlens.domain.voices import VoiceTurn

Vectors = NDArray[np.float32]

_CELL = 0.1  # seconds; whose voice it is is decided for each of them
_CHANGE = 0.1  # of likeness for one cell: what a change of the voice has to be worth
_SURE = 1.5  # seconds; shorter samples do not decide what the voices are
_LEAST = 8.0  # seconds of speech for each voice; in less nobody is told from anybody
_MOST = 500  # vectors that are joined two by two; the others follow
_BEGINNINGS = 8
_ROUNDS = 50


class VoiceSamples(Struct, frozen=True, eq=False):
    """How it sounded: `vectors[i]`, shape (n, d), from `starts[i]` to `ends[i]` (seconds).

    Samples may overlap, and leave out what is no speech. `halves` is how the first half of each
    sounded, where that is known: it tells better where a voice begins. Two groups whose means have
    a cosine of `alike` are one voice.
    """

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    vectors: Vectors
    halves: Vectors | None = None
    alike: float = 1.0


def turns_of(samples: VoiceSamples, count: int) -> list[VoiceTurn]:
    """Who speaks when, if `count` people speak, one after another; at most so many are told apart.

    Empty where only one voice is heard, or too little to tell: there is no guess then.
    """
    if not len(samples.starts):
        return []
    lengths = samples.ends - samples.starts
    vectors = unit(samples.vectors)
    cells = _cells(samples.starts, samples.ends, np.ones((len(vectors), 1), np.float32))
    most = int((cells > 0).sum() * _CELL / _LEAST)
    sure = lengths >= _SURE
    if sure.sum() < max(count, 2):
        sure = np.ones(len(vectors), bool)
    centres = voices_in(vectors[sure], lengths[sure], min(count, most), samples.alike)
    if len(centres) < 2:
        return []
    return list(_turns(most_likely(_evidence(samples, vectors, centres))))


def _turns(path: NDArray[np.intp]) -> Iterator[VoiceTurn]:
    place = 0
    for voice, cells in groupby(path.tolist()):
        end = place + len(list(cells))
        yield VoiceTurn(round(place * _CELL, 3), round(end * _CELL, 3), voice)
        place = end


def voices_in(vectors: Vectors, weights: NDArray[np.float64], count: int, alike: float) -> Vectors:
    """The middle of each voice, of length 1, shape (k, d); k is `count` or less.

    `vectors`, shape (n, d), have length 1; `weights` are seconds. Spherical k-means from several
    beginnings (Dhillon and Modha 2001), of which the one counts that explains most: the joining of
    neighbours by which they are made ends, by itself, with a cough as one of two voices.
    """
    best: Vectors | None = None
    for number in range(min(count, len(vectors)), 1, -1):
        likeness = -1.0
        for beginning in _beginnings(vectors, weights, number):
            centres, explained = _k_means(vectors, weights, beginning)
            if explained > likeness + 1e-6:
                best, likeness = centres, explained
        if best is not None and _are_different(vectors, best, alike):
            return best
        best = None
    return unit(np.average(vectors, axis=0, weights=weights)[None]) if len(vectors) else vectors


def _beginnings(vectors: Vectors, weights: NDArray[np.float64], count: int) -> Iterator[Vectors]:
    """The largest groups, at several levels of joining the two most alike (average linkage)."""
    chosen = np.unique(np.linspace(0, len(vectors) - 1, _MOST).astype(int))
    joined, sizes = vectors[chosen], weights[chosen].astype(np.float64) + 1e-6
    sums = joined * sizes[:, None]
    distances = (1 - joined @ joined.T).astype(np.float64)
    np.fill_diagonal(distances, np.inf)
    alive = np.ones(len(joined), bool)
    for left in range(len(joined), count - 1, -1):
        if left <= count + _BEGINNINGS:
            largest = np.argsort(-np.where(alive, sizes, 0), kind="stable")[:count]
            yield unit(sums[largest])
        i, j = np.unravel_index(int(np.argmin(distances)), distances.shape)
        total = sizes[i] + sizes[j]
        merged = (sizes[i] * distances[i] + sizes[j] * distances[j]) / total
        alive[j] = False
        distances[i, :] = distances[:, i] = np.where(alive, merged, np.inf)
        distances[i, i] = np.inf
        distances[j, :] = distances[:, j] = np.inf
        sizes[i], sums[i] = total, sums[i] + sums[j]


def _k_means(
    vectors: Vectors, weights: NDArray[np.float64], centres: Vectors
) -> tuple[Vectors, float]:
    """Centres that each are the mean of what is nearest to them; and how near that is, 0 to 1."""
    for _ in range(_ROUNDS):
        means = _means(vectors, np.argmax(vectors @ centres.T, axis=1), weights, centres)
        if np.allclose(means, centres, atol=1e-6):
            break
        centres = means
    nearest = (vectors @ centres.T).max(axis=1)
    return centres, float(np.average(nearest, weights=weights + 1e-6))


def _means(
    vectors: Vectors, labels: NDArray[np.intp], weights: NDArray[np.float64], otherwise: Vectors
) -> Vectors:
    """The mean direction of each label's vectors; `otherwise` where a label has none."""
    means = [
        (vectors[labels == label] * weights[labels == label, None]).sum(axis=0)
        if (labels == label).any()
        else before
        for label, before in enumerate(otherwise)
    ]
    return unit(np.stack(means))


def _are_different(vectors: Vectors, centres: Vectors, alike: float) -> bool:
    likeness = centres @ centres.T
    labels = np.argmax(vectors @ centres.T, axis=1)
    np.fill_diagonal(likeness, -1)
    return len(np.unique(labels)) == len(centres) and float(likeness.max()) < alike


def _evidence(samples: VoiceSamples, vectors: Vectors, centres: Vectors) -> NDArray[np.float64]:
    """How much each cell sounds like each voice, shape (cells, voices): the mean of the samples.

    Zeros where there is no sample. Halves are compared with the halves of the same voice: what is
    short sounds a little different.
    """
    likeness = vectors @ centres.T
    starts, ends = samples.starts, samples.ends
    if samples.halves is not None:
        halves = unit(samples.halves)
        own = _means(halves, np.argmax(likeness, axis=1), ends - starts, centres)
        likeness = np.concatenate([likeness, halves @ own.T])
        starts, ends = np.tile(starts, 2), np.concatenate([ends, (starts + ends) / 2])
    sums = _cells(starts, ends, np.pad(likeness, ((0, 0), (0, 1)), constant_values=1))
    counts = sums[:, -1:]
    evidence: NDArray[np.float64] = sums[:, :-1] / np.maximum(np.rint(counts), 1)
    return evidence


def _cells(
    starts: NDArray[np.float64], ends: NDArray[np.float64], values: Vectors
) -> NDArray[np.float64]:
    """The sum of the values, shape (n, k), of all samples that cover a cell, shape (cells, k)."""
    first = np.rint(starts / _CELL).astype(int)
    last = np.maximum(np.rint(ends / _CELL).astype(int), first + 1)
    # Each sample is added where it begins, taken away where it ends, and all are summed up.
    sums = np.zeros((int(last.max()) + 1, values.shape[1]))
    np.add.at(sums, first, values)
    np.subtract.at(sums, last, values)
    summed: NDArray[np.float64] = np.cumsum(sums, axis=0)[:-1]
    summed[np.abs(summed) < 1e-6] = 0
    return summed


def most_likely(evidence: NDArray[np.float64]) -> NDArray[np.intp]:
    """The voice of each cell: the path with the most evidence, changes subtracted (Viterbi)."""
    count, voices = evidence.shape
    before = np.zeros((count, voices), np.intp)
    total = evidence[0].copy()
    stay = np.arange(voices)
    for cell in range(1, count):
        leader = int(np.argmax(total))
        changed = total[leader] - _CHANGE
        before[cell] = np.where(total >= changed, stay, leader)
        total = np.maximum(total, changed) + evidence[cell]
    path = np.zeros(count, np.intp)
    path[-1] = np.argmax(total)
    for cell in range(count - 1, 0, -1):
        path[cell - 1] = before[cell, path[cell]]
    return path


def unit(vectors: Vectors) -> Vectors:
    """The same directions, of length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return directions
