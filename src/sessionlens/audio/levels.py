"""Whose voice is on which side of the timeline."""

from itertools import pairwise
from typing import TYPE_CHECKING

from sessionlens.domain.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sessionlens.audio.peaks import Peaks

_VOICE = 0.2  # of a channel's loud peaks: what leaks over from the other one is softer
_NOISE = 300  # of 32767: softer than any voice
_BREATH = 0.3  # seconds; a voice goes on over so short a pause
_TOGETHER = 0.5  # seconds; a murmur is shorter

Levels = list[tuple[float, float]]
"""Level of the first and of the second speaker, 0 to 1, by column."""


def levels(peaks: "Peaks", timeline: Timeline, width: int, duration: float) -> Levels:
    """Loudness by column: two channels apart, else by who speaks, else on one side.

    The first speaker of the transcript is drawn above, whichever channel is theirs.
    """
    if width <= 0 or duration <= 0:
        return []
    scaled = _loudness(peaks, width, duration)
    if scaled.shape[1] == 2 and not peaks.same_sound:
        pairs = [(float(a), float(b)) for a, b in scaled]
        swap = _first_speaker_is_second_channel(pairs, timeline, duration)
        return [(b, a) for a, b in pairs] if swap else pairs
    mono = [float(level) for level in scaled.max(axis=1)]
    sides = _sides(timeline, width, duration)
    return [
        (0.0, level) if side == 1 else (level, 0.0) for level, side in zip(mono, sides, strict=True)
    ]


def _loudness(peaks: "Peaks", width: int, duration: float) -> "NDArray[np.float64]":
    """Mean of the peaks by column and channel, 1 for the loudest twentieth.

    The mean shows how much of a column is speech; its loudest peak would be the same nearly
    everywhere.
    """
    import numpy as np

    from sessionlens.audio.peaks import PEAKS_PER_SECOND

    values = peaks.values
    means = np.zeros((width, peaks.channels))
    edges = np.linspace(0, duration * PEAKS_PER_SECOND, width + 1).astype(int)
    # One column after the other: all at once would need a wider copy of hours of peaks.
    for column, (begin, end) in enumerate(pairwise(edges)):
        if begin < len(values):
            means[column] = values[begin : max(end, begin + 1)].mean(axis=0)
    loud = float(np.percentile(means, 95)) or float(means.max()) or 1.0
    scaled: NDArray[np.float64] = np.minimum(means / loud, 1.0)
    return scaled


def _sides(timeline: Timeline, width: int, duration: float) -> list[int]:
    """0 for the first speaker's columns, 1 for the second's; the last one to speak goes on."""
    names = list(timeline.transcript.speakers)
    sides: list[int] = []
    for column in range(width):
        begun = timeline.begun_by((column + 0.5) * duration / width)
        speaker = timeline.utterances[begun].speaker if begun is not None else None
        sides.append(names.index(speaker) % 2 if speaker in names else 0)
    return sides


def _first_speaker_is_second_channel(pairs: Levels, timeline: Timeline, duration: float) -> bool:
    if len(timeline.transcript.speakers) < 2:
        return False
    sides = _sides(timeline, len(pairs), duration)
    lead = sum(
        (a - b) * (1 if side == 0 else -1) for (a, b), side in zip(pairs, sides, strict=True)
    )
    return lead < 0


def both_speaking(peaks: "Peaks") -> tuple[tuple[float, float], ...]:
    """The spans, in seconds, in which both channels hear a voice of their own.

    Empty where there is one channel, or the same sound on both.
    """
    import numpy as np

    from sessionlens.audio.peaks import PEAKS_PER_SECOND

    values = peaks.values
    if values.shape[1] != 2 or peaks.same_sound or not len(values):
        return ()
    together = np.ones(len(values), bool)
    for channel in values.T:
        threshold = max(_VOICE * float(np.percentile(channel, 95)), _NOISE)
        voiced = np.zeros(len(values), bool)
        for begin, end in _runs(channel > threshold, int(_BREATH * PEAKS_PER_SECOND)):
            voiced[begin:end] = True
        together &= voiced
    shortest = _TOGETHER * PEAKS_PER_SECOND
    return tuple(
        (float(begin) / PEAKS_PER_SECOND, float(end) / PEAKS_PER_SECOND)
        for begin, end in _runs(together, 0)
        if end - begin >= shortest
    )


def _runs(active: "NDArray[np.bool_]", bridged: int) -> "NDArray[np.intp]":
    """First and past-the-last index of each run, shape (n, 2); gaps up to `bridged` are none."""
    import numpy as np

    edges = np.flatnonzero(np.diff(active.astype(np.int8), prepend=0, append=0))
    begins, ends = edges[::2], edges[1::2]
    apart = begins[1:] - ends[:-1] > bridged
    first = np.concatenate(([True], apart))[: len(begins)]
    last = np.concatenate((apart, [True]))[: len(ends)]
    return np.stack((begins[first], ends[last]), axis=1)
