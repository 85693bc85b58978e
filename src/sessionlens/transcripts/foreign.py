"""Which foreign format a text is in, told by its content; imports every reader there is."""

import re

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts import (
    audacity,
    eaf,
    headed,
    json_formats,
    meet,
    noscribe,
    srt,
    textgrid,
    webvtt,
)
from sessionlens.transcripts.draft import Parsed
from sessionlens.transcripts.timestamps import timing_line


def parse(text: str, data: bytes) -> Parsed | None:
    """What a transcript's text says, `data` being the bytes it was decoded from.

    None for a text in no known format. Raises SessionLensError for a damaged one.
    """
    start = text.lstrip()[:20].lower()
    if start.startswith(("{", "[")) and (parsed := _json(text)):
        return parsed
    if start.startswith("<"):
        if eaf.is_eaf(text):
            return eaf.read(data)
        if noscribe.is_noscribe(text):
            return noscribe.read(text)
    if textgrid.is_textgrid(text):
        return textgrid.read(text)
    return _plain(text)


def _json(text: str) -> Parsed | None:
    try:
        return json_formats.read(text)
    except SessionLensError:
        if re.match(r"\s*\[\s*[^\s\[{\"\]]", text):
            return None  # text whose first line is in brackets
        raise


def _plain(text: str) -> Parsed | None:
    if text.lstrip().startswith("WEBVTT"):
        return webvtt.read(text)
    if _has_times(text):
        return srt.read(text) if _looks_like_srt(text) else webvtt.read(text)
    if audacity.is_audacity(text):
        return audacity.read(text)
    if meet.is_meet(text):
        return meet.read(text)
    if headed.is_headed(text):
        return headed.read(text)
    return None


def _has_times(text: str) -> bool:
    return any(timing_line(line) for line in text.splitlines())


def _looks_like_srt(text: str) -> bool:
    if "\nWEBVTT" in text[:2000] or "<v " in text:
        return False
    first = next(line for line in text.splitlines() if timing_line(line))
    return "," in first or bool(re.search(r"(?m)^\s*\d+\s*$", text))
