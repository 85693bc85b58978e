"""The recording at a glance: who speaks, how loud, the playhead, and what was marked below."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from sessionlens.domain.counting import phase_spans
from sessionlens.domain.gaps import Gap
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.widgets.painted import Painted
from sessionlens.tui.widgets.timeline_rows import (
    Cell,
    Columns,
    lens_row,
    marker_rows,
    phase_row,
    scale_row,
)

_UP = " ▁▂▃▄▅▆▇█"
_PARTS = (
    *("speaker-1", "speaker-2", "playhead", "loop", "strength", "growth", "question", "plain"),
    *("scale", "phase-1", "phase-2", "lens", "gap"),
)
_VOICES = 2  # rows
_LOW = 30  # rows of the terminal below which markers are stacked less high


class TimelineBar(Painted):
    """Lines of `columns` cells: one voice grows up, one down; markers and a scale are beneath.

    Phases and the places of a lens have lines of their own while there are any. Gaps of a live
    recording are shaded.
    """

    PREFIX = "timeline"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{part}" for part in _PARTS}
    DEFAULT_CSS = "TimelineBar { height: auto; padding: 0 1; }"

    class Chosen(Message):
        """A moment was clicked or dragged to; `seconds` from the beginning."""

        def __init__(self, seconds: float) -> None:
            super().__init__()
            self.seconds = seconds

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        self._levels: list[tuple[float, float]] = []
        self.columns = 0
        self._duration = 0.0
        self._column = 0
        self._heard = 0.0
        self._loop: tuple[float, float] | None = None
        self._markers: tuple[Marker, ...] = ()
        self._places: tuple[float, ...] | None = None
        self._gaps: tuple[Gap, ...] = ()
        self._rows: list[list[Cell]] = [[]]
        self._dragged: int | None = None

    def show_levels(self, levels: list[tuple[float, float]], duration: float) -> None:
        """Show loudness by column; `duration` is the whole length in seconds."""
        moved = duration != self._duration
        self._levels, self._duration = levels, duration
        if moved:
            self._place_signs()
        self.refresh()

    def show_markers(self, markers: tuple[Marker, ...]) -> None:
        """Show where markers are, by key and rating."""
        if markers is not self._markers:
            self._markers = markers
            self._place_signs()
            self.refresh()

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Show where nothing was recorded, or not everything."""
        if gaps != self._gaps:
            self._gaps = gaps
            self.refresh()

    def show_places(self, starts: tuple[float, ...] | None) -> None:
        """Show the places of a lens, in seconds; None for no lens."""
        if starts != self._places:
            self._places = starts
            self._place_signs()

    def show_playhead(self, seconds: float, loop: tuple[float, float] | None) -> None:
        """Move the playhead; redraws only when it reaches another column."""
        column = self._column_of(seconds)
        if column != self._column or loop != self._loop:
            self._column, self._loop = column, loop
            self._heard = seconds
            if any(marker.open and marker.phase for marker in self._markers):
                self._place_signs()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        base = self.base
        width = self.columns
        if y >= _VOICES:
            row = self._rows[y - _VOICES] if y - _VOICES < len(self._rows) else []
            segments = [Segment(sign, base + self.part(part)) for sign, part in row[:width]]
        else:
            segments = [self._voice(y, column, base) for column in range(width)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_resize(self) -> None:
        self.columns = self.content_size.width
        self._place_signs()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _VOICES + len(self._rows)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        self._go_to(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged is not None:
            self._go_to(event.x)

    def on_mouse_up(self) -> None:
        self.release_mouse()
        self._dragged = None

    def _go_to(self, x: int) -> None:
        column = min(max(x - 1, 0), self.columns - 1)
        if self._duration and self.columns and column != self._dragged:
            self._dragged = column
            self.post_message(self.Chosen(column / self.columns * self._duration))

    def _voice(self, y: int, column: int, base: Style) -> Segment:
        upper, lower = self._levels[column] if column < len(self._levels) else (0.0, 0.0)
        style = base + self.part("speaker-1" if y == 0 else "speaker-2")
        if self._loop and self._in_loop(column):
            style += self.part("loop")
        if column == self._column:
            return Segment("│", base + self.part("playhead"))
        eighths = round(min(upper if y == 0 else lower, 1.0) * 8)
        if eighths == 0 and y == 0 and self._in_gap(column):
            return Segment("░", base + self.part("gap"))
        if y == 0:
            return Segment(_UP[eighths], style)
        # There are no glyphs that grow down: the complement is drawn in reverse.
        if eighths == 0:
            return Segment(" ", style)
        return Segment(_UP[8 - eighths], style + Style(reverse=True))

    def _in_loop(self, column: int) -> bool:
        assert self._loop is not None
        return self._column_of(self._loop[0]) <= column <= self._column_of(self._loop[1])

    def _in_gap(self, column: int) -> bool:
        columns = self._cells
        return any(columns.at(gap.start) <= column <= columns.at(gap.end) for gap in self._gaps)

    def _column_of(self, seconds: float) -> int:
        return self._cells.at(seconds)

    @property
    def _cells(self) -> Columns:
        return Columns(self.columns, self._duration)

    def _place_signs(self) -> None:
        """Lay out what stands below the voices."""
        columns = self._cells
        most = 1 if self.is_attached and self.app.size.height < _LOW else 3
        rows = marker_rows(self._markers, self._rubric, columns, most)
        if spans := phase_spans(self._markers, self._heard):
            rows.append(phase_row(spans, self._rubric, columns))
        if self._places is not None:
            rows.append(lens_row(self._places, columns))
        rows.append(scale_row(columns))
        grown = len(rows) != len(self._rows)
        self._rows = rows
        self.refresh(layout=grown)
