"""The list of markers in time order; the current one is shown whole."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.answer_text import Threads
from sessionlens.tui.widgets.marker_layout import ListFormat, MarkerRow, marker_lines
from sessionlens.tui.widgets.painted import Painted

_PARTS = (
    "pointer",
    "time",
    "name",
    "strength",
    "growth",
    "question",
    "plain",
    "state",
    "indicator",
    "quote",
    "comment",
    "answer",
    "words",
    "note",
    "current",
)


class MarkerList(ScrollView, Painted):
    """Draws only the markers in sight."""

    PREFIX = "markers"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"markers--{part}" for part in _PARTS}

    class Chosen(Message):
        """A marker was clicked."""

        def __init__(self, marker_id: str) -> None:
            super().__init__()
            self.marker_id = marker_id

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_focus = False
        self.empty = ""
        self._rubric = rubric
        self._markers: tuple[Marker, ...] = ()
        self._current: str | None = None
        self._threads = Threads()
        self._drafted: frozenset[str] = frozenset()
        self._lines: list[MarkerRow] = []

    def show_markers(
        self,
        markers: tuple[Marker, ...],
        current: str | None,
        threads: Threads | None = None,
        drafted: frozenset[str] = frozenset(),
    ) -> None:
        """Show markers, given in time order, and point out the current one by its id.

        `threads` are the answers to them; `drafted` are those with words begun and not saved.
        """
        pointed = (current, threads or Threads(), drafted)
        if markers is self._markers and pointed == (self._current, self._threads, self._drafted):
            return
        self._markers, (self._current, self._threads, self._drafted) = markers, pointed
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        base = self.base
        width = self.scrollable_content_region.width
        number = self.scroll_offset.y + y
        if not self._markers:
            return self.instead(self.empty, y, width, "time")
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        if self._markers[line.marker].id == self._current:
            base += self.part("current")
        segments = [Segment(text, base + self.part(part)) for part, text in line.spans if text]
        return Strip(segments).adjust_cell_length(width, base)

    def on_resize(self) -> None:
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        row = int(event.y) - self.gutter.top + self.scroll_offset.y
        if 0 <= row < len(self._lines):
            self.post_message(self.Chosen(self._markers[self._lines[row].marker].id))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        time_width = len(clock(max((one.start for one in self._markers), default=0)))
        form = ListFormat(self._rubric, width, time_width)
        self._lines = []
        first = last = 0
        for number, marker in enumerate(self._markers):
            current = marker.id == self._current
            if current:
                first = len(self._lines)
            drafted = marker.id in self._drafted
            self._lines += marker_lines(
                number, marker, form, self._threads, current=current, drafted=drafted
            )
            if current:
                last = len(self._lines)
        self.virtual_size = Size(width, len(self._lines))
        self._bring_into_view(first, last)
        self.refresh()

    def _bring_into_view(self, first: int, last: int) -> None:
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif last > top + height:
            self.scroll_to(y=max(min(first, last - height), 0), animate=False, immediate=True)
