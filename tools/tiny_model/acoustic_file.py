"""am/final.mdl: transition model, network and priors, as Kaldi's nnet3 decoders read them.

The order of tokens is that of the `Write` methods of Kaldi's `TransitionModel`, `HmmTopology`,
`Nnet`, `AmNnetSimple` and the components named here.
"""

import math
from pathlib import Path

import numpy as np

from tiny_model.features import COEFFICIENTS
from tiny_model.kaldi_file import KaldiFile
from tiny_model.network import GRID, LEFT, RIGHT, SPLICE
from tiny_model.phones import PhoneSet
from tiny_model.training import Trained


def save_acoustic_model(path: Path, phones: PhoneSet, stay: list[float], trained: Trained) -> None:
    """Write the file; `stay` is the self-loop probability of each pdf."""
    file = KaldiFile()
    _write_transitions(file, phones, stay)
    _write_network(file, trained)
    file.tokens("<LeftContext>").integer(3 * LEFT - SPLICE[0])
    file.tokens("<RightContext>").integer(3 * RIGHT + SPLICE[-1])
    file.tokens("<Priors>").vector(trained.priors)
    file.save(path)


def _write_transitions(file: KaldiFile, phones: PhoneSet, stay: list[float]) -> None:
    all_phones = range(1, phones.count + 1)
    # One topology for all phones: state 0 stays or leaves, state 1 is final (no pdf).
    file.tokens("<TransitionModel>", "<Topology>")
    file.integers(list(all_phones)).integers([-1] + [0] * phones.count)
    file.integer(1).integer(2)
    file.integer(0).integer(2).integer(0).real(0.5).integer(1).real(0.5)
    file.integer(-1).integer(0)
    file.tokens("</Topology>", "<Triples>").integer(phones.count)
    for phone in all_phones:
        file.integer(phone).integer(0).integer(phones.pdf_of(phone))
    file.tokens("</Triples>", "<LogProbs>")
    logs = [0.0]  # transition ids count from 1
    for phone in all_phones:
        probability = stay[phones.pdf_of(phone)]
        logs += [math.log(probability), math.log(1 - probability)]
    file.vector(logs).tokens("</LogProbs>", "</TransitionModel>")


def _write_network(file: KaldiFile, trained: Trained) -> None:
    weights = [w.astype(np.float64) for w in trained.network.weights]
    biases = [b.astype(np.float64) for b in trained.network.biases]
    # The normalisation of the input is folded into the first layer.
    scale = np.tile(1 / trained.deviation, len(SPLICE))
    biases[0] = biases[0] - weights[0] @ np.tile(trained.mean / trained.deviation, len(SPLICE))
    weights[0] = weights[0] * scale[None, :]
    last = len(weights) - 1
    file.tokens("<Nnet3>").text("\n" + "\n".join(_configuration(last)) + "\n\n")
    file.tokens("<NumComponents>").integer(2 * len(weights))
    for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
        file.tokens("<ComponentName>", f"affine{layer}", "<FixedAffineComponent>")
        file.tokens("<LinearParams>").matrix(matrix)
        file.tokens("<BiasParams>").vector(bias).tokens("</FixedAffineComponent>")
        kind = "RectifiedLinearComponent" if layer < last else "LogSoftmaxComponent"
        file.tokens("<ComponentName>", _activation(layer, last), f"<{kind}>")
        file.tokens("<Dim>").integer(len(matrix))
        file.tokens("<ValueAvg>").vector([]).tokens("<DerivAvg>").vector([])
        for token in ("<Count>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
            file.tokens(token).real(0.0)
        file.tokens(f"</{kind}>")
    file.tokens("</Nnet3>")


def _configuration(last: int) -> list[str]:
    lines = [f"input-node name=input dim={COEFFICIENTS}"]
    source = "input"
    for layer in range(last + 1):
        affine, activation = f"affine{layer}", _activation(layer, last)
        spliced = _splice(source, layer, last)
        lines.append(f"component-node name={affine} component={affine} input={spliced}")
        lines.append(f"component-node name={activation} component={activation} input={affine}")
        source = activation
    return [*lines, f"output-node name=output input={source} objective=linear"]


def _activation(layer: int, last: int) -> str:
    return f"relu{layer}" if layer < last else f"logsoftmax{layer}"


def _splice(source: str, layer: int, last: int) -> str:
    if layer == last:
        return source
    offsets = SPLICE if layer == 0 else tuple(3 * offset for offset in GRID[layer - 1])
    parts = (f"Offset({source}, {offset})" if offset else source for offset in offsets)
    return f"Append({', '.join(parts)})"
