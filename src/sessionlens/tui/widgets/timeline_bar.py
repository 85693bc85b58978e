"""The recording at a glance: who speaks, how loud, the playhead, and the markers below."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.widgets.marker_layout import code_of
from sessionlens.tui.widgets.painted import Painted

_UP = " ▁▂▃▄▅▆▇█"
_PARTS = ("speaker-1", "speaker-2", "playhead", "loop", "strength", "growth", "question", "plain")


class TimelineBar(Painted):
    """Three lines of `columns` cells: one voice grows up, one down, and markers are beneath."""

    PREFIX = "timeline"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{part}" for part in _PARTS}
    DEFAULT_CSS = "TimelineBar { height: 3; padding: 0 1; }"

    class Chosen(Message):
        """A moment was clicked; `seconds` from the beginning."""

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
        self._loop: tuple[float, float] | None = None
        self._markers: tuple[Marker, ...] = ()
        self._signs: list[tuple[str, str]] = []

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

    def show_playhead(self, seconds: float, loop: tuple[float, float] | None) -> None:
        """Move the playhead; redraws only when it reaches another column."""
        column = self._column_of(seconds)
        if column != self._column or loop != self._loop:
            self._column, self._loop = column, loop
            self.refresh()

    def render_line(self, y: int) -> Strip:
        base = self.base
        width = self.columns
        if y == 2:
            segments = [Segment(sign, base + self.part(part)) for sign, part in self._signs[:width]]
        else:
            segments = [self._voice(y, column, base) for column in range(width)]
        return Strip([Segment(" ", base), *segments]).adjust_cell_length(self.size.width, base)

    def on_resize(self) -> None:
        self.columns = self.content_size.width
        self._place_signs()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        if self._duration and self.columns:
            share = (event.x - 1) / self.columns
            self.post_message(self.Chosen(max(share, 0.0) * self._duration))

    def _voice(self, y: int, column: int, base: Style) -> Segment:
        upper, lower = self._levels[column] if column < len(self._levels) else (0.0, 0.0)
        style = base + self.part("speaker-1" if y == 0 else "speaker-2")
        if self._loop and self._in_loop(column):
            style += self.part("loop")
        if column == self._column:
            return Segment("│", base + self.part("playhead"))
        eighths = round(min(upper if y == 0 else lower, 1.0) * 8)
        if y == 0:
            return Segment(_UP[eighths], style)
        # There are no glyphs that grow down: the complement is drawn in reverse.
        if eighths == 0:
            return Segment(" ", style)
        return Segment(_UP[8 - eighths], style + Style(reverse=True))

    def _in_loop(self, column: int) -> bool:
        assert self._loop is not None
        return self._column_of(self._loop[0]) <= column <= self._column_of(self._loop[1])

    def _column_of(self, seconds: float) -> int:
        width = self.columns
        if not self._duration or not width:
            return 0
        return min(int(seconds / self._duration * width), width - 1)

    def _place_signs(self) -> None:
        """Lay key and rating of each marker on the line; where two meet, the later one wins."""
        signs = [(" ", "plain")] * self.columns
        for marker in self._markers:
            column = self._column_of(marker.start)
            key, _ = code_of(marker, self._rubric)
            for offset, sign in enumerate(key + marker.glyph):
                if column + offset < len(signs):
                    signs[column + offset] = (sign, marker.rating or "plain")
        self._signs = signs
