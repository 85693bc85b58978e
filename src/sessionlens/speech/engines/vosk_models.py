"""Vosk's models: which folder is one, what is damaged in it, which language it has."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sessionlens.files import expanded, is_file
from sessionlens.speech.engines.interface import (
    Engine,
    EngineUse,
    Kind,
    MemoryNeeds,
    Model,
    Samples,
)
from sessionlens.speech.engines.model_files import first_fault, missing

TITLE = "Vosk"
HOLDS = "am/final.mdl, or final.ext.raw if it tells voices apart"
# Measured with a model of 264 MB whose graph is composed while it is searched, once it was loaded
# and had heard some seconds; minutes later it is 2.7. Each recogniser keeps a part of the graph of
# its own: up to two thirds of the size, and the whole is reckoned with. Even the shipped model,
# which has 0.3 MB, takes what is `besides`.
MEMORY = MemoryNeeds(factor=2.15, besides=10 * 1024**2, per_recogniser=1.0)

_LANGUAGE = re.compile(r"vosk-model-(?:small-)?([a-z]{2,3}(?:-[a-z]{2})?)(?=-|$)")
_VOSK_CODES = {"cn": "zh", "kz": "kk", "vn": "vi", "ua": "uk"}  # theirs to ISO 639-1
# Each line: these files, or those. As Vosk reads them: src/model.cc and src/spk_model.cc.
_SPEECH: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("am/final.mdl",),),
    (("conf/mfcc.conf",), ("conf/fbank.conf",)),
    (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst")),
    (("graph/words.txt",), ("graph/Gr.fst",)),
)
_IVECTOR = ("final.ie", "final.dubm", "final.mat", "global_cmvn.stats", "splice.conf")
_SPEAKER: tuple[tuple[tuple[str, ...], ...], ...] = tuple(
    ((name,),) for name in ("final.ext.raw", "mean.vec", "mfcc.conf", "transform.mat")
)
_FST = b"\xd6\xfd\xb2\x7e"
_KALDI = b"\0B"
_BEGINNINGS = {".fst": _FST, ".mdl": _KALDI, ".ie": _KALDI, ".dubm": _KALDI, ".mat": _KALDI}
_ENDS = {"final.ie": b"</IvectorExtractor>", "final.dubm": b"</DiagGMM>", "final.mdl": b"</Nnet3>"}
_TAIL = 4 * 1024**2  # bytes: after the end of the net come the frequencies of its states
_MARKS = (
    *("conf/model.conf", "graph/words.txt", "graph/HCLG.fst", "graph/HCLr.fst"),
    *("graph/Gr.fst", "ivector/final.ie", "transform.mat"),
)


def places() -> Sequence[Path]:
    """Where Vosk itself looks for models."""
    home = expanded("~")
    given = os.environ.get("VOSK_MODEL_PATH")
    usual = (Path("/usr/share/vosk"), home / "AppData/Local/vosk", home / ".cache/vosk")
    return (Path(given), *usual) if given else usual


def kind_of(folder: Path) -> Kind | None:
    """Whether a folder looks like a model, by the files that Vosk opens first."""
    if is_file(folder / "final.ext.raw"):
        return "speaker"
    speech = is_file(folder / "am/final.mdl") or is_file(folder / "final.mdl")
    return "speech" if speech else None


def looks_like_one(folder: Path) -> bool:
    """Whether a folder holds files of a model, complete or not."""
    return any(is_file(folder / mark) for mark in _MARKS)


def damage(folder: Path) -> str:
    """Which file of a model is missing or damaged, as far as can be seen: words; empty for none."""
    required = _SPEAKER if kind_of(folder) == "speaker" else _SPEECH
    flat = is_file(folder / "final.mdl")  # as in models of years ago
    lacking = missing(name for name in _missing(folder, required, flat=flat) if name)
    return lacking or first_fault(folder, _fault)


def languages(folder: Path) -> tuple[str, ...]:
    """The language in a model's name."""
    code = language_of(folder.name)
    return (code,) if code else ()


def language_of(name: str) -> str:
    """The language in a model's name, such as `en-us` of `vosk-model-small-en-us-0.15`."""
    match = _LANGUAGE.match(name)
    code = match[1] if match else ""
    return "" if code == "spk" else _VOSK_CODES.get(code, code)


def ensure_installed() -> None:
    """Nothing to look for: Vosk comes with the program."""


def load(model: Model, use: EngineUse) -> Engine:
    """Load a speech model, and the one that tells voices apart; raises SessionLensError."""
    from sessionlens.speech.engines.allocation import keep_memory
    from sessionlens.speech.engines.vosk import VoskEngine
    from sessionlens.speech.engines.vosk_process import VoskProcesses

    if use.recognisers > 1 and use.separate and _is_composed(model.path):
        return VoskProcesses(model, use.speakers, use.recognisers)
    if use.recognisers > 1 and not use.gentle:  # a screen gives back what it can
        keep_memory()
    return VoskEngine(model, use.speakers)


def try_out(model: Model, sound: Callable[[int], Samples]) -> None:
    """Load a model, and let it hear something if it hears words; raises SessionLensError."""
    from sessionlens.speech.engines.vosk import VoskEngine, load_speakers

    if model.kind == "speaker":
        load_speakers(model.path)
    else:
        engine = VoskEngine(model)
        engine.hear(sound(engine.rate))


def _is_composed(folder: Path) -> bool:
    """Whether the graph of a model is composed while it is searched."""
    return any(is_file(folder / name) for name in ("graph/Gr.fst", "Gr.fst"))


def _missing(
    model: Path, required: Sequence[tuple[tuple[str, ...], ...]], *, flat: bool
) -> Iterator[str]:
    for ways in required:
        lacking = [
            [name for name in way if not is_file(model / (name.split("/")[-1] if flat else name))]
            for way in ways
        ]
        yield from min(lacking, key=len)
    if (model / "ivector").is_dir():
        yield from (f"ivector/{name}" for name in _IVECTOR if not is_file(model / "ivector" / name))


def _fault(path: Path, head: bytes) -> str:
    beginning = _BEGINNINGS.get(path.suffix)
    if not head and (beginning or path.suffix == ".conf"):
        return "is empty"
    as_text = head.lstrip().startswith((b"<", b"["))  # Kaldi writes both ways
    if beginning and not head.startswith(beginning) and not as_text:
        return "is something else than it should be"
    end = _ENDS.get(path.name)
    if end and head.startswith(_KALDI) and end not in _tail(path):
        return "breaks off"
    return ""


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return file.read(_TAIL)
