"""The table: competencies below one another, sessions side by side, the oldest first."""

from typing import Any

from rich.text import Text
from textual.widgets import DataTable

from sessionlens.domain.pattern_words import client_in_words, counts_in_signs
from sessionlens.domain.patterns import PatternCell, Patterns, RubricPattern
from sessionlens.domain.text import shorten

_TITLE = 32  # columns at most for what a competency is called
_CLIENT = 14


class PatternTable(DataTable[Text]):
    """Shows one rubric; the cursor is moved by the screen, or with the mouse."""

    DEFAULT_CSS = """
    PatternTable {
        height: 1fr; background: $background; scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    PatternTable > .datatable--header { background: $background; color: $faint; text-style: none; }
    PatternTable > .datatable--header-hover, PatternTable > .datatable--hover {
        background: $background;
    }
    PatternTable > .datatable--fixed, PatternTable > .datatable--fixed-cursor {
        background: $background; color: $foreground;
    }
    PatternTable > .datatable--fixed-cursor { text-style: bold; }
    PatternTable > .datatable--header-cursor { background: $background; color: $accent; }
    PatternTable > .datatable--odd-row, PatternTable > .datatable--even-row {
        background: $background;
    }
    PatternTable > .datatable--cursor { background: $accent; color: $background; text-style: bold; }
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(
            fixed_columns=1, header_height=2, cursor_type="cell", cell_padding=1, **more
        )
        self.can_focus = False
        self._table: RubricPattern | None = None
        self._files: list[str] = []

    def show_rubric(self, table: RubricPattern, patterns: Patterns, row: str, column: str) -> None:
        """Show a rubric's table, the cursor on this competency and the session of this file."""
        self._table = table
        views = [patterns.sessions[number].main for number in table.sessions]
        self._files = [view.file for view in views]
        self.clear(columns=True)
        self.add_column(Text(""), key="title")
        for number, view in enumerate(views):
            client = shorten(client_in_words(view.client), _CLIENT) if view.client else ""
            self.add_column(Text(f"{view.day.isoformat()}\n{client}"), key=str(number))
        for competency in table.competencies:
            cells = (_shown(competency.cells[number]) for number in table.sessions)
            self.add_row(Text(shorten(competency.title, _TITLE)), *cells, key=competency.id)
        rows = [competency.id for competency in table.competencies]
        place = rows.index(row) if row in rows else 0
        newest = len(views)  # what was noted last is what one comes for
        self.go(place, self._files.index(column) + 1 if column in self._files else newest)

    @property
    def place(self) -> tuple[str, str]:
        """The competency's id and the session's file under the cursor; empty without any."""
        row, column = self.cursor_row, self.cursor_column - 1
        if self._table is None or not (0 <= column < len(self._files) and row < self.row_count):
            return "", ""
        return self._table.competencies[row].id, self._files[column]

    def move_by(self, rows: int, columns: int) -> None:
        """Move the cursor, as far as there are cells."""
        self.go(self.cursor_row + rows, self.cursor_column + columns)

    def go(self, row: int, column: int) -> None:
        """Put the cursor there, or as near as there is a cell; titles are none."""
        row = min(max(row, 0), max(self.row_count - 1, 0))
        column = min(max(column, 1), len(self._files))
        self.move_cursor(row=row, column=column, animate=False)


def _shown(cell: PatternCell) -> Text:
    """The mentor's counts, and dimmed beside them in brackets the coach's own."""
    if not cell.moments:
        return Text("")
    text = Text(counts_in_signs(cell.mentors))
    if (own := cell.own) is not None:
        space = " " if text.plain else ""
        text.append(f"{space}({counts_in_signs(own) or '0'})", style="dim")
    return text
