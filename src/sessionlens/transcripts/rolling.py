"""Captions that roll: each cue shows again what the one before has shown."""

from sessionlens.transcripts.cue_text import has_word_times, plain
from sessionlens.transcripts.cue_times import Cue

_MOST_LINES = 12


def is_rolling(cues: list[Cue]) -> bool:
    """Whether cues repeat lines because the captions roll, not because people repeat themselves.

    Signs: times inside the text together with repeated lines, or most cues of several lines
    beginning with the last line of the cue before, without a pause between.
    """
    repeats = several = 0
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in map(_shown, cue.lines) if line]
        if len(lines) > 1:
            several += 1
            repeats += bool(shown) and lines[0] == shown[-1]
        shown = lines
    timed = any(has_word_times(line) for cue in cues for line in cue.lines)
    return repeats > 0 if timed else repeats >= 3 and repeats > several / 2


def unroll(cues: list[Cue]) -> list[Cue]:
    """Return the cues with the lines that are new in each; cues without any are left out."""
    fresh: list[Cue] = []
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in cue.lines if _shown(line)]
        texts = [_shown(line) for line in lines]
        known = next(
            (
                count
                for count in range(min(len(shown), len(texts), _MOST_LINES), 0, -1)
                if shown[-count:] == texts[:count]
            ),
            0,
        )
        if lines[known:]:
            fresh.append(Cue(cue.start, cue.end, lines[known:]))
        if texts:
            shown = texts
    return fresh


def _shown(line: str) -> str:
    return " ".join(plain(line).split())
