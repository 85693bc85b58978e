"""WebVTT as Zoom, Teams, Stream, YouTube, podcasts and noScribe write it."""

import re

from sessionlens.transcripts.cue_drafts import drafts_of
from sessionlens.transcripts.cues import Cues, cut
from sessionlens.transcripts.draft import Draft, Parsed

_LANGUAGE = re.compile(r"(?:NOTE\s+)?language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*", re.I)
_NOSCRIBE = re.compile(r"\bnoScribe\b", re.IGNORECASE)
_NOSCRIBE_VOICE = re.compile(r"(?://)?S\d\d")


def read(text: str) -> Parsed:
    """Read WebVTT, with or without its first line."""
    found = cut(text, webvtt=True)
    drafts, noticed = drafts_of(found.cues)
    voices = {draft.speaker for draft in drafts if draft.speaker}
    noscribe = bool(voices) and all(map(_NOSCRIBE_VOICE.fullmatch, voices))
    if noscribe or any(map(_NOSCRIBE.search, [*found.header, *found.notes])):
        drafts = [_noscribe(draft) for draft in drafts]
        noscribe = True
    return Parsed(
        "noscribe" if noscribe else "webvtt",
        drafts,
        language=_language(found),
        warnings=[*found.warnings, *noticed],
    )


def _language(found: Cues) -> str:
    for line in [*found.header, *found.notes]:
        if match := _LANGUAGE.fullmatch(line):
            return match[1]
    return ""


def _noscribe(draft: Draft) -> Draft:
    """Take out the voice's name repeated in the text, and the marks of overlapping speech."""
    speaker = (draft.speaker or "").strip("/ ")
    text = (
        re.sub(rf"^\s*(?:/*\s*)?{re.escape(speaker)}:\s*", "", draft.text)
        if speaker
        else draft.text
    )
    overlap = (draft.speaker or "").startswith("//") or draft.text.lstrip().startswith("//")
    if overlap:
        text = text.strip().removeprefix("//").removesuffix("//")
    return Draft(draft.start, draft.end, text, speaker or None, draft.words)
