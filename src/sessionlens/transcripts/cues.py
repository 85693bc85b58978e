"""Cuts WebVTT and SRT into cues. Lenient: what was said is never dropped for its frame's sake.

An own parser, because the libraries lose what people's files hold (measured on the files of our
tests): webvtt-py 0.6 finds no cue where the decimals are commas, keeps the first voice of a cue
only and leaves entities; pysubs2 1.8 drops voices, puts the identifiers of Teams into the text,
and takes an arrow of another form for speech.
"""

import re

from msgspec import Struct, field

from sessionlens.domain.text import counted
from sessionlens.transcripts.cue_times import Cue, Frame, cues_of
from sessionlens.transcripts.timestamps import (
    damaged_timing_line,
    looks_like_timing,
    timing_line,
)

_SKIPPED = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE|REGION)\s*")
_TEAMS_ID = re.compile(r"[0-9a-fA-F-]{8,40}(?:/\d+(?:-\d+)?)?")
_NUMBER = re.compile(r"\s*\d{1,9}\s*")


class Cues(Struct):
    """The cues of a file, what stood before the first one, the notes, and what was noticed."""

    cues: list[Cue] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def cut(text: str, *, webvtt: bool) -> Cues:
    """Cut `text` into cues. Notes, styles and cue names exist in WebVTT only."""
    lines = text.splitlines()
    timings = {
        number: timing
        for number, line in enumerate(lines)
        if (timing := timing_line(line) or damaged_timing_line(line))
    }
    names = _cue_names(lines, set(timings), webvtt=webvtt)
    found = Cues()
    frames: list[Frame] = []
    skipping, blank, unread = False, True, []
    for number, line in enumerate(lines):
        if timing := timings.get(number):
            start, end, after = timing
            frames.append(Frame(start, end, [after] if after else [], number + 1))
            skipping = False
        elif not line.strip():
            skipping = skipping and line != ""
        elif webvtt and blank and _SKIPPED.fullmatch(line):
            skipping = True
            found.notes.append(line.strip())
        elif skipping or number in names:
            pass
        else:
            if looks_like_timing(line):
                unread.append(number + 1)
            (frames[-1].lines if frames else found.header).append(line)
        blank = not line.strip()
    found.cues, found.warnings = cues_of(frames)
    if unread:
        found.warnings.append(
            f"{counted(len(unread), 'line looks', 'lines look')} like times but cannot be read "
            f"as such (first: line {unread[0]})"
        )
    return found


def _cue_names(lines: list[str], timings: set[int], *, webvtt: bool) -> set[int]:
    """Numbers of the lines that name or number the cue whose times follow.

    Such a line stands right before the times. After a blank line it is surely one; without a
    blank line only if it looks like one and counts on, or most cues of the file have one.
    """
    before = [number - 1 for number in sorted(timings) if number > 0]
    numbered = [line for line in before if _NUMBER.fullmatch(lines[line])]
    usual = len(numbered) > len(before) / 2
    names: set[int] = set()
    last: int | None = None
    for line in before:
        text = lines[line].strip()
        if not text or line in timings:
            continue
        separate = line == 0 or not lines[line - 1].strip()
        if _NUMBER.fullmatch(text):
            if separate or usual or (last is not None and int(text) == last + 1):
                names.add(line)
                last = int(text)
        elif webvtt and (separate or _TEAMS_ID.fullmatch(text)) and not text.startswith("WEBVTT"):
            names.add(line)
    return names
