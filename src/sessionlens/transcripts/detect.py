"""Which foreign format a text is in, told by its content; imports every reader there is."""

import re
from collections.abc import Callable

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats import (
    audacity,
    cloud_json,
    eaf,
    labelled_text,
    noscribe,
    otranscribe,
    stamped_text,
    substation,
    tables,
    textgrid,
    ttml,
    vosk,
    webvtt_srt,
    whisper,
)
from sessionlens.transcripts.json_values import Record, documents, record, records
from sessionlens.transcripts.limits import refuse_long_lists
from sessionlens.transcripts.timestamps import timing_line

FORMATS = {
    "webvtt": "WebVTT",
    "srt": "SRT",
    "sbv": "SBV",
    "ttml": "TTML",
    "ass": "ASS and SSA",
    "lrc": "LRC",
    "whisper": "Whisper",
    "whisperx": "WhisperX",
    "whispercpp": "whisper.cpp",
    "vosk": "Vosk",
    "amazon": "Amazon Transcribe",
    "assemblyai": "AssemblyAI",
    "azure": "Azure",
    "deepgram": "Deepgram",
    "elevenlabs": "ElevenLabs",
    "google": "Google Speech",
    "openai": "OpenAI",
    "podcast-index": "Podcast Index",
    "rev": "Rev",
    "speechmatics": "Speechmatics",
    "json": "JSON with start and text",
    "otter": "Otter",
    "teams": "Teams",
    "meet": "Google Meet",
    "zoom": "Zoom captions",
    "noscribe": "noScribe",
    "otranscribe": "oTranscribe",
    "docx": "Word",
    "text": "text with times or names",
    "table": "CSV and TSV",
    "audacity": "Audacity labels",
    "eaf": "ELAN",
    "textgrid": "Praat TextGrid",
    "sessionlens": "SessionLens",
}
"""What `format` can say of a transcript, and what people call it."""

_BY_THEIR_MARKS: tuple[
    tuple[Callable[[str], bool], Callable[[str, bytes], ParsedTranscript]], ...
] = (
    (webvtt_srt.is_webvtt, lambda text, _: webvtt_srt.read_webvtt(text)),
    (eaf.is_eaf, lambda _, data: eaf.read(data)),
    (ttml.is_ttml, lambda _, data: ttml.read(data)),
    (noscribe.is_noscribe, lambda text, _: noscribe.read(text)),
    (textgrid.is_textgrid, lambda text, _: textgrid.read(text)),
    (substation.is_substation, lambda text, _: substation.read(text)),
    (webvtt_srt.is_sbv, lambda text, _: webvtt_srt.read_sbv(text)),
)
_BY_EVIDENCE: tuple[Callable[[str], ParsedTranscript | None], ...] = (
    tables.read_delimited,
    audacity.read,
    stamped_text.read,
    labelled_text.read,
)


def parse(text: str, data: bytes) -> ParsedTranscript | None:
    """What a transcript's text says, `data` being the bytes it was decoded from.

    None for a text in no known format. Raises SessionLensError for a damaged one.
    """
    if text.lstrip()[:1] in ("{", "[") and (parsed := _json(text)):
        return parsed
    for is_format, read in _BY_THEIR_MARKS:
        if is_format(text):
            return read(text, data)
    if any(timing_line(line) for line in text.splitlines()):
        return _srt_or_webvtt(text)
    for read_if_evident in _BY_EVIDENCE:
        if parsed := read_if_evident(text):
            return parsed
    return None


def reason(text: str) -> str:
    """Why a text that `parse` knows nothing of is no transcript, in a few words."""
    start = text.lstrip()[:1]
    if start in ("{", "[") and (why := _json_reason(text)):
        return why
    if start == "<":
        return "it is HTML or XML without times"
    return stamped_text.notes_reason(text) or "it has no times, and no names before what is said"


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
        if re.match(r"\s*(?:\[\s*[^\s\[{\"\]]|\{\s*\d{1,3}:\d\d|\{\d+\})", text):
            return None  # text whose first line begins in brackets
        raise
    refuse_long_lists(values)
    parsed = _json_values(values)
    if parsed and breaks_off:
        parsed.warnings.append(breaks_off)
    return parsed


def _json_values(values: list[object]) -> ParsedTranscript | None:
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
    parsed = otranscribe.read(first) or cloud_json.read(values[0] if len(values) == 1 else values)
    if parsed is None and ("segments" in first or "transcription" in first):
        raise SessionLensError(
            "The file holds no segments with text", "Transcribe the recording again"
        )
    return parsed


def _json_reason(text: str) -> str:
    try:
        values, _ = documents(text)
    except SessionLensError:
        return ""  # text whose first line begins in brackets
    value = values[0] if values else None
    keys = [*record(value), *next(iter(records(value)), {})][:5]
    if not keys:
        return "it is JSON without words and times"
    names = ", ".join(f"'{shorten(clean(key), 30)}'" for key in keys)
    return f"it is JSON of an unknown kind, whose first keys are {names}"
