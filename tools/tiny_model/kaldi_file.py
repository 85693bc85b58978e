"""Kaldi's binary streams (`base/io-funcs` and the `Write` methods of matrices and vectors)."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import ArrayLike


class KaldiFile:
    """A binary stream in memory: tokens end in a blank, numbers are preceded by their size."""

    def __init__(self) -> None:
        self._parts = [b"\0B"]

    def tokens(self, *tokens: str) -> Self:
        self._parts += [token.encode() + b" " for token in tokens]
        return self

    def integer(self, value: int) -> Self:
        self._parts.append(struct.pack("<bi", 4, value))
        return self

    def real(self, value: float) -> Self:
        self._parts.append(struct.pack("<bf", 4, value))
        return self

    def integers(self, values: Sequence[int]) -> Self:
        """Write a vector of 32-bit integers."""
        data = np.asarray(values, "<i4").tobytes()
        self._parts.append(struct.pack("<bi", 4, len(values)) + data)
        return self

    def vector(self, values: ArrayLike) -> Self:
        """Write a vector of 32-bit floats."""
        data = np.asarray(values, "<f4")
        self.tokens("FV").integer(len(data))
        self._parts.append(data.tobytes())
        return self

    def matrix(self, values: ArrayLike) -> Self:
        """Write a row-major matrix of 32-bit floats."""
        data = np.ascontiguousarray(values, "<f4")
        self.tokens("FM").integer(data.shape[0]).integer(data.shape[1])
        self._parts.append(data.tobytes())
        return self

    def text(self, text: str) -> Self:
        self._parts.append(text.encode())
        return self

    def save(self, path: Path) -> None:
        path.write_bytes(b"".join(self._parts))
