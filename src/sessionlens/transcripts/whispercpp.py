"""whisper.cpp's JSON: offsets in milliseconds, tokens in the full form."""

import re

from sessionlens.transcripts.draft import Draft, Parsed
from sessionlens.transcripts.load import whole
from sessionlens.transcripts.timestamps import seconds
from sessionlens.transcripts.values import Record, number, record, records, string
from sessionlens.transcripts.words import Part, glued, same_letters, time_or_none, timed_words

_SPECIAL = re.compile(r"\s*(?:\[_[A-Z]+_?\d*_?\]|<\|[^|]*\|>)\s*")


def is_whispercpp(document: Record) -> bool:
    """Whether a JSON object is whisper.cpp's."""
    entries = records(document.get("transcription"))
    return any("offsets" in entry or "timestamps" in entry for entry in entries[:50])


def read(document: Record) -> Parsed:
    """Read the segments; tokens become words, halves of characters are joined again."""
    drafts = [_draft(entry) for entry in records(document.get("transcription"))]
    result, model = record(document.get("result")), record(document.get("model"))
    return Parsed(
        "whispercpp",
        drafts,
        language=string(result.get("language")),
        engine="whisper.cpp",
        model=string(model.get("type")),
    )


def _draft(entry: Record) -> Draft:
    start, end = _times(entry)
    tokens = []
    for token in records(entry.get("tokens")):
        text = string(token.get("text"))
        if not _SPECIAL.fullmatch(text):
            at, until = _times(token)
            tokens.append(Part(text, time_or_none(at), time_or_none(until), number(token.get("p"))))
    parts = glued(tokens)
    for part in parts:
        part.text = whole(part.text)
    words, _ = timed_words([part for part in parts if part.text], start, end)
    text = whole(string(entry.get("text")))
    if text and not same_letters(words, text):
        words = []
    speaker = string(entry.get("speaker")).strip("()").removeprefix("speaker ")
    return Draft(start, end, text, f"Speaker {speaker}" if speaker.isdigit() else speaker, words)


def _times(entry: Record) -> tuple[float | None, float | None]:
    offsets = record(entry.get("offsets"))
    start, end = number(offsets.get("from")), number(offsets.get("to"))
    if start is not None and end is not None:
        return start / 1000, end / 1000
    stamps = record(entry.get("timestamps"))
    return seconds(string(stamps.get("from"))), seconds(string(stamps.get("to")))
