"""What stands below the voices: the scale, the markers, the phases, the places of a lens."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from sessionlens.domain.counting import PhaseSpan
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.marker_layout import code_of
from sessionlens.tui.wrapping import cells

Cell = tuple[str, str]
"""A character and the part of the widget whose style it has."""

_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
_GAP = 2  # cells between two labels of the scale


class Columns(Struct, frozen=True):
    """The cells that a recording of `duration` seconds is laid over."""

    count: int
    duration: float

    def at(self, seconds: float) -> int:
        """The column of a time, counted from 0."""
        if not self.duration or not self.count:
            return 0
        return min(max(int(seconds / self.duration * self.count), 0), self.count - 1)

    def blank(self) -> list[Cell]:
        """A row with nothing in it."""
        return [(" ", "plain")] * self.count


def scale_row(columns: Columns) -> list[Cell]:
    """Ticks with their times, as many as can be read."""
    row = columns.blank()
    if not columns.duration or not columns.count:
        return row
    widest = len(clock(columns.duration)) + 1 + _GAP
    step = next((s for s in _STEPS if s / columns.duration * columns.count >= widest), _STEPS[-1])
    for number in range(int(columns.duration // step) + 1):
        label = f"╵{_short(number * step)}"
        at = columns.at(number * step)
        if at + len(label) <= columns.count:
            row[at : at + len(label)] = [(character, "scale") for character in label]
    return row


def _short(seconds: int) -> str:
    """A time as short as it can be read: `5:00`, `1:05:00`."""
    text = clock(seconds)
    return text[1:] if text.startswith("0") and len(text) > 4 else text


class _Sign(Struct):
    """What stands in one place of a row: a marker's key and rating, or how many there are."""

    start: int
    text: str
    part: str
    count: int = 1


def marker_rows(
    markers: Iterable[Marker], rubric: Rubric, columns: Columns, most: int
) -> list[list[Cell]]:
    """Key and rating of each marker at its time, in up to `most` rows.

    Those that would collide are stacked; where the rows do not suffice, the last one counts.
    """
    rows: list[list[_Sign]] = []
    free: list[int] = []  # the column from which each row is empty
    texts: dict[tuple[str | None, str, str], str] = {}
    for marker in markers:
        if marker.phase:
            continue
        name = (marker.competency, marker.plain_name, marker.glyph)
        text = texts.get(name) or texts.setdefault(name, code_of(marker, rubric)[0] + marker.glyph)
        start = min(columns.at(marker.start), max(columns.count - len(text), 0))
        number = next((row for row, column in enumerate(free) if column <= start), len(rows))
        if number >= most:
            crowded = rows[-1][-1]
            crowded.count += 1
            free[-1] = crowded.start + max(len(_counted(crowded.count)), 2) + 1
            continue
        if number == len(rows):
            rows.append([])
            free.append(0)
        rows[number].append(_Sign(start, text, marker.rating or "plain"))
        free[number] = start + max(len(text), 2) + 1
    return [_drawn(row, columns) for row in rows] or [columns.blank()]


def _counted(count: int) -> str:
    return f"{count}×" if count < 100 else f"{count}"


def _drawn(signs: Sequence[_Sign], columns: Columns) -> list[Cell]:
    row = columns.blank()
    for sign in signs:
        text, part = sign.text, sign.part
        if sign.count > 1:
            text, part = _counted(sign.count), "plain"
        start = min(sign.start, max(columns.count - len(text), 0))
        for offset, character in enumerate(text[: columns.count]):
            row[start + offset] = (character, part)
    return row


def phase_row(spans: Sequence[PhaseSpan], rubric: Rubric, columns: Columns) -> list[Cell]:
    """A band for each stretch of a phase, with its name and its minutes where they fit."""
    row = columns.blank()
    for number, span in enumerate(spans):
        first, last = columns.at(span.start), columns.at(span.end)
        width = last - first + 1
        phase = rubric.phase(span.phase)
        title, key = (phase.title, phase.key) if phase else (span.phase, "·")
        minutes = clock(span.end - span.start)
        names = (f" {title} {minutes} ", f" {title} ", title, key)
        text = next((name for name in names if cells(name) <= width), "")
        text = text.ljust(width)[:width]
        part = "phase-1" if number % 2 == 0 else "phase-2"
        row[first : last + 1] = [(character, part) for character in text]
    return row


def lens_row(starts: Iterable[float], columns: Columns) -> list[Cell]:
    """A sign for each place of a lens; several in one column are counted."""
    row = columns.blank()
    for column, count in Counter(columns.at(start) for start in starts).items():
        if column < len(row):
            row[column] = ("◆" if count == 1 else str(count) if count < 10 else "+", "lens")
    return row
