"""Finds the transcripts that lie beside a recording."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_ENDINGS = (
    ".transcript.json",  # ours: corrected by hand, so it comes first
    "RECORDING.transcript.json",
    ".vtt",
    ".transcript.vtt",
    "_transcript.vtt",
    ".cc.vtt",
    ".srt",
    ".transcript.srt",
    ".json",
    "LANGUAGE.vtt",
    "LANGUAGE.srt",
    "LANGUAGE.json",
    "RECORDING.vtt",
    "RECORDING.srt",
    "RECORDING.json",
    ".eaf",
    ".textgrid",
    ".txt",
    "_otter_ai.txt",
    ".transcript.txt",
    "_transcript.txt",
    ".labels.txt",
    ".docx",
    ".transcript.docx",
    ".html",
    "RECORDING.txt",
    "RECORDING.html",
)
_LANGUAGE = re.compile(r"[._-][a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}(?=\.(?:vtt|srt|json)$)")
_ZOOM = re.compile(r"(gmt\d{8}-\d{6}_recording)(?:_[a-z0-9_]+)?")
_OURS = frozenset({"review", "feedback", "reply", "self", "preparation", "alliance", "markers"})


def find_beside(recording: Path, among: Iterable[Path] | None = None) -> list[Path]:
    """Return files that by their names may be the transcript of `recording`, the likeliest first.

    For `talk.m4a`: `talk.transcript.json`, `talk.vtt`, `talk.transcript.vtt`, `talk.srt`, and so
    on, whatever the case of their letters; a language (`talk.en.vtt`) or the recording's own
    ending (`talk.m4a.vtt`) may stand between. Zoom's videos find the transcript whose name lacks
    their size. `among` are the files of the folder, if the caller has listed it already. Nobody
    has looked into the files yet. A folder that cannot be listed has none.
    """
    stem, suffix = _folded(recording.stem), _folded(recording.suffix)
    zoom = _ZOOM.fullmatch(stem)
    try:
        entries = list(recording.parent.iterdir()) if among is None else among
        matches = [
            (order, rank, entry.name, entry)
            for entry in entries
            for order, start in enumerate((stem, zoom[1]) if zoom else (stem,))
            if (rank := _rank(_folded(entry.name), start, suffix)) is not None and entry.is_file()
        ]
    except OSError:
        return []
    return list(dict.fromkeys(entry for *_, entry in sorted(matches)))


def _rank(name: str, start: str, suffix: str) -> int | None:
    """Place in the order of preference, None for a file that is no transcript."""
    if not name.startswith(start):
        return None
    ending = name.removeprefix(start)
    if _OURS.intersection(ending.split(".")):
        return None
    kinds = [ending, _LANGUAGE.sub("LANGUAGE", ending, count=1)]
    if suffix and ending.startswith(suffix):
        kinds.append("RECORDING" + ending.removeprefix(suffix))
    return next((_ENDINGS.index(kind) for kind in kinds if kind in _ENDINGS), None)


def _folded(name: str) -> str:
    # Some systems store é as two characters.
    return unicodedata.normalize("NFC", name).casefold()
