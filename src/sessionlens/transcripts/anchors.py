"""Times for utterances of which a file only says when some of them begin."""

from collections.abc import Sequence

from msgspec import Struct

from sessionlens.transcripts.draft import Draft
from sessionlens.transcripts.settle import speaking_time
from sessionlens.transcripts.sharing import shares


class Turn(Struct):
    """What somebody says in the lines of a text file, and when (seconds), if that is known."""

    start: float | None
    speaker: str | None
    lines: list[str]

    def draft(self) -> Draft:
        """The same as an utterance, still without an end."""
        return Draft(self.start, None, "\n".join(self.lines), self.speaker)


def between_anchors(turns: Sequence[Draft], end: float | None = None) -> list[Draft]:
    """Give turns in order of the file a start and an end.

    A turn's `start` (seconds) is an anchor or None. Turns without one, or with the same one as
    the turn before, share the time up to the next later anchor by the length of what they say;
    the last ones last as long as it takes to say them, or until `end`. A turn that has an anchor
    to itself ends when even a slow speaker would have: what follows is silence, not speech.
    """
    groups: list[tuple[float, list[Draft]]] = []
    for turn in turns:
        if turn.start is not None and (not groups or turn.start > groups[-1][0]):
            groups.append((turn.start, []))
        elif not groups:
            groups.append((0.0, []))
        groups[-1][1].append(turn)
    drafts: list[Draft] = []
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


def _shared(turns: Sequence[Draft], start: float, end: float) -> list[Draft]:
    times = shares(start, end, [speaking_time(turn.text) for turn in turns])
    return [
        Draft(begin, finish, turn.text, turn.speaker)
        for turn, (begin, finish) in zip(turns, times, strict=True)
    ]


def clock_seconds(hours: str | None, minutes: str, seconds: str) -> float:
    """Return seconds from the fields of `H:MM:SS` or `MM:SS`."""
    return int(hours or 0) * 3600.0 + int(minutes) * 60 + int(seconds)
