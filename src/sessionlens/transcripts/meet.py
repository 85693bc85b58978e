"""Google Meet's transcript text: a time every few minutes, names before colons between."""

import itertools
import re

from sessionlens.transcripts.anchors import Turn, between_anchors, clock_seconds
from sessionlens.transcripts.draft import Parsed

_TIME = re.compile(r"\s{0,20}(\d{1,2}):(\d{2}):(\d{2})\s*")
_TURN = re.compile(r"\s{0,20}(?P<name>[^:\n]{1,80}):\s+(?=\S)")
_END = re.compile(
    r".{0,80}\b(?:ended|stopped) after\s+(\d{1,2}):(\d{2}):(\d{2})\b.{0,80}", re.IGNORECASE
)
_HINT = re.compile(
    r"\s*(?:this editable transcript was computer generated.*|attendees|transcript|"
    r"invited.{0,500})",
    re.IGNORECASE,
)


def is_meet(text: str) -> bool:
    """Whether there is a line with a time only, followed by a line with a name and a colon."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(
        _TIME.fullmatch(line) and _TURN.match(below) for line, below in itertools.pairwise(lines)
    )


def read(text: str) -> Parsed:
    """Read turns; times are interpolated between the anchors, hence approximate."""
    turns: list[Turn] = []
    anchor: float | None = None
    begun, end = False, None
    for line in text.splitlines():
        if match := _TIME.fullmatch(line):
            anchor, begun = clock_seconds(*match.groups()), True
        elif match := _END.fullmatch(line):
            end = clock_seconds(*match.groups())
        elif not begun or not line.strip() or _HINT.fullmatch(line):
            continue
        elif match := _TURN.match(line):
            turns.append(Turn(anchor, match["name"], [line[match.end() :]]))
            anchor = None
        elif turns and anchor is None:
            turns[-1].lines.append(line)
        else:
            turns.append(Turn(anchor, None, [line]))
            anchor = None
    return Parsed("meet", between_anchors([turn.draft() for turn in turns], end), approximate=True)
