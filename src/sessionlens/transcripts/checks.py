"""What a mentor should know about a transcript before trusting its times."""

from collections.abc import Iterable, Sequence

from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, Utterance

_SLACK = 1.0
"""Seconds; engines round and pad the end of the last utterance."""

_MATTERS = 2.0
"""Seconds; shorter overlaps are how people talk, or how captions are cut."""


def warnings_for(transcript: Transcript, duration: float | None) -> list[str]:
    """Return one sentence for each thing that is odd about the times, with count and first time.

    `duration` is the recording's, in seconds, None if it is not known.
    """
    found = transcript.utterances
    return [
        *_past_the_end(found, duration),
        *_covering_little(transcript, duration),
        *_sentence(
            [entry for entry in found if entry.end < entry.start],
            "ends before it starts",
            "end before they start",
        ),
        *_sentence(
            _overlapping(found),
            "overlaps an earlier one of the same speaker",
            "overlap an earlier one of the same speaker",
        ),
    ]


def _past_the_end(found: Sequence[Utterance], duration: float | None) -> list[str]:
    if duration is None:
        return []
    after = [entry for entry in found if entry.start >= duration]
    across = [entry for entry in found if entry.start < duration < entry.end - _SLACK]
    length = clock(duration)
    if found and len(after) == len(found):
        return [
            f"the whole transcript lies past the end of the recording ({length}): "
            "it may belong to another one"
        ]
    return [
        *_sentence(
            after,
            f"begins past the end of the recording ({length})",
            f"begin past the end of the recording ({length})",
        ),
        *_sentence(
            across,
            f"runs past the end of the recording ({length})",
            f"run past the end of the recording ({length})",
        ),
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


def _sentence(found: Iterable[Utterance], one: str, several: str) -> list[str]:
    times = [entry.start for entry in found]
    if not times:
        return []
    if len(times) == 1:
        return [f"1 utterance {one} (at {clock(times[0])})"]
    return [f"{len(times)} utterances {several} (first at {clock(min(times))})"]
