"""Whisper's models, as CTranslate2 keeps them: which folder is one, and what is damaged in it."""

import importlib.util
import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_file, read_head, read_whole
from sessionlens.speech.engines.interface import (
    Engine,
    EngineUse,
    Kind,
    MemoryNeeds,
    Model,
    Samples,
)
from sessionlens.speech.engines.model_files import first_fault, missing

TITLE = "Whisper"
HOLDS = "model.bin, config.json, tokenizer.json and vocabulary.txt or .json"
# Measured with a model of 78 MB, its weights in 16 bits on disk and in 8 in memory: 341 MB at most,
# and 474 with two recognisers. Most of what is `besides` are the libraries.
MEMORY = MemoryNeeds(factor=1.6, besides=210 * 1024**2, per_recogniser=0.4, own=100 * 1024**2)

_LIBRARY = "faster_whisper"
_WEIGHTS = "model.bin"
_NAMES = (_WEIGHTS, "config.json", "tokenizer.json")
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
_SPECIFICATION = b"WhisperSpec"
_HEAD = 32  # bytes, in which the specification's name is
_LARGEST_VOCABULARY = 32 * 1024**2
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")
_MOST_VARIABLES = 100_000


def places() -> Sequence[Path]:
    """No usual folder: the user adds what there is."""
    return ()


def kind_of(folder: Path) -> Kind | None:
    """Whether a folder has weights of this kind: CTranslate2 keeps other models in such files."""
    weights = folder / _WEIGHTS
    try:
        speech = is_file(weights) and _SPECIFICATION in read_head(weights, _HEAD)
    except SessionLensError:
        return None
    return "speech" if speech else None


def looks_like_one(folder: Path) -> bool:
    """Whether a folder holds at least two files of a model."""
    return sum(is_file(folder / name) for name in (*_NAMES, *_VOCABULARIES)) > 1


def damage(folder: Path) -> str:
    """Which file of a model is missing or damaged, as far as can be seen: words; empty for none."""
    names = [name for name in _NAMES if not is_file(folder / name)]
    if not any(is_file(folder / name) for name in _VOCABULARIES):
        names.append(_VOCABULARIES[0])
    return missing(names) or first_fault(folder, _fault)


def languages(folder: Path) -> tuple[str, ...]:
    """Those that its vocabulary has a token for; English alone where it is no model of many."""
    path = next((folder / name for name in _VOCABULARIES if is_file(folder / name)), None)
    if path is None:
        return ()
    try:
        text = read_whole(path, _LARGEST_VOCABULARY, "a model's vocabulary")
        tokens = _tokens(text) if path.suffix == ".json" else text.decode().split("\n")[:-1]
    except (SessionLensError, msgspec.DecodeError, UnicodeError):
        return ()
    if "" not in tokens:  # as CTranslate2 tells it: src/models/whisper.cc
        return ("en",)
    return tuple(sorted(match[1] for token in tokens if (match := _LANGUAGE.fullmatch(token))))


def ensure_installed() -> None:
    """Raise SessionLensError where faster-whisper is not there."""
    if importlib.util.find_spec(_LIBRARY) is None:
        raise SessionLensError(
            "The speech engine Whisper is not installed",
            "Install it where SessionLens is: pip install 'sessionlens[whisper]'",
        )


def load(model: Model, use: EngineUse) -> Engine:
    """Load a model in a process of its own; raises SessionLensError."""
    from sessionlens.speech.engines.whisper import WhisperEngine, unusable

    # Looked at before: the library would fetch what is missing.
    if fault := damage(model.path):
        raise unusable(model, fault)
    return WhisperEngine(model, use)


def try_out(model: Model, sound: Callable[[int], Samples]) -> None:
    """Load a model and have it work on what is no speech; raises SessionLensError."""
    from sessionlens.speech.engines.whisper import WhisperEngine, unusable

    if fault := damage(model.path):
        raise unusable(model, fault)
    engine = WhisperEngine(model, EngineUse())
    engine.try_out(sound(engine.rate))


def _tokens(text: bytes) -> list[str]:
    return msgspec.json.decode(text, type=list[str])


def _fault(path: Path, head: bytes) -> str:
    if not head:
        return "is empty"
    try:
        if path.name == _WEIGHTS:
            return _fault_of_weights(path)
        if path.suffix == ".json":
            msgspec.json.decode(read_whole(path, _LARGEST_VOCABULARY, "a part of a model"))
    except SessionLensError:
        return "cannot be read"
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return "is no JSON, or breaks off"
    return ""


def _fault_of_weights(path: Path) -> str:
    """Whether all weights are there: python/ctranslate2/specs/model_spec.py writes them so."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        try:
            (version,) = _numbers(file, "I")
            if _SPECIFICATION not in _name(file):
                return "is something else than it should be"
            _, count = _numbers(file, "II")
            for _ in range(min(count, _MOST_VARIABLES)):
                _name(file)
                (rank,) = _numbers(file, "B")
                file.seek(4 * rank, 1)
                _, length = _numbers(file, "BI") if version > 3 else (0, _old_length(file))
                if file.seek(length, 1) > size:
                    return "breaks off"
        except struct.error:
            return "breaks off"
    return ""


def _old_length(file: BinaryIO) -> int:
    item, count = _numbers(file, "BI")
    return item * count


def _numbers(file: BinaryIO, form: str) -> tuple[int, ...]:
    form = f"<{form}"
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _name(file: BinaryIO) -> bytes:
    (length,) = _numbers(file, "H")
    return file.read(length)
