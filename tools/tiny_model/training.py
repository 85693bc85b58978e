"""Trains the network on phone targets: cross-entropy, Adam, a cosine schedule."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tiny_model.examples import Example
from tiny_model.network import LEFT, RIGHT, SPLICE, Array, Tdnn

_PAD = 3 * max(LEFT, RIGHT) + 2 + 3  # frames repeated at both ends of an utterance
_CHUNK, _BATCH = 32, 48  # outputs per chunk, chunks per step
_RATE, _WARM_UP = 3e-3, 100


class Trained(NamedTuple):
    """The network, the mean and deviation of its input, and how frequent each output is."""

    network: Tdnn
    mean: Array
    deviation: Array
    priors: NDArray[np.float64]


@dataclass(frozen=True)
class _Data:
    """All utterances end to end: padded, normalised features and labels, and where chunks start.

    Chunks exist in all three phases of the 30 ms grid.
    """

    features: Array
    labels: NDArray[np.int64]
    feature_rows: NDArray[np.int64]  # of each chunk's first output
    label_rows: NDArray[np.int64]
    label_ends: NDArray[np.int64]  # last label of each chunk's utterance

    def batch(self, chunks: NDArray[np.int64]) -> tuple[Array, NDArray[np.int64]]:
        grid = 3 * (np.arange(_CHUNK + LEFT + RIGHT) - LEFT)
        frames = grid[:, None] + np.array(SPLICE)[None, :]
        rows = self.feature_rows[chunks][:, None, None] + frames[None]
        x = self.features[rows].reshape(len(chunks), len(grid), -1)
        labels = self.label_rows[chunks][:, None] + 3 * np.arange(_CHUNK)[None]
        return x, self.labels[np.minimum(labels, self.label_ends[chunks][:, None])]


def train(
    examples: list[Example], outputs: int, hidden: int, epochs: int, seed: int,
    log: Callable[[str], None],
) -> Trained:  # fmt: skip
    """Return the trained network. An epoch sees each utterance about once."""
    frames = np.concatenate([example.features for example in examples])
    mean, deviation = frames.mean(0), frames.std(0) + np.float32(1e-3)
    data = _arrange(examples, mean, deviation)
    counts = np.bincount(data.labels, minlength=outputs) + 1.0
    rng = np.random.default_rng(seed)
    network = Tdnn(hidden, outputs, rng)
    steps = len(data.feature_rows) // 3 // _BATCH
    optimiser = _Adam(network.parameters, steps * epochs)
    for epoch in range(epochs):
        order = rng.permutation(len(data.feature_rows))
        results = []
        for i in range(steps):
            x, labels = data.batch(order[i * _BATCH : (i + 1) * _BATCH])
            logits, inputs = network.forward(x)
            loss, right, error = _cross_entropy(logits, labels)
            optimiser.step(network.backward(inputs, error))
            results.append((loss, right))
        loss, right = np.mean(results, 0)
        log(f"epoch {epoch + 1}/{epochs}: loss {loss:.3f}, right frames {right:.3f}")
    return Trained(network, mean, deviation, counts / counts.sum())


def _arrange(examples: list[Example], mean: Array, deviation: Array) -> _Data:
    padded, rows, labels, ends = [], [], [], []
    feature_row = label_row = 0
    for example in examples:
        count = len(example.features)
        padded.append(np.pad(example.features, ((_PAD, _PAD), (0, 0)), "edge"))
        for start in _chunk_starts(count):
            rows.append(feature_row + _PAD + start)
            labels.append(label_row + start)
            ends.append(label_row + count - 1)
        feature_row += count + 2 * _PAD
        label_row += count
    return _Data(
        ((np.concatenate(padded) - mean) / deviation).astype(np.float32),
        np.concatenate([example.pdfs for example in examples]),
        np.array(rows), np.array(labels), np.array(ends),
    )  # fmt: skip


def _chunk_starts(frames: int) -> list[int]:
    starts = []
    for phase in range(3):
        last = max((frames - phase) // 3 - _CHUNK, 0)
        firsts = [*range(0, last, _CHUNK), last]
        starts += [phase + 3 * s for s in firsts if 3 * (s + _CHUNK) + phase <= frames + 2]
    return starts


def _cross_entropy(logits: Array, labels: NDArray[np.int64]) -> tuple[float, float, Array]:
    """Return mean loss, share of right frames, and the error of the logits."""
    logits = logits - logits.max(2, keepdims=True)
    shares = np.exp(logits)
    shares /= shares.sum(2, keepdims=True)
    hit = np.take_along_axis(shares, labels[:, :, None], 2)
    loss = float(-np.log(hit + 1e-10).mean())
    right = float((shares.argmax(2) == labels).mean())
    np.put_along_axis(shares, labels[:, :, None], hit - 1.0, 2)
    return loss, right, (shares / labels.size).astype(np.float32)


class _Adam:
    """Adam (Kingma and Ba, 2015) with warm-up and cosine decay."""

    def __init__(self, parameters: list[Array], steps: int) -> None:
        self._parameters = parameters
        self._first = [np.zeros_like(p) for p in parameters]
        self._second = [np.zeros_like(p) for p in parameters]
        self._steps, self._step = steps, 0

    def step(self, gradients: list[Array]) -> None:
        self._step += 1
        done = self._step / (self._steps + 1)
        rate = _RATE * min(1.0, self._step / _WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * done))
        fix1, fix2 = 1 - 0.9**self._step, 1 - 0.999**self._step
        for parameter, first, second, gradient in zip(
            self._parameters, self._first, self._second, gradients, strict=True
        ):
            np.add(first, 0.1 * (gradient - first), out=first)
            np.add(second, 0.001 * (gradient * gradient - second), out=second)
            change = rate * (first / fix1) / (np.sqrt(second / fix2) + 1e-8)
            np.subtract(parameter, change, out=parameter, casting="same_kind")
