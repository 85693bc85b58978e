"""Reads markers as this program writes them, many times as fast as TOML: for a thousand files.

Only what has exactly that form is read here. A file that a person has written in another way is
left to the TOML reader, and so is one in which anything is wrong.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from sessionlens.domain.marker import Rating
from sessionlens.domain.patterns import MarkerEvidence

_TEXT = (
    r"(?:\"\"\"(?:[^\"\\\x00-\x08\x0b-\x1f\x7f]++|\"(?!\"\")|\\(?:[\"\\bfnrt]|[ ]*+\n))*+\"\"\""
    r"|\"(?:[^\"\\\x00-\x1f\x7f]++|\\[\"\\bfnrt])*+\"|'[^'\x00-\x1f\x7f]*+')"
)
_REMARK = r"(?:  #[^\x00-\x1f\x7f]*+)?\n"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}"
_ID = r"[a-z0-9-]+"
_MARKER = re.compile(
    r"\n\[\[markers\]\]\n"
    r'id = "(?P<id>[\w.-]++)"\n'
    rf"start = (?P<start>{_TIME})\n"
    rf"(?:end = (?P<end>{_TIME})\n)?"
    r"(?:open = true\n)?"
    rf'(?:competency = "(?P<competency>{_ID})"{_REMARK})?'
    rf'(?:also = \[(?P<also>"{_ID}"(?:, "{_ID}")*+)\]\n)?'
    rf'(?:indicator = "[a-z]"{_REMARK})?'
    rf'(?:phase = "{_ID}"{_REMARK})?'
    rf'(?:rating = "(?P<rating>{"|".join(get_args(Rating))})"\n)?'
    rf"(?:comment = {_TEXT}\n)?"
    rf"(?:quote = {_TEXT}\n)?"
    rf"(?:speaker = {_TEXT}\n)?"
    r"(?:exchange = true\n)?"
    r"(?:quote_by_hand = true\n)?"
    r'(?:note = "\w[\w. -]*+"\n)?'
    r'(?:intention = "(?P<intention>[\w-]*+)"\n)?'
    rf"(?:seen_by = \[(?:{_TEXT}(?:, {_TEXT})*+|\n(?:    {_TEXT},\n)++)\]\n)?"
    r"(?P<private>private = true\n)?",
    re.ASCII,
)
_INDICATORS = re.compile(
    r"(?:\n\[\[rubric\.competencies\.indicators\]\]\n"
    r'id = "[a-z]"\n'
    rf"text = {_TEXT}\n"
    r'(?:polarity = "(?:for|against)"\n)?'
    rf'(?:counts_for = \["{_ID}"(?:, "{_ID}")*+\]\n)?'
    r'(?:formerly = "[a-z]"\n)?'
    r")++",
    re.ASCII,
)
_BEGINS_TABLE = re.compile(r"(?:\n|#[^\n]*\n)*+\[")
_FIRST_MARKER = "\n[[markers]]\n"
_RUBRIC = "\n[rubric]\n"
_COMPETENCY = "\n[[rubric.competencies]]\n"
_FIRST_INDICATOR = "\n[[rubric.competencies.indicators]]\n"


class WrittenMarkers(NamedTuple):
    """The markers of a file, how many are private and left out, and the TOML around them.

    Each of `around` is TOML by itself: only then does no marker stand inside of a text.
    """

    markers: tuple[MarkerEvidence, ...]
    private: int
    around: tuple[str, ...]


def written_markers(text: str) -> WrittenMarkers | None:
    """Take the markers out of a review or a feedback file; None where they have another form."""
    start = text.find(_FIRST_MARKER)
    if start < 0:
        return None
    markers: list[MarkerEvidence] = []
    ids: set[str] = set()
    private, end = 0, start
    while match := _MARKER.match(text, end):
        marker = _marker(match)
        if marker is None or marker.id in ids:
            return None
        ids.add(marker.id)
        if match["private"]:
            private += 1
        else:
            markers.append(marker)
        end = match.end()
    around = [text[:start], *filter(None, _without_indicators(text[end:]))]
    # What follows a block begins a table of its own: else it would still be part of that.
    if not all(map(_BEGINS_TABLE.match, around[1:])):
        return None
    if any(_FIRST_MARKER in part or _FIRST_INDICATOR in part for part in around):
        return None
    return WrittenMarkers(tuple(markers), private, tuple(around))


def _marker(match: re.Match[str]) -> MarkerEvidence | None:
    """The marker; None where whoever reads it whole says what is wrong."""
    fields: tuple[Any, ...] = match.group(
        "id", "start", "end", "competency", "also", "rating", "intention"
    )
    marker_id, start, end, competency, also, rating, intention = fields
    competencies: tuple[str, ...] = (competency,) if competency else ()
    if also:
        competencies += tuple(name.strip('" ') for name in also.split(","))
        if len(set(competencies)) < len(competencies):
            return None
    if end and end < start:
        return None
    return MarkerEvidence(marker_id, _milliseconds(start), competencies, rating, intention or "")


def _milliseconds(time: str) -> int:
    seconds = int(time[:2]) * 3600 + int(time[3:5]) * 60 + int(time[6:8])
    return seconds * 1000 + int(time[9:])


def _without_indicators(text: str) -> Iterator[str]:
    """The TOML before, between and after the indicators of a rubric, and the rubric by itself."""
    before, rubric, text = text.partition(_RUBRIC)
    yield before
    text = rubric + text
    end = 0
    while (start := text.find(_FIRST_INDICATOR, end)) >= 0:
        match = _INDICATORS.match(text, start)
        if match is None or _COMPETENCY not in text[end:start]:
            break
        yield text[end:start]
        end = match.end()
    yield text[end:]
