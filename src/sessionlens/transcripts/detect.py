"""Which foreign format a text is in, told by its content; imports every reader there is."""

import re

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats import (
    audacity,
    eaf,
    noscribe,
    stamped_text,
    textgrid,
    vosk,
    webvtt_srt,
    whisper,
)
from sessionlens.transcripts.timestamps import timing_line
from sessionlens.transcripts.values import Record, documents, record


def parse(text: str, data: bytes) -> ParsedTranscript | None:
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


def _plain(text: str) -> ParsedTranscript | None:
    if text.lstrip().startswith("WEBVTT"):
        return webvtt_srt.read_webvtt(text)
    if _has_times(text):
        return _srt_or_webvtt(text)
    if audacity.is_audacity(text):
        return audacity.read(text)
    if stamped_text.is_meet(text):
        return stamped_text.read_meet(text)
    if stamped_text.is_headed(text):
        return stamped_text.read_headed(text)
    return None


def _has_times(text: str) -> bool:
    return any(timing_line(line) for line in text.splitlines())


def _srt_or_webvtt(text: str) -> ParsedTranscript:
    return webvtt_srt.read_srt(text) if _looks_like_srt(text) else webvtt_srt.read_webvtt(text)


def _looks_like_srt(text: str) -> bool:
    if "\nWEBVTT" in text[:2000] or "<v " in text:
        return False
    first = next(line for line in text.splitlines() if timing_line(line))
    return "," in first or bool(re.search(r"(?m)^\s*\d+\s*$", text))


def _json(text: str) -> ParsedTranscript | None:
    try:
        values, breaks_off = documents(text)
    except SessionLensError:
        if re.match(r"\s*\[\s*[^\s\[{\"\]]", text):
            return None  # text whose first line is in brackets
        raise
    parsed = _json_values(values)
    if parsed and breaks_off:
        parsed.warnings.append(breaks_off)
    return parsed


def _json_values(values: list[object]) -> ParsedTranscript | None:
    """Read JSON of Whisper, WhisperX, whisper.cpp or Vosk; None when it is something else."""
    entries = [
        entry for value in values for entry in (value if isinstance(value, list) else [value])
    ]
    results: list[Record] = [entry for entry in entries if isinstance(entry, dict)]
    first = record(values[0] if values else None)
    if whisper.is_whispercpp(first):
        return whisper.read_whispercpp(first)
    if whisper.is_whisper(first):
        return whisper.read_whisper(first)
    if results and all("start" in entry and "text" in entry for entry in results):
        return whisper.read_whisper({"segments": results})  # the bare list of segments
    if vosk.is_vosk(results):
        return vosk.read(results)
    if "segments" in first or "transcription" in first:
        raise SessionLensError(
            "The file holds no segments with text", "Transcribe the recording again"
        )
    return None
