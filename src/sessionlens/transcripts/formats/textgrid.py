"""Praat TextGrids, long and short.

Own reading, because praatio 6.2 drops the last interval of a short file that does not end with a
line break (measured). Praat itself reads both forms by one rule, used here, too: what counts are
free-standing numbers, texts in quotes and flags in angle brackets; all else is for the eye.
"""

import re
from collections.abc import Iterator

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.tiers import Interval, Tier, drafts_of_tiers, left_out

_TOKEN = re.compile(
    r'"(?P<text>(?:[^"]|"")*)"'
    r"|(?<![^\s=])(?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?%?)(?![^\s])"
    r"|<(?P<flag>exists|absent)>"
    r"|![^\n]*"
    r"|\[[^\]\n]{0,40}\]"
)
_PHONES = re.compile(r"\b(?:phones?|phonemes?|segments?|syllables?|MAU|KAN)\b", re.IGNORECASE)
_WORDS = re.compile(r"[\s_:/|-]*\b(?:words?|ORT(?:-MAU)?)\b[\s_:/|-]*", re.IGNORECASE)
_BEGINNING = re.compile(r"[\s_:/|-]")
_NO_SPEAKER = re.compile(
    r"(?:utterances?|sentences?|transcripts?|transcription|text|speech|phrases?|turns?|"
    r"intervals?|tier ?\d*|)",
    re.IGNORECASE,
)


def is_textgrid(text: str) -> bool:
    """Whether text begins like a TextGrid."""
    return "TextGrid" in text[:400] and ("ooTextFile" in text[:400] or "Object class" in text[:400])


def read(text: str) -> ParsedTranscript:
    """Read the interval tiers, or the point tiers if there are no others; tiers name speakers.

    A file that breaks off gives what it has, with a warning. Raises SessionLensError when it
    breaks off before its first tier.
    """
    tiers: list[Tier] = []
    points: list[Tier] = []
    warnings: list[str] = []
    try:
        _read_tiers(_tokens(text), tiers, points)
    except (StopIteration, ValueError, OverflowError):
        warnings.append("breaks off before its end: what follows is missing")
    kept = tiers or points
    if not kept:
        raise SessionLensError("This is a TextGrid without tiers", "Save it again in Praat")
    _give_roles(kept)
    drafts, noticed = drafts_of_tiers(kept)
    if tiers:
        warnings += left_out("point tiers", [tier.name for tier in points if tier.intervals])
    return ParsedTranscript("textgrid", drafts, warnings=[*warnings, *noticed])


def _tokens(text: str) -> Iterator[str | float]:
    for match in _TOKEN.finditer(text):
        if match["text"] is not None:
            yield match["text"].replace('""', '"')
        elif match["number"]:
            yield float(match["number"].rstrip("%"))


def _read_tiers(tokens: Iterator[str | float], tiers: list[Tier], points: list[Tier]) -> None:
    while next(tokens) != "TextGrid":
        pass
    _number(tokens), _number(tokens)
    for _ in range(int(_number(tokens))):
        kind, name = _text(tokens), clean(_text(tokens))
        _number(tokens), _number(tokens)
        count = int(_number(tokens))
        tier = Tier(name, None, [])
        (tiers if kind == "IntervalTier" else points).append(tier)
        for _ in range(count):
            start = _number(tokens)
            end = _number(tokens) if kind == "IntervalTier" else start
            tier.intervals.append(Interval(start, end, _text(tokens)))


def _number(tokens: Iterator[str | float]) -> float:
    token = next(tokens)
    if isinstance(token, str):
        raise ValueError(token)
    return token


def _text(tokens: Iterator[str | float]) -> str:
    token = next(tokens)
    if not isinstance(token, str):
        raise ValueError(token)
    return token


def _give_roles(tiers: list[Tier]) -> None:
    """Tell speech, words and sounds apart by the names that aligners give their tiers."""
    if len(tiers) > 1:
        for tier in tiers:
            if _PHONES.search(tier.name):
                tier.role = "other"
    for tier in tiers:
        if tier.role == "speech" and _WORDS.search(tier.name):
            tier.role = "words"
    speech = [tier for tier in tiers if tier.role == "speech"]
    by_name = {_BEGINNING.split(tier.name)[0]: tier.name for tier in reversed(speech)}
    by_name |= {tier.name: tier.name for tier in speech}
    for tier in tiers:
        person = _WORDS.sub("", tier.name) if tier.role == "words" else tier.name
        person = person.strip()
        tier.speaker = None if _NO_SPEAKER.fullmatch(person) else person
        if tier.role == "words" and speech:
            tier.of = by_name.get(person, speech[0].name)
    if not speech and not any(tier.role == "words" for tier in tiers):
        for tier in tiers:
            tier.role = "speech"
