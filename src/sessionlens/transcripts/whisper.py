"""Whisper's JSON family: openai-whisper, faster-whisper, whisper-timestamped, WhisperX."""

from collections import Counter

from sessionlens.domain.text import counted
from sessionlens.transcripts.draft import Draft, Parsed
from sessionlens.transcripts.values import Record, number, record, records, string
from sessionlens.transcripts.words import (
    Part,
    glued,
    same_letters,
    spread,
    time_or_none,
    timed_words,
)


def is_whisper(document: Record) -> bool:
    """Whether a JSON object has segments with text in them."""
    return any("text" in segment for segment in records(document.get("segments"))[:50])


def read(document: Record) -> Parsed:
    """Read segments with start, end (seconds), text, and words if there are any.

    WhisperX is told by a score instead of a probability, or by speakers. Words without times are
    placed between their neighbours, and a warning says how many.
    """
    segments = records(document.get("segments"))
    tokens = [records(segment.get("words")) for segment in segments]
    spaced = any(_text(token)[:1].isspace() for words in tokens for token in words)
    timed = any(number(token.get("start")) is not None for words in tokens for token in words)
    parsed = Parsed(_format(document, segments, tokens), [], language=_language(document))
    placed = unlike = 0
    for segment, words in zip(segments, tokens, strict=True):
        draft, filled = _draft(segment, words, spaced=spaced, timed=timed)
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


def _draft(
    segment: Record, tokens: list[Record], *, spaced: bool, timed: bool
) -> tuple[Draft, int]:
    start, end = number(segment.get("start")), number(segment.get("end"))
    parts = [_part(token) for token in tokens]
    parts = [part for part in (glued(parts) if spaced else parts) if part.text.strip()]
    words, placed = timed_words(parts, time_or_none(start), time_or_none(end))
    if timed and not words and start is not None and end is not None:
        words, placed = spread(parts, start, end), len(parts)
    if start is None and words:
        start = words[0].start
    if end is None and words:
        end = words[-1].end
    text = string(segment.get("text")) or " ".join(part.text for part in parts)
    return Draft(start, end, text, _speaker(segment, tokens), words), placed


def _part(token: Record) -> Part:
    conf = number(token.get("score", token.get("probability", token.get("confidence"))))
    start = time_or_none(number(token.get("start")))
    end = None if start is None else time_or_none(number(token.get("end")))
    return Part(_text(token), start, end, conf)


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
    found = string(document.get("language")) or string(record(document.get("info")).get("language"))
    return found if len(found) <= 20 else ""
