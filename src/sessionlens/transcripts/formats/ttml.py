"""TTML and DFXP, the timed text of the W3C, as YouTube, Netflix and broadcasters write it.

Own reading of its paragraphs: ttconv 1.2 has no speakers (`ttm:agent`) in its model, and pysubs2
1.8 stops at a paragraph that has a length instead of an end.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from sessionlens.transcripts.cues import Cue, drafts_of
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.json_values import number
from sessionlens.transcripts.xml import parse_xml

_CLOCK = re.compile(r"(\d{2,4}):(\d{2}):(\d{2})(?:\.(\d{1,9})|:(\d{2,3})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|m|s|ms|f|t)")
_DEEPEST = 50


class _Clock(Struct):
    """Frames and ticks in a second."""

    frames: float
    ticks: float


def is_ttml(text: str) -> bool:
    """Whether XML has TTML's root."""
    return bool(re.search(r"<(?:\w{1,20}:)?tt[\s>]", text[:5000]))


def read(data: bytes) -> ParsedTranscript:
    """Read the paragraphs; the agent of a paragraph is its speaker. Raises SessionLensError."""
    root = parse_xml(data, "TTML")
    rate = (number(_attribute(root, "frameRate")) or 30.0) * _multiplier(root)
    clock = _Clock(rate, number(_attribute(root, "tickRate")) or rate)
    names = dict(_agents(root))
    cues: list[Cue] = []
    for paragraph, begin, end, agent in _paragraphs(root, clock, 0.0, "", 0):
        lines = "".join(_text(paragraph)).split("\n")
        cues.append(Cue(begin, end, lines, names.get(agent, agent) or None))
    drafts, warnings = drafts_of(cues)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    return ParsedTranscript("ttml", drafts, language=language, warnings=warnings)


def _paragraphs(
    parent: Element, clock: _Clock, offset: float, agent: str, depth: int
) -> Iterator[tuple[Element, float, float, str]]:
    """Paragraphs with start and end in seconds; times count from those of what they are in."""
    for element in parent:
        if not isinstance(element.tag, str) or depth > _DEEPEST:
            continue
        begin = offset + (_seconds(element.get("begin", ""), clock) or 0.0)
        own = _attribute(element, "agent") or agent
        if _name(element) != "p":
            yield from _paragraphs(element, clock, begin, own, depth + 1)
            continue
        end = _seconds(element.get("end", ""), clock)
        length = _seconds(element.get("dur", ""), clock)
        if element.get("begin") is None:
            yield from _spans(element, clock, begin, own)
        elif length is not None and end is None:
            yield element, begin, begin + length, own
        else:
            yield element, begin, begin if end is None else offset + end, own


def _spans(
    paragraph: Element, clock: _Clock, offset: float, agent: str
) -> Iterator[tuple[Element, float, float, str]]:
    """The timed parts of a paragraph that has no time of its own."""
    for element in paragraph.iter():
        if element is not paragraph and element.get("begin") is not None:
            begin = offset + (_seconds(element.get("begin", ""), clock) or 0.0)
            end = _seconds(element.get("end", ""), clock)
            yield element, begin, begin if end is None else offset + end, agent


def _text(element: Element) -> Iterator[str]:
    yield _folded(element.text)
    for child in element:
        if _name(child) == "br":
            yield "\n"
        elif _name(child) == "span":
            yield from _text(child)
        yield _folded(child.tail)


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _agents(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if _name(element) == "agent":
            key = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
            name = next((child.text for child in element if _name(child) == "name"), None)
            yield key, (name or key).strip()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _multiplier(root: Element) -> float:
    numbers = [number(text) for text in _attribute(root, "frameRateMultiplier").split()]
    if len(numbers) == 2 and numbers[0] and numbers[1]:
        return numbers[0] / numbers[1]
    return 1.0


def _seconds(text: str, clock: _Clock) -> float | None:
    text = text.strip()
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction, frames = match.groups()
        whole = int(hours) * 3600.0 + int(minutes) * 60 + int(seconds)
        return whole + float(f"0.{fraction or 0}") + int(frames or 0) / clock.frames
    if match := _OFFSET.fullmatch(text):
        units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
        units |= {"f": 1 / clock.frames, "t": 1 / clock.ticks}
        return float(match[1]) * units[match[2]]
    return None
