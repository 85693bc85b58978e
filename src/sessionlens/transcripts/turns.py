"""Times for turns of which a file only says when some of them begin."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from sessionlens.transcripts.draft import UtteranceDraft
from sessionlens.transcripts.words import shares, speaking_time

_SPEECH_RATE = 0.35  # words a second, of which even slow talk with its pauses has more
MAY_BE_NOTES = "there are few words between its times, as in notes"


class Turn(Struct):
    """What somebody says in the lines of a text, and when (seconds), as far as that is known."""

    start: float | None
    speaker: str | None
    lines: list[str]
    end: float | None = None

    @property
    def text(self) -> str:
        """All that is said, with its line breaks."""
        return "\n".join(self.lines)


def drafts_between_anchors(turns: Sequence[Turn], end: float | None = None) -> list[UtteranceDraft]:
    """Give turns in order of the file a start and an end.

    A turn's `start` (seconds) is an anchor or None. Turns without one, or with the same one as
    the turn before, share the time up to the next later anchor by the length of what they say;
    the last ones last as long as it takes to say them, or until `end`, if the file names it. A
    turn that has an anchor to itself ends when the file says so, or else when even a slow speaker
    would have: what follows is silence, not speech.
    """
    groups: list[tuple[float, list[Turn]]] = []
    for turn in turns:
        # Times that fall back are not put right here: they may be those of a second part.
        if turn.start is not None and (not groups or turn.start != groups[-1][0]):
            groups.append((turn.start, []))
        elif not groups:
            groups.append((0.0, []))
        groups[-1][1].append(turn)
    drafts: list[UtteranceDraft] = []
    for index, (start, group) in enumerate(groups):
        until = start + sum(speaking_time(turn.text) for turn in group)
        if index + 1 < len(groups) and groups[index + 1][0] > start:
            until = groups[index + 1][0]
        elif end is not None and end > start:
            until = end
        if group[-1].end is not None and group[-1].end > start:
            until = group[-1].end
        elif len(group) == 1 and until != end:
            until = min(until, start + 2 + 2 * speaking_time(group[0].text))
        drafts += _shared(group, start, until)
    return drafts


def is_spoken(times: Sequence[tuple[float, int]]) -> bool:
    """Whether the words between times are as many as are said in it, in a third of the places.

    `times` are seconds, and the number of words from there to the next.
    """
    rates = [
        words / (following - start)
        for (start, words), (following, _) in pairwise(times)
        if following > start
    ]
    return sum(1 for rate in rates if rate >= _SPEECH_RATE) * 3 >= len(rates)


def _shared(turns: Sequence[Turn], start: float, end: float) -> list[UtteranceDraft]:
    times = shares(start, end, [speaking_time(turn.text) for turn in turns])
    return [
        UtteranceDraft(begin, finish, turn.text, turn.speaker)
        for turn, (begin, finish) in zip(turns, times, strict=True)
    ]
