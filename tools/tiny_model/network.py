"""A small time-delay neural network, forwards and backwards, in numpy.

Layer 0 sees five frames of 10 ms; the layers after it work on the 30 ms grid, because Vosk
counts 0.03 s per decoder frame (frame-subsampling-factor 3).
"""

import math

import numpy as np
from numpy.typing import NDArray

from tiny_model.features import COEFFICIENTS

Array = NDArray[np.float32]

SPLICE = (-2, -1, 0, 1, 2)  # frames seen by layer 0
GRID = ((-1, 0, 1), (-1, 0, 1), (-2, 0, 1))  # steps of 30 ms seen by layers 1 to 3
LEFT, RIGHT = -sum(offsets[0] for offsets in GRID), sum(offsets[-1] for offsets in GRID)


class Tdnn:
    """Affine layers with ReLU between them; the last one gives logits."""

    def __init__(self, hidden: int, outputs: int, rng: np.random.Generator) -> None:
        inputs = [len(SPLICE) * COEFFICIENTS, *(len(g) * hidden for g in GRID), hidden]
        sizes = [hidden] * (1 + len(GRID)) + [outputs]
        self.weights: list[Array] = [
            (rng.standard_normal((size, width)) * math.sqrt(2.0 / width)).astype(np.float32)
            for width, size in zip(inputs, sizes, strict=True)
        ]
        self.weights[-1] *= 0.1
        self.biases: list[Array] = [np.zeros(size, np.float32) for size in sizes]

    @property
    def parameters(self) -> list[Array]:
        """All weights, then all biases; the arrays themselves."""
        return self.weights + self.biases

    def forward(self, x: Array) -> tuple[Array, list[Array]]:
        """Take (batch, grid positions, spliced features); return logits and each layer's input."""
        inputs: list[Array] = []
        last = len(self.weights) - 1
        for layer, (weights, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            if _is_spliced(layer):
                x = _splice(x, GRID[layer - 1])
            inputs.append(x)
            x = x @ weights.T + bias
            if layer < last:
                np.maximum(x, 0, out=x)
        return x, inputs

    def backward(self, inputs: list[Array], error: Array) -> list[Array]:
        """Return the gradient of every parameter, in the order of `parameters`."""
        weight_gradients: list[Array] = []
        bias_gradients: list[Array] = []
        for layer in reversed(range(len(self.weights))):
            x, flat = inputs[layer], error.reshape(-1, error.shape[-1])
            weight_gradients.insert(0, flat.T @ x.reshape(-1, x.shape[-1]))
            bias_gradients.insert(0, flat.sum(0))
            if layer == 0:
                break
            error = (error @ self.weights[layer]) * (x > 0)  # x > 0: where the ReLU let through
            if _is_spliced(layer):
                error = _unsplice(error, GRID[layer - 1])
        return weight_gradients + bias_gradients


def _is_spliced(layer: int) -> bool:
    return 1 <= layer <= len(GRID)


def _splice(x: Array, offsets: tuple[int, ...]) -> Array:
    count = x.shape[1] - (offsets[-1] - offsets[0])
    parts = [x[:, o - offsets[0] : o - offsets[0] + count] for o in offsets]
    return np.concatenate(parts, 2)


def _unsplice(error: Array, offsets: tuple[int, ...]) -> Array:
    """Add the errors of the copies that `_splice` made."""
    batch, count, width = error.shape
    hidden = width // len(offsets)
    out = np.zeros((batch, count + offsets[-1] - offsets[0], hidden), np.float32)
    for i, o in enumerate(offsets):
        at = o - offsets[0]
        out[:, at : at + count] += error[:, :, i * hidden : (i + 1) * hidden]
    return out
