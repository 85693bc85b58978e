"""Audacity's label tracks: start, end and text, divided by tabs."""

import re

from sessionlens.domain.text import counted
from sessionlens.transcripts.cues import Cue, drafts_of
from sessionlens.transcripts.draft import ParsedTranscript

_LABEL = re.compile(r"\s*(-?\d{1,9}(?:[.,]\d{1,12})?)\t(-?\d{1,9}(?:[.,]\d{1,12})?)(?:\t(.*))?")


def is_audacity(text: str) -> bool:
    """Whether every line (but those of spectral selections) is a label."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    labels = sum(1 for line in lines[:500] if _LABEL.fullmatch(line))
    return labels > 0 and labels >= min(len(lines), 500) * 0.9


def read(text: str) -> ParsedTranscript:
    """Read the labels that have text; a point label starts and ends at the same time."""
    cues: list[Cue] = []
    unread = 0
    for line in text.splitlines():
        match = _LABEL.fullmatch(line)
        if match:
            start, end = (float(match[group].replace(",", ".")) for group in (1, 2))
            if (match[3] or "").strip():
                cues.append(Cue(start, end, [match[3]]))
        elif line.strip() and not line.startswith("\\"):
            unread += 1
    drafts, warnings = drafts_of(cues)
    if unread:
        warnings.append(f"left out: {counted(unread, 'line that is', 'lines that are')} no label")
    return ParsedTranscript("audacity", drafts, warnings=warnings)
