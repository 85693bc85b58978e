"""Text whose turns have a time now and then: Otter's and Teams' headers, Google Meet's anchors."""

import itertools
import re
from collections.abc import Sequence

from msgspec import Struct

from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.timestamps import timing_line
from sessionlens.transcripts.words import shares, speaking_time

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


class _Turn(Struct):
    """What somebody says in the lines of a text file, and when (seconds), if that is known."""

    start: float | None
    speaker: str | None
    lines: list[str]

    def draft(self) -> UtteranceDraft:
        """The same as an utterance, still without an end."""
        return UtteranceDraft(self.start, None, "\n".join(self.lines), self.speaker)


def is_headed(text: str) -> bool:
    """Whether there is at least one line of name and time with words below it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(_header(line) and not _header(below) for line, below in itertools.pairwise(lines))


def read_headed(text: str) -> ParsedTranscript:
    """Read turns; their times have whole seconds and no end, so all times are approximate.

    What stands before the first header (title, date) is no speech; footers are left out.
    """
    turns: list[_Turn] = []
    gaps: list[str] = []
    for line in text.splitlines():
        if header := _header(line):
            turns.append(_Turn(header[0], header[1], []))
            gaps.append(header[2])
        elif turns and line.strip() and not _FOOTER.fullmatch(line):
            turns[-1].lines.append(line)
    otter = bool(_OTTER.search(text[-2000:])) or all(len(gap) < 3 for gap in gaps)
    drafts = _between_anchors([turn.draft() for turn in turns if turn.lines])
    return ParsedTranscript("otter" if otter else "teams", drafts, approximate=True)


def read_timed(text: str) -> ParsedTranscript | None:
    """Read the older Teams DOCX: a line of start and end, one with the name, then the words.

    Returns None when there are no such lines.
    """
    blocks: list[tuple[float, float, list[str]]] = []
    for line in text.splitlines():
        if timing := timing_line(line):
            blocks.append((timing[0], timing[1], []))
        elif blocks and line.strip():
            blocks[-1][2].append(line)
    drafts = [
        UtteranceDraft(
            start, end, "\n".join(lines[1:] or lines), lines[0] if len(lines) > 1 else None
        )
        for start, end, lines in blocks
    ]
    return ParsedTranscript("teams", drafts) if drafts else None


def _header(line: str) -> tuple[float, str, str] | None:
    match = _HEADER.fullmatch(line) if len(line) < 200 else None
    if not match or int(match["seconds"]) > 59 or (int(match["minutes"]) > 59 and match["hours"]):
        return None
    name = match["name"]
    if len(name.split()) > 8 or _SENTENCE.search(_ABBREVIATION.sub("", name)):
        return None
    time = _clock_seconds(match["hours"], match["minutes"], match["seconds"])
    return time, name, match["gap"]


def is_meet(text: str) -> bool:
    """Whether there is a line with a time only, followed by a line with a name and a colon."""
    lines = [line for line in text.splitlines() if line.strip()]
    return any(
        _TIME.fullmatch(line) and _TURN.match(below) for line, below in itertools.pairwise(lines)
    )


def read_meet(text: str) -> ParsedTranscript:
    """Read turns; times are interpolated between the anchors, hence approximate."""
    turns: list[_Turn] = []
    anchor: float | None = None
    begun, end = False, None
    for line in text.splitlines():
        if match := _TIME.fullmatch(line):
            anchor, begun = _clock_seconds(*match.groups()), True
        elif match := _END.fullmatch(line):
            end = _clock_seconds(*match.groups())
        elif not begun or not line.strip() or _HINT.fullmatch(line):
            continue
        elif match := _TURN.match(line):
            turns.append(_Turn(anchor, match["name"], [line[match.end() :]]))
            anchor = None
        elif turns and anchor is None:
            turns[-1].lines.append(line)
        else:
            turns.append(_Turn(anchor, None, [line]))
            anchor = None
    return ParsedTranscript(
        "meet", _between_anchors([turn.draft() for turn in turns], end), approximate=True
    )


def _between_anchors(
    turns: Sequence[UtteranceDraft], end: float | None = None
) -> list[UtteranceDraft]:
    """Give turns in order of the file a start and an end.

    A turn's `start` (seconds) is an anchor or None. Turns without one, or with the same one as
    the turn before, share the time up to the next later anchor by the length of what they say;
    the last ones last as long as it takes to say them, or until `end`. A turn that has an anchor
    to itself ends when even a slow speaker would have: what follows is silence, not speech.
    """
    groups: list[tuple[float, list[UtteranceDraft]]] = []
    for turn in turns:
        if turn.start is not None and (not groups or turn.start > groups[-1][0]):
            groups.append((turn.start, []))
        elif not groups:
            groups.append((0.0, []))
        groups[-1][1].append(turn)
    drafts: list[UtteranceDraft] = []
    for index, (start, group) in enumerate(groups):
        until = start + sum(speaking_time(turn.text) for turn in group)
        if index + 1 < len(groups):
            until = groups[index + 1][0]
        elif end is not None and end > start:
            until = end
        if len(group) == 1:
            until = min(until, start + 2 + 2 * speaking_time(group[0].text))
        drafts += _shared(group, start, until)
    return drafts


def _shared(turns: Sequence[UtteranceDraft], start: float, end: float) -> list[UtteranceDraft]:
    times = shares(start, end, [speaking_time(turn.text) for turn in turns])
    return [
        UtteranceDraft(begin, finish, turn.text, turn.speaker)
        for turn, (begin, finish) in zip(turns, times, strict=True)
    ]


def _clock_seconds(hours: str | None, minutes: str, seconds: str) -> float:
    """Return seconds from the fields of `H:MM:SS` or `MM:SS`."""
    return int(hours or 0) * 3600.0 + int(minutes) * 60 + int(seconds)
