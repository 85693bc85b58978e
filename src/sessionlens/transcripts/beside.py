"""Finds the transcripts that lie beside a recording."""

import re
from pathlib import Path

_ENDINGS = (
    ".transcript.json",  # ours: corrected by hand, so it comes first
    ".vtt",
    ".transcript.vtt",
    ".cc.vtt",
    ".srt",
    ".json",
    "LANGUAGE.vtt",
    "LANGUAGE.srt",
    "LANGUAGE.json",
    ".eaf",
    ".textgrid",
    ".docx",
    "_otter_ai.txt",
    ".txt",
    ".labels.txt",
    ".html",
    ".transcript.srt",
    ".transcript.txt",
    ".transcript.docx",
    "_transcript.vtt",
    "_transcript.txt",
)
_LANGUAGE = re.compile(r"[._-][a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}(?=\.(?:vtt|srt|json)$)")
_ZOOM = re.compile(r"(gmt\d{8}-\d{6}_recording)(?:_[a-z0-9_]+)?")
_OURS = frozenset({"review", "feedback", "reply", "self", "preparation", "alliance", "markers"})


def find_beside(recording: Path) -> list[Path]:
    """Return files that by their names may be the transcript of `recording`, the likeliest first.

    For `talk.m4a`: `talk.transcript.json`, `talk.vtt`, `talk.transcript.vtt`, `talk.srt`, and so
    on, whatever the case of their letters; after them names that keep the recording's ending
    (`talk.m4a.vtt`). Zoom's videos find the transcript without their size in its name. Nobody has
    looked into the files yet. A folder that cannot be listed has none.
    """
    stem, whole = recording.stem.casefold(), recording.name.casefold()
    zoom = _ZOOM.fullmatch(stem)
    stems = [stem, whole, *([zoom[1]] if zoom and zoom[1] != stem else [])]
    ranked: list[tuple[int, int, str, Path]] = []
    try:
        names = [entry for entry in recording.parent.iterdir() if entry.name != recording.name]
    except OSError:
        return []
    for entry in names:
        name = entry.name.casefold()
        for order, start in enumerate(stems):
            rank = _rank(name.removeprefix(start)) if name.startswith(start) else None
            if rank is not None and entry.is_file():
                ranked.append((order if rank else 0, rank, name, entry))
                break
    return [entry for *_, entry in sorted(ranked)]


def _rank(ending: str) -> int | None:
    """Place of `ending` in the order of preference, None for a file that is no transcript."""
    if _OURS.intersection(ending.split(".")):
        return None
    for known in (ending, _LANGUAGE.sub("LANGUAGE", ending, count=1)):
        if known in _ENDINGS:
            return _ENDINGS.index(known)
    return None
