"""Moments and transcript as a TextGrid of Praat, in its long text format."""

from collections.abc import Iterable

from sessionlens.documents.content import Content
from sessionlens.documents.cues import code_of
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.tiers import SHORTEST, speaker_tiers, tiers_of

_Interval = tuple[float, float, str]


def render(content: Content, _options: Options) -> Rendered:
    """UTF-8; every tier is filled with intervals from 0 to the end, as Praat demands it."""
    tiers: dict[str, list[_Interval]] = {
        tier.name: [
            (
                moment.start,
                moment.until,
                ": ".join(filter(None, (code_of(moment), moment.marker.comment))),
            )
            for moment in tier.moments
        ]
        for tier in tiers_of(content)
    }
    for name, utterances in speaker_tiers(content, tiers).items():
        tiers[name] = [(spoken.start, spoken.end, spoken.text) for spoken in utterances]
    ends = [row[-1][1] for row in tiers.values() if row]
    length = max([content.duration, SHORTEST, *ends])
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0",
        f"xmax = {length:.3f}",
        "tiers? <exists>",
        f"size = {len(tiers)}",
        "item []:",
    ]
    for number, (name, row) in enumerate(tiers.items(), 1):
        lines += _tier(number, name, list(_filled(row, length)), length)
    return Rendered(("\n".join(lines) + "\n").encode())


def _tier(number: int, name: str, row: list[_Interval], length: float) -> list[str]:
    lines = [
        f"    item [{number}]:",
        '        class = "IntervalTier"',
        f"        name = {_quoted(name)}",
        "        xmin = 0",
        f"        xmax = {length:.3f}",
        f"        intervals: size = {len(row)}",
    ]
    for index, (start, end, text) in enumerate(row, 1):
        lines += [
            f"        intervals [{index}]:",
            f"            xmin = {start:.3f}",
            f"            xmax = {end:.3f}",
            f"            text = {_quoted(text)}",
        ]
    return lines


def _filled(row: Iterable[_Interval], length: float) -> Iterable[_Interval]:
    at = 0.0
    for start, end, text in row:
        if start > at:
            yield at, start, ""
        yield start, end, text
        at = end
    if at < length:
        yield at, length, ""


def _quoted(text: str) -> str:
    """A string of Praat: one line, its quotation marks doubled."""
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
