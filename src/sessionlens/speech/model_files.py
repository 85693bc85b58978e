"""The files of a model, and which one is missing or damaged, told without the engine."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_file, read_head
from sessionlens.speech.models import kind_of

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
_WEB = (b"<html", b"<!doctype", b"version https://git-lfs")


def damage(model: Path) -> str:
    """Which file of a model is missing or damaged, as far as can be seen: words; empty for none."""
    required = _SPEAKER if kind_of(model) == "speaker" else _SPEECH
    flat = is_file(model / "final.mdl")  # as in models of years ago
    if missing := [name for name in _missing(model, required, flat=flat) if name]:
        verb = "is" if len(missing) == 1 else "are"
        return f"{' and '.join(missing[:3])} {verb} missing"
    for path in sorted(path for path in model.rglob("*") if path.is_file()):
        if fault := _fault(path):
            return f"{path.relative_to(model).as_posix()} {fault}"
    return ""


def looks_like_one(folder: Path) -> bool:
    """Whether a folder holds files of a model, complete or not."""
    return any(is_file(folder / mark) for mark in _MARKS)


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


def _fault(path: Path) -> str:
    try:
        head = read_head(path, 64)
    except SessionLensError:
        return "cannot be read"
    beginning = _BEGINNINGS.get(path.suffix)
    if not head and (beginning or path.suffix == ".conf"):
        return "is empty"
    if head.lstrip().lower().startswith(_WEB):
        return "is a web page, or only refers to the real file"
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
