"""The recordings of a folder, a line each, with what there is for them."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sessionlens.domain.text import counted, file_name
from sessionlens.library.entry import Counts, File
from sessionlens.library.folder import RecordingEntry
from sessionlens.tui.wrapping import fit

_PARTS = ("head", "name", "none", "done", "open", "trouble", "current", "bar")
_COLUMNS = (("transcript", 10), ("own review", 12), ("review", 12), ("feedback", 8), ("reply", 8))
_DATE = 10
_DATED = 96  # columns from which there is room for the date
_NONE = ("none", "·")
_UNREADABLE = ("trouble", "! error")

Cell = tuple[str, str]
"""(part, text): the part names the style."""


class RecordingList(ScrollView):
    """Draws only the lines in sight; the cursor is moved by the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"recordings--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    RecordingList {
        height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    RecordingList > .recordings--head { color: $faint; }
    RecordingList > .recordings--name { color: $foreground; }
    RecordingList > .recordings--none { color: $faint; }
    RecordingList > .recordings--done { color: $strength; }
    RecordingList > .recordings--open { color: $growth; }
    RecordingList > .recordings--trouble { color: $warning; text-style: bold; }
    RecordingList > .recordings--current { background: $reader; text-style: bold; }
    RecordingList > .recordings--bar { color: $accent; }
    """

    class Moved(Message):
        """Another recording is under the cursor."""

    class Opened(Message):
        """The recording under the cursor is to be opened."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_focus = False
        self._entries: list[RecordingEntry] = []
        self._counts: Mapping[str, Counts] = {}
        self._current = 0

    @property
    def entry(self) -> RecordingEntry | None:
        """The recording under the cursor."""
        return self._entries[self._current] if self._entries else None

    @property
    def count(self) -> int:
        """How many recordings are shown."""
        return len(self._entries)

    def go_to(self, name: str) -> None:
        """Move the cursor to the recording of this name, if it is there."""
        for number, entry in enumerate(self._entries):
            if entry.name == name:
                self.move(number - self._current)

    def show_entries(self, entries: list[RecordingEntry], counts: Mapping[str, Counts]) -> None:
        """Show these; the cursor stays on its recording."""
        old = self.entry
        self._entries, self._counts = entries, counts
        names = [one.name for one in entries]
        if old is not None and old.name in names:
            self._current = names.index(old.name)
        self._current = min(self._current, max(len(entries) - 1, 0))
        self.virtual_size = Size(self.size.width, len(entries))
        self.move(0)

    def move(self, step: int) -> None:
        """Move the cursor by so many lines, as far as there are any."""
        self._current = min(max(self._current + step, 0), max(len(self._entries) - 1, 0))
        height, top = self._page, self.scroll_offset.y
        if self._current < top:
            self.scroll_to(y=self._current, animate=False, immediate=True)
        elif self._current >= top + height:
            self.scroll_to(y=self._current - height + 1, animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def move_page(self, step: int) -> None:
        """Move the cursor by so many pages."""
        self.move(step * max(self._page - 1, 1))

    @property
    def _page(self) -> int:
        return self.scrollable_content_region.height

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._entries))
        self.move(0)

    def on_click(self, event: events.Click) -> None:
        number = int(event.y) + self.scroll_offset.y
        if number >= len(self._entries):
            return
        again = number == self._current
        self.move(number - self._current)
        if again:
            self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        number, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        base = self.rich_style
        if number >= len(self._entries):
            return Strip.blank(width, base)
        current = number == self._current
        if current:
            base += self._part("current")
        entry = self._entries[number]
        counts = self._counts.get(entry.name)
        segments = [Segment("▌ " if current else "  ", base + self._part("bar"))]
        troubled = bool(counts and counts.unreadable)
        name: Cell = ("name", file_name(name_of(entry, counts)))
        if troubled:
            name = ("trouble", f"! {file_name(entry.name)}")
        if width >= _DATED:
            segments.append(Segment(_date(entry, counts) + "  ", base + self._part("head")))
        segments.append(self._cell(name, name_width(width), base))
        for cell, (_, size) in zip(cells_of(entry, counts), _COLUMNS, strict=True):
            segments.append(self._cell(cell, size, base))
        return Strip(segments).adjust_cell_length(width, base)

    def _cell(self, cell: Cell, width: int, base: Style) -> Segment:
        return Segment(fit(cell[1], width) + " ", base + self._part(cell[0]))

    def _part(self, part: str) -> Style:
        return self.get_component_rich_style(f"recordings--{part}", partial=True)


def heading(width: int) -> str:
    """The names of the columns, for a list so wide."""
    date = fit("date", _DATE) + "  " if width >= _DATED else ""
    columns = (fit(title, size) for title, size in _COLUMNS)
    return "  " + date + " ".join([fit("recording", name_width(width)), *columns])


def name_width(width: int) -> int:
    """Cells left for the name."""
    used = 2 + sum(size + 1 for _, size in _COLUMNS) + (_DATE + 2 if width >= _DATED else 0)
    return max(width - used - 1, 8)


def cells_of(entry: RecordingEntry, counts: Counts | None) -> list[Cell]:
    """Transcript, own review, review, feedback and reply, each in a word; `…` until it is read."""
    return [
        ("done", "✓") if entry.transcript else _NONE,
        _cell("self_review", entry, counts, _own),
        _cell("review", entry, counts, _review),
        _cell("feedback", entry, counts, partial(_feedback, answered=entry.reply is not None)),
        _cell("reply", entry, counts, _reply),
    ]


def _cell(
    file: File, entry: RecordingEntry, counts: Counts | None, describe: Callable[[Counts], Cell]
) -> Cell:
    if getattr(entry, file) is None:
        return _NONE
    if counts is None:
        return ("none", "…")
    return _UNREADABLE if file in counts.unreadable else describe(counts)


def _own(counts: Counts) -> Cell:
    return _marked(counts.self_markers, done=not counts.sealed)


def _review(counts: Counts) -> Cell:
    return _marked(counts.markers, done=not counts.verdicts_missing)


def _marked(count: int, *, done: bool) -> Cell:
    """What is still missing is said in sentences below the list."""
    markers = counted(count, "marker", "markers")
    return ("done", f"✓ {markers}") if done else ("open", markers)


def _feedback(counts: Counts, *, answered: bool) -> Cell:
    if counts.exported:
        return ("done", "exported")
    if counts.responses:
        return ("open", f"{counts.moments} ↳{counts.responses}")
    return ("done", str(counts.moments)) if answered else ("open", f"{counts.moments} new")


def _reply(counts: Counts) -> Cell:
    whole = counts.answers >= counts.moments
    return ("done" if whole else "open", f"{counts.answers} of {counts.moments}")


def name_of(entry: RecordingEntry, counts: Counts | None) -> str:
    """What a recording is called: its session's title and coach, else its file."""
    if counts is None or not counts.title:
        return entry.name
    return f"{counts.title} · {counts.coach}" if counts.coach else counts.title


def _date(entry: RecordingEntry, counts: Counts | None) -> str:
    if counts is not None and counts.date is not None:
        return counts.date.isoformat()
    try:
        return dt.datetime.fromtimestamp(entry.modified).astimezone().date().isoformat()
    except (OSError, OverflowError, ValueError):
        return " " * _DATE
