"""Audacity's label tracks: start, end and text, divided by tabs."""

import re

from sessionlens.domain.text import counted
from sessionlens.transcripts.cues import Cue, drafts_of
from sessionlens.transcripts.draft import ParsedTranscript

_TIME = r"(-?\d{1,9}(?:[.,]\d{1,12})?)"
_LABEL = re.compile(rf"\s*{_TIME}\t{_TIME}(?:\t(.*))?")
_SPACED = re.compile(rf"\s*{_TIME}[ \t]+{_TIME}[ \t]+(\S.*)")  # tabs get lost in copying


def read(text: str) -> ParsedTranscript | None:
    """Read the labels that have text; a point label starts and ends at the same time.

    None where not nearly every line (but those of spectral selections) is a label.
    """
    pattern = _pattern(text)
    if pattern is None:
        return None
    cues: list[Cue] = []
    unread = 0
    for line in text.splitlines():
        match = pattern.fullmatch(line)
        if match:
            start, end = _seconds(match[1]), _seconds(match[2])
            if (match[3] or "").strip():
                cues.append(Cue(start, end, [match[3]]))
        elif line.strip() and not line.startswith("\\"):
            unread += 1
    drafts, warnings = drafts_of(cues)
    if unread:
        warnings.append(f"left out: {counted(unread, 'line that is', 'lines that are')} no label")
    return ParsedTranscript("audacity", drafts, warnings=warnings)


def _pattern(text: str) -> re.Pattern[str] | None:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    sample = lines[:500]
    if sample and sum(1 for line in sample if _LABEL.fullmatch(line)) >= len(sample) * 0.9:
        return _LABEL
    spaced = [match for line in sample if (match := _SPACED.fullmatch(line))]
    times = [tuple(_seconds(match[group]) for group in (1, 2)) for match in spaced]
    rising = all(start <= end for start, end in times) and times == sorted(times)
    exact = any("." in match[1] or "," in match[1] for match in spaced)
    return _SPACED if len(spaced) == len(sample) > 1 and rising and exact else None


def _seconds(text: str) -> float:
    return float(text.replace(",", "."))
