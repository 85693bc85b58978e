"""Whisper's JSON family: openai-whisper and its kin, WhisperX, whisper.cpp."""

import re
from collections import Counter

from sessionlens.domain.text import counted
from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.json_values import Record, number, record, records, string
from sessionlens.transcripts.load import rejoined
from sessionlens.transcripts.timestamps import seconds, time_or_none
from sessionlens.transcripts.words import WordDraft, glued, same_letters, spread, timed_words

_SPECIAL = re.compile(r"\s*(?:\[_[A-Z]+_?\d*_?\]|<\|[^|]*\|>)\s*")


def is_whisper(document: Record) -> bool:
    """Whether a JSON object has segments with text in them."""
    return any("text" in segment for segment in records(document.get("segments"))[:50])


def read_whisper(document: Record) -> ParsedTranscript:
    """Read segments with start, end (seconds), text, and words if there are any.

    WhisperX is told by a score instead of a probability, or by speakers. Words without times are
    placed between their neighbours, and a warning says how many.
    """
    segments = records(document.get("segments"))
    tokens = [records(segment.get("words")) for segment in segments]
    spaced = any(_text(token)[:1].isspace() for words in tokens for token in words)
    timed = any(number(token.get("start")) is not None for words in tokens for token in words)
    parsed = ParsedTranscript(_format(document, segments, tokens), [], language=_language(document))
    placed = unlike = 0
    for segment, words in zip(segments, tokens, strict=True):
        draft, filled = _whisper_draft(segment, words, spaced=spaced, timed=timed)
        placed += filled
        if draft.words and not same_letters(draft.words, draft.text):
            unlike += 1
            draft.words = []
        parsed.drafts.append(draft)
    if placed:
        parsed.warnings.append(
            f"{counted(placed, 'word has', 'words have')} no exact time in the file: "
            "placed between the neighbours"
        )
    if unlike:
        parsed.warnings.append(
            f"{counted(unlike, 'segment has', 'segments have')} words that differ from the text: "
            "the text was kept, without times of words"
        )
    return parsed


def _whisper_draft(
    segment: Record, tokens: list[Record], *, spaced: bool, timed: bool
) -> tuple[UtteranceDraft, int]:
    start, end = number(segment.get("start")), number(segment.get("end"))
    parts = [_whisper_word(token) for token in tokens]
    parts = [part for part in (glued(parts) if spaced else parts) if part.text.strip()]
    words, placed = timed_words(parts, time_or_none(start), time_or_none(end))
    if timed and not words and start is not None and end is not None:
        words, placed = spread(parts, start, end), len(parts)
    if start is None and words:
        start = words[0].start
    if end is None and words:
        end = words[-1].end
    text = string(segment.get("text")) or " ".join(part.text for part in parts)
    return UtteranceDraft(start, end, text, _speaker(segment, tokens), words), placed


def _whisper_word(token: Record) -> WordDraft:
    conf = number(token.get("score", token.get("probability", token.get("confidence"))))
    start = time_or_none(number(token.get("start")))
    end = None if start is None else time_or_none(number(token.get("end")))
    return WordDraft(_text(token), start, end, conf)


def _text(token: Record) -> str:
    return string(token.get("word") or token.get("text"))


def _speaker(segment: Record, tokens: list[Record]) -> str | None:
    own = string(segment.get("speaker"))
    if own:
        return own
    voices = Counter(name for token in tokens if (name := string(token.get("speaker"))))
    return voices.most_common(1)[0][0] if voices else None


def _format(document: Record, segments: list[Record], tokens: list[list[Record]]) -> str:
    scored = any("score" in token for words in tokens for token in words)
    speakers = any("speaker" in entry for entry in segments)
    return "whisperx" if scored or speakers or "word_segments" in document else "whisper"


def _language(document: Record) -> str:
    info = record(document.get("info"))
    language = string(document.get("language")) or string(info.get("language"))
    return language if len(language) <= 20 else ""


def is_whispercpp(document: Record) -> bool:
    """Whether a JSON object is whisper.cpp's."""
    entries = records(document.get("transcription"))
    return any("offsets" in entry or "timestamps" in entry for entry in entries[:50])


def read_whispercpp(document: Record) -> ParsedTranscript:
    """Read the segments; tokens become words, halves of characters are joined again."""
    drafts = [_whispercpp_draft(entry) for entry in records(document.get("transcription"))]
    result, model = record(document.get("result")), record(document.get("model"))
    return ParsedTranscript(
        "whispercpp",
        drafts,
        language=string(result.get("language")),
        engine="whisper.cpp",
        model=string(model.get("type")),
    )


def _whispercpp_draft(entry: Record) -> UtteranceDraft:
    start, end = _whispercpp_times(entry)
    tokens = []
    for token in records(entry.get("tokens")):
        text = string(token.get("text"))
        if not _SPECIAL.fullmatch(text):
            at, until = _whispercpp_times(token)
            tokens.append(
                WordDraft(text, time_or_none(at), time_or_none(until), number(token.get("p")))
            )
    parts = glued(tokens)
    for part in parts:
        part.text = rejoined(part.text)
    words, _ = timed_words([part for part in parts if part.text], start, end)
    text = rejoined(string(entry.get("text")))
    if text and not same_letters(words, text):
        words = []
    speaker = string(entry.get("speaker")).strip("()").removeprefix("speaker ")
    return UtteranceDraft(
        start, end, text, f"Speaker {speaker}" if speaker.isdigit() else speaker, words
    )


def _whispercpp_times(entry: Record) -> tuple[float | None, float | None]:
    offsets = record(entry.get("offsets"))
    start, end = number(offsets.get("from")), number(offsets.get("to"))
    if start is not None and end is not None:
        return start / 1000, end / 1000
    stamps = record(entry.get("timestamps"))
    return seconds(string(stamps.get("from"))), seconds(string(stamps.get("to")))
