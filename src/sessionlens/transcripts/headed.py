"""Text whose turns have a line with name and time above them: Otter's TXT, Teams' DOCX."""

import itertools
import re

from sessionlens.transcripts.anchors import Turn, between_anchors, clock_seconds
from sessionlens.transcripts.draft import Draft, Parsed
from sessionlens.transcripts.timestamps import timing_line

_HEADER = re.compile(
    r"\s{0,20}(?P<name>\S(?:.{0,98}\S)?)(?P<gap>[ \t\u00a0]{1,20})"
    r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})\s*"
)
_SENTENCE = re.compile(r"[?!;…]|[.,:](?:\s|$)")
_ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|[^\W\d_])\.")
_OTTER = re.compile(r"\botter\.ai\b", re.IGNORECASE)
_FOOTER = re.compile(
    r"\s*(?:Transcribed by https?://otter\.ai\S*|.{0,80}\bstopped transcription)\s*", re.IGNORECASE
)


def is_headed(text: str) -> bool:
    """Whether there is at least one line of name and time with words below it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(_header(line) and not _header(below) for line, below in itertools.pairwise(lines))


def read(text: str) -> Parsed:
    """Read turns; their times have whole seconds and no end, so all times are approximate.

    What stands before the first header (title, date) is no speech; footers are left out.
    """
    turns: list[Turn] = []
    gaps: list[str] = []
    for line in text.splitlines():
        if header := _header(line):
            turns.append(Turn(header[0], header[1], []))
            gaps.append(header[2])
        elif turns and line.strip() and not _FOOTER.fullmatch(line):
            turns[-1].lines.append(line)
    otter = bool(_OTTER.search(text[-2000:])) or all(len(gap) < 3 for gap in gaps)
    drafts = between_anchors([turn.draft() for turn in turns if turn.lines])
    return Parsed("otter" if otter else "teams", drafts, approximate=True)


def read_timed(text: str) -> Parsed | None:
    """Read the older Teams DOCX: a line of start and end, one with the name, then the words.

    Returns None when there are no such lines.
    """
    found: list[tuple[float, float, list[str]]] = []
    for line in text.splitlines():
        if timing := timing_line(line):
            found.append((timing[0], timing[1], []))
        elif found and line.strip():
            found[-1][2].append(line)
    drafts = [
        Draft(start, end, "\n".join(lines[1:] or lines), lines[0] if len(lines) > 1 else None)
        for start, end, lines in found
    ]
    return Parsed("teams", drafts) if drafts else None


def _header(line: str) -> tuple[float, str, str] | None:
    match = _HEADER.fullmatch(line) if len(line) < 200 else None
    if not match or int(match["seconds"]) > 59 or (int(match["minutes"]) > 59 and match["hours"]):
        return None
    name = match["name"]
    if len(name.split()) > 8 or _SENTENCE.search(_ABBREVIATION.sub("", name)):
        return None
    time = clock_seconds(match["hours"], match["minutes"], match["seconds"])
    return time, name, match["gap"]
