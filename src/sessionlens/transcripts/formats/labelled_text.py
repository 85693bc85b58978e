"""Speech with names before colons and no times at all, as it is typed in Word."""

from collections import Counter
from collections.abc import Iterator

from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.names import names_in_capitals, speakers_in, split_name
from sessionlens.transcripts.turns import Turn, drafts_between_anchors
from sessionlens.transcripts.words import spoken_words

_LEAST_TURNS = 4
_WORDS_A_TURN = 3  # lists and forms have colons, too, but say less after them


def read(text: str) -> ParsedTranscript | None:
    """Read turns, one after another as long as it takes to say them; None where it is no talk.

    Two names or more have to take turns, and at least two of them more than once.
    """
    lines = [line.replace("**", "").strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if capitals := names_in_capitals(lines):
        lines = list(_with_colons(lines, capitals))
    # A title stands before the first turn, which is that of somebody named.
    begun = next((n for n, line in enumerate(lines) if ":" in line[:60] or "：" in line[:60]), 0)
    names = speakers_in(lines[begun:])
    turns: list[Turn] = []
    outside = 0
    for line in lines:
        speaker, rest = split_name(line, names)
        if speaker:
            turns.append(Turn(None, speaker, [rest]))
        elif turns:
            turns[-1].lines.append(line)
        else:
            outside += 1
    if not _is_talk(turns, outside):
        return None
    return ParsedTranscript("text", drafts_between_anchors(turns), approximate=True, untimed=True)


def _with_colons(lines: list[str], names: frozenset[str]) -> Iterator[str]:
    """The lines with each name that stands above what is said put before it."""
    name = ""
    for line in lines:
        if line.rstrip(":") in names:
            name = line.rstrip(":")
        else:
            yield f"{name}: {line}" if name else line
            name = ""


def _is_talk(turns: list[Turn], outside: int) -> bool:
    counts = Counter(turn.speaker for turn in turns)
    if len(turns) < _LEAST_TURNS or outside > len(turns):
        return False
    if sum(1 for count in counts.values() if count > 1) < 2:
        return False
    words = sum(spoken_words(turn.text) for turn in turns)
    lines = sum(len(turn.lines) for turn in turns)
    return words >= _WORDS_A_TURN * len(turns) and len(turns) >= lines / 4
