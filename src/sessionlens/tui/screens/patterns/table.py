"""The table: competencies below one another, sessions side by side, the oldest first."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sessionlens.domain.pattern_words import client_in_words, counts_in_signs
from sessionlens.domain.patterns import PatternCell, Patterns, RubricPattern, SessionEvidence
from sessionlens.domain.text import clean
from sessionlens.tui.wrapping import cells, fit

_TITLE = 32  # columns at most for what a competency is called
_CLIENT = 14
_DAY = len("2026-11-02")
_GAP = 2
_HEAD = 3  # lines: what lies to either side, the days, the clients


class PatternTable(Widget):
    """Shows one rubric, and draws only the cells in sight; the screen moves the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("patterns--head", "patterns--title", "patterns--own", "patterns--cursor"),
    }
    DEFAULT_CSS = """
    PatternTable { height: 1fr; }
    PatternTable > .patterns--head { color: $faint; }
    PatternTable > .patterns--title { text-style: bold; }
    PatternTable > .patterns--own { color: $speaker-1; }
    PatternTable > .patterns--cursor { background: $accent; color: $background; text-style: bold; }
    """

    class Moved(Message):
        """Another cell is under the cursor."""

    class Opened(Message):
        """The moments of the cell under the cursor are wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: RubricPattern | None = None
        self._views: list[SessionEvidence] = []
        self._widths: dict[int, int] = {}
        self._row = self._column = 0
        self._top = self._left = 0

    def show_rubric(self, table: RubricPattern, patterns: Patterns, row: str, column: str) -> None:
        """Show a rubric's table, the cursor on this competency and the session of this file."""
        if self._table is None or self._table.sessions != table.sessions:
            self._top = self._left = 0
        self._table = table
        self._views = [patterns.sessions[number].main for number in table.sessions]
        self._widths = {}
        rows = [competency.id for competency in table.competencies]
        files = [view.file for view in self._views]
        self.go(
            rows.index(row) if row in rows else 0,
            # What was noted last is what one comes for.
            files.index(column) if column in files else len(files) - 1,
        )

    @property
    def place(self) -> tuple[str, str]:
        """The competency's id and the session's file under the cursor; empty without any."""
        if self._table is None or not (self._table.competencies and self._views):
            return "", ""
        return self._table.competencies[self._row].id, self._views[self._column].file

    def move_by(self, rows: int, columns: int) -> None:
        """Move the cursor, as far as there are cells."""
        self.go(self._row + rows, self._column + columns)

    def go(self, row: int, column: int) -> None:
        """Put the cursor there, or as near as there is a cell."""
        rows = len(self._table.competencies) if self._table else 0
        self._row = min(max(row, 0), max(rows - 1, 0))
        self._column = min(max(column, 0), max(len(self._views) - 1, 0))
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._top = self._left = 0
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        """Scroll as little as will do."""
        room = max(self.size.height - _HEAD, 1)
        self._top = min(max(self._top, self._row - room + 1), self._row)
        left, width = self._column, self.size.width - self._title_width
        while left > 0 and (width := width - self._width(left)) >= self._width(left - 1):
            left -= 1
        self._left = min(max(self._left, left), self._column)

    @property
    def _title_width(self) -> int:
        titles = self._table.competencies if self._table else ()
        longest = max((cells(competency.title) for competency in titles), default=0)
        return min(longest, _TITLE, max(self.size.width // 2 - _GAP, 1)) + _GAP

    def _width(self, column: int) -> int:
        """Columns of the terminal that a session takes."""
        if column not in self._widths:
            client = min(cells(clean(self._views[column].client)), _CLIENT)
            longest = max((cells("".join(_parts(cell))) for cell in self._cells(column)), default=0)
            self._widths[column] = max(_DAY, client, longest) + _GAP
        return self._widths[column]

    def _cells(self, column: int) -> list[PatternCell]:
        table = self._table
        if table is None:
            return []
        number = table.sessions[column]
        return [competency.cells[number] for competency in table.competencies]

    def _in_sight(self) -> range:
        """The columns of which at least the beginning is in sight."""
        room, column = self.size.width - self._title_width, self._left
        while room > 0 and column < len(self._views):
            room -= self._width(column)
            column += 1
        return range(self._left, column)

    # ---------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        base, row = self.rich_style, self._top + y - _HEAD
        segments: list[Segment] = []
        if self._table is None:
            pass
        elif y == 0:
            segments = [Segment(self._beyond(), base + self._part("head"))]
        elif y < _HEAD:
            segments = [Segment(" " * self._title_width, base)]
            for column in self._in_sight():
                view = self._views[column]
                client = client_in_words(view.client) if view.client else ""
                text = view.day.isoformat() if y == 1 else fit(client, _CLIENT).rstrip()
                segments.append(Segment(fit(text, self._width(column)), base + self._part("head")))
        elif row < len(self._table.competencies):
            segments = self._line(row, base)
        strip = Strip(segments).adjust_cell_length(self.size.width, base)
        return strip.crop(0, self.size.width)

    def _line(self, row: int, base: Style) -> list[Segment]:
        assert self._table is not None
        competency = self._table.competencies[row]
        style = base + self._part("title") if row == self._row else base
        width = self._title_width - _GAP
        segments = [Segment(fit(competency.title, width), style), Segment(" " * _GAP, base)]
        for column in self._in_sight():
            current = (row, column) == (self._row, self._column)
            under = base + self._part("cursor") if current else base
            mentors, own = _parts(competency.cells[self._table.sessions[column]])
            room = self._width(column) - _GAP - cells(mentors + own)
            segments += [
                Segment(mentors, under),
                Segment(own, under if current else base + self._part("own")),
                Segment(" " * room, under),
                Segment(" " * _GAP, base),
            ]
        return segments

    def _beyond(self) -> str:
        """How many sessions lie to either side of those in sight."""
        earlier, later = self._left, len(self._views) - self._in_sight().stop
        words = (f"‹ {earlier} earlier" if earlier else "", f"{later} later ›" if later else "")
        return " " * self._title_width + "   ".join(filter(None, words))

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"patterns--{name}", partial=True)

    def on_click(self, event: events.Click) -> None:
        row, x = int(event.y) - _HEAD + self._top, int(event.x) - self._title_width
        if self._table is None or not 0 <= row < len(self._table.competencies):
            return
        for column in self._in_sight():
            x -= self._width(column)
            if x < 0:
                break
        again = (row, column) == (self._row, self._column)
        self.go(row, column)
        if again:
            self.post_message(self.Opened())


def _parts(cell: PatternCell) -> tuple[str, str]:
    """The mentor's counts, and in brackets behind them the coach's own."""
    if not cell.moments:
        return "", ""
    mentors, own = counts_in_signs(cell.mentors), cell.own
    if own is None:
        return mentors, ""
    return mentors, f"{' ' if mentors else ''}({counts_in_signs(own) or '0'})"
