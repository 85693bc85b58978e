"""Going from cell to cell of the table, and from entry to entry of a list."""

from sessionlens.tui.commands import handles
from sessionlens.tui.screens.patterns.document import OpenPatterns
from sessionlens.tui.screens.patterns.entries import PatternList
from sessionlens.tui.screens.patterns.table import PatternTable

_FAR = 10_000  # more rows or columns than any table has


class Moving:
    """The commands that move a cursor: the list's where one is open, else the table's."""

    def __init__(self, document: OpenPatterns, table: PatternTable, listing: PatternList) -> None:
        self._document = document
        self._table = table
        self._list = listing

    @handles("read.up")
    def up(self) -> None:
        """One competency up."""
        self._move(-1, 0)

    @handles("read.down")
    def down(self) -> None:
        """One competency down."""
        self._move(1, 0)

    @handles("read.page_up")
    def page_up(self) -> None:
        """To the first competency."""
        self._move(-_FAR, 0)

    @handles("read.page_down")
    def page_down(self) -> None:
        """To the last competency."""
        self._move(_FAR, 0)

    @handles("patterns.left")
    def left(self) -> None:
        """To the session before."""
        self._move(0, -1)

    @handles("patterns.right")
    def right(self) -> None:
        """To the session after."""
        self._move(0, 1)

    @handles("patterns.first")
    def first(self) -> None:
        """To the oldest session."""
        self._move(0, -_FAR)

    @handles("patterns.last")
    def last(self) -> None:
        """To the newest session."""
        self._move(0, _FAR)

    def _move(self, rows: int, columns: int) -> None:
        if self._document.listed:
            self._list.move(rows or columns)
        else:
            self._table.move_by(rows, columns)
