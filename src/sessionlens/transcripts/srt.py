"""SubRip (SRT), with or without indices, blank lines and times as they should be."""

from sessionlens.transcripts.cue_drafts import drafts_of
from sessionlens.transcripts.cues import cut
from sessionlens.transcripts.draft import Parsed


def read(text: str) -> Parsed:
    """Read SRT; what stands before the first times is said in a warning, as it has no time."""
    found = cut(text, webvtt=False)
    drafts, noticed = drafts_of(found.cues)
    if found.header:
        noticed.append("the text before the first cue has no time and was left out")
    return Parsed("srt", drafts, warnings=[*found.warnings, *noticed])
