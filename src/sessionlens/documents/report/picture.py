"""The timeline of a report as an SVG picture: who speaks, how loud, and where the moments are."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sessionlens import resources
from sessionlens.audio.levels import Levels, levels
from sessionlens.audio.measuring import Measuring
from sessionlens.audio.peaks import Peaks
from sessionlens.documents.content import Content, Moment
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import clock
from sessionlens.domain.timeline import Timeline

WIDTH = 1000
_COLUMNS = 250
_TALL = 34.0  # height of the loudest column, on either side
_MIDDLE = 40.0
_PIN = 26.0  # room for one moment in a row
_ROW = 24.0
_MOST_ROWS = 5
_STEPS = (15, 30, 60, 120, 300, 600, 900, 1800, 3600)  # seconds between ticks
_MOST_TICKS = 10
_FAINT = 0.55  # level of speech where the sound itself is not known


class Pin(NamedTuple):
    """Where a moment is on the picture."""

    moment: Moment
    x: float
    y: float


class Picture(NamedTuple):
    """Everything that the template draws, in the units of a picture `WIDTH` wide."""

    height: float
    upper: str
    lower: str
    middle: float
    axis: float
    pins: list[Pin]
    ticks: list[tuple[float, str]]


def picture_of(content: Content) -> Picture | None:
    """The timeline, None where nobody knows how long the recording is."""
    duration = content.duration
    if duration <= 0:
        return None
    columns = _levels(content, duration)
    axis = _MIDDLE + _TALL + 16
    pins, rows = _pins(content.moments, duration, axis + 22)
    return Picture(
        height=axis + 12 + rows * _ROW,
        upper=_bars([upper for upper, _ in columns], -1),
        lower=_bars([lower for _, lower in columns], 1),
        middle=_MIDDLE,
        axis=axis,
        pins=pins,
        ticks=_ticks(duration),
    )


def _levels(content: Content, duration: float) -> Levels:
    timeline = Timeline(content.transcript)
    peaks = _peaks(content.recording)
    if peaks is not None:
        columns = levels(peaks, timeline, _COLUMNS, duration)
    else:
        columns = _spoken(timeline, duration)
    first = next(iter(timeline.transcript.speakers), None)
    if first is not None and content.voices.kind(first) == "client":
        return [(lower, upper) for upper, lower in columns]  # the coach is above
    return columns


def _peaks(recording: Path | None) -> Peaks | None:
    """The loudness of the recording, kept from the last time or found now; None without sound."""
    from sessionlens.audio import peaks_cache

    if recording is None:
        return None
    folder = resources.cache_folder()
    try:
        if (kept := peaks_cache.load(folder, recording)) is not None:
            return kept
        peaks = None
        for chunk in Measuring(recording).chunks():
            peaks = peaks or Peaks.before(chunk)
            peaks.add(chunk)
    except (SessionLensError, OSError):
        return None
    if peaks is not None:
        peaks_cache.save(folder, recording, peaks)
    return peaks


def _spoken(timeline: Timeline, duration: float) -> Levels:
    """Who speaks when, by the transcript alone."""
    names = list(timeline.transcript.speakers)
    columns = [(0.0, 0.0)] * _COLUMNS
    for utterance in timeline.utterances:
        lower = utterance.speaker in names and names.index(utterance.speaker) % 2 == 1
        first = int(utterance.start / duration * _COLUMNS)
        last = int(utterance.end / duration * _COLUMNS)
        for column in range(max(first, 0), min(last + 1, _COLUMNS)):
            columns[column] = (0.0, _FAINT) if lower else (_FAINT, 0.0)
    return columns


def _bars(heights: Sequence[float], direction: int) -> str:
    """One path of upright strokes; a column of silence has none."""
    step = WIDTH / _COLUMNS
    return "".join(
        f"M{(column + 0.5) * step:.1f} {_MIDDLE + 2 * direction:g}"
        f"v{direction * max(height * _TALL, 0.5):.1f}"
        for column, height in enumerate(heights)
        if height > 0.02
    )


def _pins(moments: Sequence[Moment], duration: float, top: float) -> tuple[list[Pin], int]:
    """Moments in rows, so that none hides another as long as there is room."""
    ends = [-_PIN]
    pins = []
    for moment in moments:
        x = min(max(moment.marker.start / duration, 0.0), 1.0) * WIDTH
        x = min(max(x, _PIN / 2), WIDTH - _PIN / 2)
        row = next((number for number, end in enumerate(ends) if end + _PIN <= x), None)
        if row is None and len(ends) < _MOST_ROWS:
            ends.append(-_PIN)
            row = len(ends) - 1
        if row is None:
            row = ends.index(min(ends))
        ends[row] = x
        pins.append(Pin(moment, round(x, 1), top + row * _ROW))
    return pins, len(ends)


def _ticks(duration: float) -> list[tuple[float, str]]:
    step = next((one for one in _STEPS if duration / one <= _MOST_TICKS), _STEPS[-1])
    count = int(duration // step)
    return [(round(i * step / duration * WIDTH, 1), clock(i * step)) for i in range(count + 1)]
