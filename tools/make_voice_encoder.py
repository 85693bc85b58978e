#!/usr/bin/env python3
"""Make the shipped voice encoder's weights from those of Resemblyzer, without PyTorch.

    pip download --no-deps --dest DOWNLOAD resemblyzer==0.1.4
    python tools/make_voice_encoder.py DOWNLOAD/Resemblyzer-0.1.4-py3-none-any.whl

Needs numpy. The weights are a file of PyTorch's before version 1.6: four pickles, the names of the
tensors' stores, then each store as its length and its numbers. Nothing in it is executed: the
pickles may name a few harmless things only.
"""

import argparse
import io
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

WEIGHTS = "resemblyzer/pretrained.pt"
TARGET = Path(__file__).parents[1] / "src" / "sessionlens" / "voice-encoder" / "weights.npz"
LAYERS = 3
_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_KINDS = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class Tensor(NamedTuple):
    """Where a tensor's numbers are: in which store, from where on, in which shape."""

    store: str
    offset: int
    shape: tuple[int, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path, help="Resemblyzer's wheel")
    parser.add_argument("--out", type=Path, default=TARGET)
    arguments = parser.parse_args()
    with zipfile.ZipFile(arguments.wheel) as wheel:
        weights = read_weights(wheel.read(WEIGHTS))
    arrays = {"linear": weights["linear.weight"].T, "linear_bias": weights["linear.bias"]}
    for layer in range(LAYERS):
        inputs = weights[f"lstm.weight_ih_l{layer}"], weights[f"lstm.weight_hh_l{layer}"]
        biases = weights[f"lstm.bias_ih_l{layer}"], weights[f"lstm.bias_hh_l{layer}"]
        arrays[f"layer{layer}"] = np.concatenate([part.T for part in inputs])
        arrays[f"layer{layer}_bias"] = biases[0] + biases[1]
    halves = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(arguments.out, **halves)  # type: ignore[arg-type]
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


def read_weights(data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a checkpoint's `model_state`, by name."""
    file = io.BytesIO(data)
    kinds: dict[str, str] = {}
    if _Plain(file).load() != _MAGIC or _Plain(file).load() != _PROTOCOL:
        raise SystemExit("These are no weights of the kind that is known")
    _Plain(file).load()  # sizes of numbers on the machine that wrote it
    state = _Tensors(file, kinds).load()["model_state"]
    stores = {}
    for key in _Plain(file).load():
        count = int.from_bytes(file.read(8), "little")
        kind = np.dtype(kinds[key])
        stores[key] = np.frombuffer(file.read(count * kind.itemsize), kind)
    return {name: _array(stores, tensor) for name, tensor in state.items()}


def _array(stores: dict[str, np.ndarray], tensor: Tensor) -> np.ndarray:
    count = int(np.prod(tensor.shape))
    return stores[tensor.store][tensor.offset : tensor.offset + count].reshape(tensor.shape)


class _Plain(pickle.Unpickler):
    """Numbers, texts, lists and dicts; anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Tensors(pickle.Unpickler):
    """Dicts of tensors; notes the kind of numbers of each store in `kinds`."""

    def __init__(self, file: io.BytesIO, kinds: dict[str, str]) -> None:
        super().__init__(file)
        self._kinds = kinds

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda store, offset, shape, *_: Tensor(store, offset, shape)
        if module == "torch" and name in _KINDS:
            return name
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, reference: Any) -> str:
        _, kind, key, *_ = reference
        self._kinds[key] = _KINDS[kind]
        return str(key)


if __name__ == "__main__":
    main()
