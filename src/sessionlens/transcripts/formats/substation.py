"""SubStation Alpha (`.ass`, `.ssa`); the field `Name`, or else the style, is the speaker.

Own reading, because pysubs2 1.8 takes no account of the line that orders the fields, and gives up
the whole file for one damaged line (measured).
"""

import re

from sessionlens.transcripts.cues import Cue, drafts_of
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.timestamps import seconds

_OVERRIDE = re.compile(r"\{[^{}]{0,2000}\}")
_DRAWING = re.compile(r"\{[^{}]{0,200}\\p[1-9]")
_USUAL = [
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
]


def is_substation(text: str) -> bool:
    """Whether text has the sections of a script."""
    head = text[:4000].lower()
    return "[script info]" in head or ("[events]" in head and "\ndialogue:" in text.lower())


def read(text: str) -> ParsedTranscript:
    """Read the dialogue lines; comments and drawings are no speech, style codes are taken out."""
    fields = _USUAL
    spoken: list[tuple[float | None, float | None, str, str, str]] = []
    inside = unread = False
    for line in text.splitlines():
        kind, _, rest = line.partition(":")
        kind = kind.strip().lower()
        if line.lstrip().startswith("["):
            inside = line.strip().lower() == "[events]"
        elif inside and kind == "format":
            fields = [name.strip().lower() for name in rest.split(",")]
        elif inside and kind == "dialogue":
            values = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            words = values.get("text", "")
            start, end = seconds(values.get("start", "")), seconds(values.get("end", ""))
            unread = unread or start is None
            if not _DRAWING.search(words):
                name = values.get("name") or values.get("actor") or ""
                spoken.append((start, end, words, name.strip(), values.get("style", "").strip()))
    named = any(name for *_, name, _ in spoken)
    styled = not named and len({style for *_, style in spoken}) > 1
    cues = [
        Cue(start or 0.0, end or start or 0.0, _lines(words), (style if styled else name) or None)
        for start, end, words, name, style in spoken
    ]
    drafts, warnings = drafts_of(cues)
    if unread:
        warnings.append("times that cannot be read were taken for 0:00")
    return ParsedTranscript("ass", drafts, warnings=warnings)


def _lines(words: str) -> list[str]:
    plain = _OVERRIDE.sub("", words).replace(r"\h", " ").replace(r"\n", r"\N")
    return plain.split(r"\N")
