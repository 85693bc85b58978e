"""Which of the JSON formats a text is."""

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts import vosk, whisper, whispercpp
from sessionlens.transcripts.draft import Parsed
from sessionlens.transcripts.values import Record, documents, record


def read(text: str) -> Parsed | None:
    """Read JSON of Whisper, WhisperX, whisper.cpp or Vosk; None when it is something else.

    Raises SessionLensError when it is broken JSON.
    """
    found, breaks_off = documents(text)
    parsed = _read(found)
    if parsed and breaks_off:
        parsed.warnings.append(breaks_off)
    return parsed


def _read(found: list[object]) -> Parsed | None:
    entries = [
        entry for value in found for entry in (value if isinstance(value, list) else [value])
    ]
    results: list[Record] = [entry for entry in entries if isinstance(entry, dict)]
    first = record(found[0] if found else None)
    if whispercpp.is_whispercpp(first):
        return whispercpp.read(first)
    if whisper.is_whisper(first):
        return whisper.read(first)
    if results and all("start" in entry and "text" in entry for entry in results):
        return whisper.read({"segments": results})  # the bare list of segments
    if vosk.is_vosk(results):
        return vosk.read(results)
    if "segments" in first or "transcription" in first:
        raise SessionLensError(
            "The file holds no segments with text", "Transcribe the recording again"
        )
    return None
