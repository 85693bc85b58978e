"""What a mentor should know about a transcript before trusting its times."""

from collections.abc import Sequence

from sessionlens.domain.gaps import Gap
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.settle import sentence

_SLACK = 1.0
"""Seconds; engines round and pad the end of the last utterance."""

_UNLIKE = 20
"""Times as long as the recording: not another recording, but another unit."""

_MATTERS = 2.0
"""Seconds; shorter overlaps are how people talk, or how captions are cut."""

_REVERSED = ("ends before it starts", "end before they start")
_OVERLAPPING = (
    "overlaps an earlier one of the same speaker",
    "overlap an earlier one of the same speaker",
)


def warnings_for(
    transcript: Transcript, duration: float | None, gaps: Sequence[Gap] = ()
) -> list[str]:
    """Return one sentence for each thing that is odd about the times, with count and first time.

    `duration` is the recording's, in seconds, None if it is not known; in its `gaps` nothing is
    said.
    """
    utterances = transcript.utterances
    return [
        *_past_the_end(utterances, duration),
        *_covering_little(transcript, duration, gaps),
        *sentence(
            (utterance.start for utterance in utterances if utterance.end < utterance.start),
            _REVERSED,
        ),
        *sentence((utterance.start for utterance in _overlapping(utterances)), _OVERLAPPING),
    ]


def _past_the_end(utterances: Sequence[Utterance], duration: float | None) -> list[str]:
    if duration is None:
        return []
    after = [utterance for utterance in utterances if utterance.start >= duration]
    across = [
        utterance for utterance in utterances if utterance.start < duration < utterance.end - _SLACK
    ]
    if utterances and max(entry.end for entry in utterances) > _UNLIKE * duration:
        return [_wrong_unit(utterances, duration)]
    past = f"past the end of the recording ({clock(duration)})"
    if utterances and len(after) == len(utterances):
        return [
            f"the whole transcript lies {past}: it may belong to another one, or its times may be "
            "times of day"
        ]
    return [
        *sentence((utterance.start for utterance in after), (f"begins {past}", f"begin {past}")),
        *sentence((utterance.start for utterance in across), (f"runs {past}", f"run {past}")),
    ]


def _wrong_unit(utterances: Sequence[Utterance], duration: float) -> str:
    end = max(utterance.end for utterance in utterances)
    return (
        f"the transcript ends at {clock(end)}, the recording at {clock(duration)}: its times may be"
        " in another unit (milliseconds), or times of day"
    )


def _covering_little(
    transcript: Transcript, duration: float | None, gaps: Sequence[Gap]
) -> list[str]:
    """A transcript that stops halfway often belongs to another recording, or was cut."""
    if duration is None or duration < 120 or not transcript.utterances:
        return []
    end = transcript.end
    if end >= (duration - sum(max(gap.end - max(gap.start, end), 0.0) for gap in gaps)) / 2:
        return []
    return [
        f"the transcript ends at {clock(transcript.end)}, the recording at {clock(duration)}: "
        "it may be cut, or belong to another one"
    ]


def _overlapping(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Utterances that begin well before their own speaker has finished the one before."""
    overlapping: list[Utterance] = []
    reached: dict[str | None, float] = {}
    for utterance in sorted(utterances, key=lambda utterance: utterance.start):
        before = reached.get(utterance.speaker, 0.0)
        if min(before, utterance.end) - utterance.start >= _MATTERS:
            overlapping.append(utterance)
        reached[utterance.speaker] = max(before, utterance.end)
    return overlapping
