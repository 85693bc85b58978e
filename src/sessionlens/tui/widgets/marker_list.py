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
        self._form: ListFormat | None = None
        self._single: dict[int, MarkerRow] = {}
        self._whole: list[MarkerRow] = []
        self._whole_from = 0

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
        line = self._row(number)
        if line is None:
            return Strip.blank(width, base)
        if self._markers[line.marker].id == self._current:
            base += self.part("current")
        segments = [Segment(text, base + self.part(part)) for part, text in line.spans if text]
        return Strip(segments).adjust_cell_length(width, base)

    def on_resize(self) -> None:
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        row = self._row(int(event.y) - self.gutter.top + self.scroll_offset.y)
        if row is not None:
            self.post_message(self.Chosen(self._markers[row.marker].id))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        time_width = len(clock(max((marker.start for marker in self._markers), default=0)))
        self._form = ListFormat(self._rubric, width, time_width)
        self._single.clear()
        self._whole, self._whole_from = [], 0
        for number, marker in enumerate(self._markers):
            if marker.id == self._current:
                self._whole, self._whole_from = self._laid_out(number, self._form), number
        rows = len(self._markers) + max(len(self._whole) - 1, 0)
        self.virtual_size = Size(width, rows)
        self._bring_into_view(self._whole_from, self._whole_from + len(self._whole))
        self.refresh()

    def _row(self, number: int) -> MarkerRow | None:
        """A line of the list, counted from 0: each marker but the current one has a single one."""
        after = number - self._whole_from
        if 0 <= after < len(self._whole):
            return self._whole[after]
        marker = number if after < 0 else number - max(len(self._whole) - 1, 0)
        if self._form is None or not 0 <= marker < len(self._markers):
            return None
        if marker not in self._single:
            (self._single[marker],) = self._laid_out(marker, self._form)
        return self._single[marker]

    def _laid_out(self, number: int, form: ListFormat) -> list[MarkerRow]:
        marker = self._markers[number]
        current, drafted = marker.id == self._current, marker.id in self._drafted
        return marker_lines(number, marker, form, self._threads, current=current, drafted=drafted)

    def _bring_into_view(self, first: int, last: int) -> None:
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif last > top + height:
            self.scroll_to(y=max(min(first, last - height), 0), animate=False, immediate=True)
