"""Whose voice is on which side of the timeline."""

from typing import TYPE_CHECKING

from sessionlens.domain.timeline import Timeline

if TYPE_CHECKING:
    from sessionlens.audio.peaks import Peaks

Levels = list[tuple[float, float]]
"""Level of the first and of the second speaker, 0 to 1, by column."""


def levels(peaks: "Peaks", timeline: Timeline, width: int, duration: float) -> Levels:
    """Loudness by column: two channels apart, else by who speaks, else on one side.

    The first speaker of the transcript is drawn above, whichever channel is theirs.
    """
    if width <= 0 or duration <= 0:
        return []
    columns = peaks.columns(width, 0.0, duration)
    loudest = float(columns.max()) or 1.0
    scaled = (columns / loudest) ** 0.6
    if scaled.shape[1] == 2 and not peaks.same_sound:
        pairs = [(float(a), float(b)) for a, b in scaled]
        swap = _first_speaker_is_second_channel(pairs, timeline, duration)
        return [(b, a) for a, b in pairs] if swap else pairs
    mono = [float(one) for one in scaled.max(axis=1)]
    sides = _sides(timeline, width, duration)
    return [
        (0.0, level) if side == 1 else (level, 0.0) for level, side in zip(mono, sides, strict=True)
    ]


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
