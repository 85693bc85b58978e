"""What a mentor should know about a transcript before trusting its times."""

from collections.abc import Sequence

from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.noticed import sentence

_SLACK = 1.0
"""Seconds; engines round and pad the end of the last utterance."""

_MATTERS = 2.0
"""Seconds; shorter overlaps are how people talk, or how captions are cut."""

_REVERSED = ("ends before it starts", "end before they start")
_OVERLAPPING = (
    "overlaps an earlier one of the same speaker",
    "overlap an earlier one of the same speaker",
)


def warnings_for(transcript: Transcript, duration: float | None) -> list[str]:
    """Return one sentence for each thing that is odd about the times, with count and first time.

    `duration` is the recording's, in seconds, None if it is not known.
    """
    found = transcript.utterances
    return [
        *_past_the_end(found, duration),
        *_covering_little(transcript, duration),
        *sentence((entry.start for entry in found if entry.end < entry.start), _REVERSED),
        *sentence((entry.start for entry in _overlapping(found)), _OVERLAPPING),
    ]


def _past_the_end(found: Sequence[Utterance], duration: float | None) -> list[str]:
    if duration is None:
        return []
    after = [entry for entry in found if entry.start >= duration]
    across = [entry for entry in found if entry.start < duration < entry.end - _SLACK]
    past = f"past the end of the recording ({clock(duration)})"
    if found and len(after) == len(found):
        return [f"the whole transcript lies {past}: it may belong to another one"]
    return [
        *sentence((entry.start for entry in after), (f"begins {past}", f"begin {past}")),
        *sentence((entry.start for entry in across), (f"runs {past}", f"run {past}")),
    ]


def _covering_little(transcript: Transcript, duration: float | None) -> list[str]:
    """A transcript that stops halfway often belongs to another recording, or was cut."""
    if duration is None or duration < 120 or not transcript.utterances:
        return []
    if transcript.end >= duration / 2:
        return []
    return [
        f"the transcript ends at {clock(transcript.end)}, the recording at {clock(duration)}: "
        "it may be cut, or belong to another one"
    ]


def _overlapping(found: Sequence[Utterance]) -> list[Utterance]:
    """Utterances that begin well before their own speaker has finished the one before."""
    overlapping: list[Utterance] = []
    reached: dict[str | None, float] = {}
    for entry in sorted(found, key=lambda utterance: utterance.start):
        before = reached.get(entry.speaker, 0.0)
        if min(before, entry.end) - entry.start >= _MATTERS:
            overlapping.append(entry)
        reached[entry.speaker] = max(before, entry.end)
    return overlapping
