"""Times for cues whose own are missing or cannot be read."""

from msgspec import Struct

from sessionlens.domain.text import counted
from sessionlens.transcripts.cue_text import plain
from sessionlens.transcripts.settle import speaking_time


class Cue(Struct):
    """Times in seconds and the lines between them and the next cue, blank ones left out."""

    start: float
    end: float
    lines: list[str]


class Frame(Struct):
    """A cue as the file has it, and the number of the line that gives its times.

    Times are seconds, None where they are missing or cannot be read.
    """

    start: float | None
    end: float | None
    lines: list[str]
    number: int


def cues_of(frames: list[Frame]) -> tuple[list[Cue], list[str]]:
    """Return the cues of `frames` with all their times, and how many of them are estimated.

    A cue without an end lasts until the next one begins, but no longer than a slow speaker takes
    to say it; one without a start begins where the one before ends.
    """
    cues: list[Cue] = []
    for frame, following in zip(frames, _following(frames), strict=True):
        before = cues[-1].end if cues else 0.0
        start = before if frame.start is None else frame.start
        end = frame.end
        if end is None or (frame.start is None and end <= start):
            end = _end(start, following, plain("\n".join(frame.lines)))
        cues.append(Cue(start, end, frame.lines))
    starts = [frame for frame in frames if frame.start is None]
    ends = [frame for frame in frames if frame.start is not None and frame.end is None]
    return cues, [
        *_sentence(ends, "end time that can be read", "estimated from where the next one starts"),
        *_sentence(starts, "start time that can be read", "placed after the one before"),
    ]


def _following(frames: list[Frame]) -> list[float | None]:
    """For each frame, the next start that the file gives."""
    following: list[float | None] = []
    start: float | None = None
    for frame in reversed(frames):
        following.append(start)
        start = start if frame.start is None else frame.start
    return following[::-1]


def _end(start: float, following: float | None, text: str) -> float:
    if following is not None and following > start:
        return min(following, start + 2 + 2 * speaking_time(text))
    return start + speaking_time(text)


def _sentence(frames: list[Frame], lack: str, remedy: str) -> list[str]:
    if not frames:
        return []
    number = counted(len(frames), "cue has", "cues have")
    return [f"{number} no {lack}: {remedy} (first: line {frames[0].number})"]
