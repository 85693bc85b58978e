"""The text of a cue: voices, tags, entities, and times of words inside it."""

import html
import re

from msgspec import Struct, field

from sessionlens.domain.transcript import Word
from sessionlens.transcripts.timestamps import seconds
from sessionlens.transcripts.words import WordDraft, spread

_TAG = re.compile(
    r"<(?:"
    r"(?P<time>\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,3})"
    r"|v(?:\.[^\s<>]{0,80})?[ \t\n](?P<voice>[^<>]{0,300})"
    r"|(?P<end>/v(?:\.[^\s<>]{0,80})?)"
    r"|/?(?:c|i|b|u|s|rt|ruby|lang|font|em|strong|span|br)(?:[\s.][^<>]{0,300}|/)?"
    r")\s?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLACEMENT = re.compile(r"\{\\[^{}]{0,80}\}")


class VoiceRun(Struct):
    """What one voice says in a cue; `words` only where the cue has times inside."""

    voice: str | None
    text: str = ""
    words: list[Word] = field(default_factory=list)


def runs(lines: list[str], start: float, end: float) -> list[VoiceRun]:
    """Return what each voice says in turn; `start` and `end` are the cue's, in seconds.

    Tags that WebVTT and SRT know are taken out, all other angle brackets are speech.
    """
    parts: list[VoiceRun] = []
    texts: list[list[str]] = []
    for voice, pieces in _voices("\n".join(lines)):
        spoken = "".join(text for _, text in pieces)
        if not spoken.strip():
            continue
        if not parts or parts[-1].voice != voice:
            parts.append(VoiceRun(voice))
            texts.append([])
        texts[-1].append(spoken)
        if any(time for time, _ in pieces):
            parts[-1].words += _words(pieces, start, end)
    for run, pieces_of_run in zip(parts, texts, strict=True):
        run.text = " ".join(pieces_of_run)
    return parts


def plain(text: str) -> str:
    """Return text without tags, placements and entities."""
    return _unescaped(_TAG.sub("", text))


def has_word_times(line: str) -> bool:
    """Whether there are times inside the text."""
    return "<" in line and any(match["time"] for match in _TAG.finditer(line))


def _voices(text: str) -> list[tuple[str | None, list[tuple[float | None, str]]]]:
    spans: list[tuple[str | None, list[tuple[float | None, str]]]] = [(None, [])]
    time: float | None = None
    position = 0
    for match in _TAG.finditer(text):
        spans[-1][1].append((time, _unescaped(text[position : match.start()])))
        position = match.end()
        if match["time"]:
            time = seconds(match["time"])
        elif match["voice"] is not None:
            spans.append((_unescaped(match["voice"]).strip() or None, []))
        elif match["end"]:
            spans.append((None, []))
        elif match[0].lower().startswith("<br"):
            spans[-1][1].append((time, "\n"))
    spans[-1][1].append((time, _unescaped(text[position:])))
    return spans


def _unescaped(text: str) -> str:
    if "{" in text:
        text = _PLACEMENT.sub("", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _words(pieces: list[tuple[float | None, str]], start: float, end: float) -> list[Word]:
    """Words of a text cut at its inside times; several between two times share what is between."""
    timed: list[tuple[float, str]] = []
    for time, text in pieces:
        at = start if time is None or not start <= time <= end else time
        glued = timed and text[:1].strip() and timed[-1][1][-1:].strip()
        if not text:
            continue
        if timed and (glued or at == timed[-1][0]):
            timed[-1] = (timed[-1][0], timed[-1][1] + text)
        else:
            timed.append((at, text))
    timed = [(at, text) for at, text in timed if text.strip()]
    words: list[Word] = []
    for index, (at, text) in enumerate(timed):
        until = timed[index + 1][0] if index + 1 < len(timed) else end
        words += spread([WordDraft(word) for word in text.split()], at, until)
    return words
