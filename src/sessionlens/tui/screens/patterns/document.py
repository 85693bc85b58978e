"""Patterns that are open: whose, from which folders, and the cell where one is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sessionlens.domain.keymap import Keymap
from sessionlens.domain.patterns import PatternCell, Patterns, RubricPattern
from sessionlens.library.patterns import FoundPatterns, GatheredPatterns
from sessionlens.storage.settings import Settings

Listed = Literal["", "moments", "verdicts", "clients", "never", "intentions", "stay"]
"""What is listed in the place of the table, or below it; nothing where one is in the table."""


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


@dataclass(kw_only=True, eq=False, repr=False)
class OpenPatterns:
    """The sessions of one coach from some folders; it outlives the screen that shows it.

    `gathered` and `result` are None until the files are read. `rubric`, `row` and `column` name the
    cell under the cursor: a rubric and a competency by their ids, a session by its file. `listed`
    is the list that is open, and `entry` the number of its entry under the cursor. `say` tells
    something in the screen that is shown.
    """

    folders: tuple[Path, ...]
    settings: Settings
    keymap: Keymap
    coach: str = ""
    client: str = ""
    gathered: GatheredPatterns | None = None
    result: FoundPatterns | None = None
    rubric: str = ""
    row: str = ""
    column: str = ""
    listed: Listed = ""
    entry: int = 0
    say: Callable[[str], None] = field(default=_nobody_listens)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning; more is said when the files are read."""
        return ()

    def close(self) -> None:
        """Nothing is held."""

    @property
    def patterns(self) -> Patterns:
        """What was found; nothing before it is read."""
        return self.result.patterns if self.result else Patterns(coach=self.coach)

    @property
    def table(self) -> RubricPattern | None:
        """The rubric whose table is shown; None where there is none."""
        tables = self.patterns.rubrics
        chosen = (table for table in tables if table.names.id == self.rubric)
        return next(chosen, None) or (tables[0] if tables else None)

    @property
    def cell(self) -> tuple[PatternCell, str, int] | None:
        """The cell under the cursor, what its competency is called, and the session's number."""
        table = self.table
        if table is None:
            return None
        for competency in table.competencies:
            if competency.id != self.row:
                continue
            for number in table.sessions:
                if self.patterns.sessions[number].main.file == self.column:
                    return competency.cells[number], competency.title, number
        return None

    def read(self, gathered: GatheredPatterns) -> None:
        """Take what the folders hold now; raises SessionLensError as `of_coach` does."""
        self.gathered = gathered
        self.result = gathered.of_coach(self.coach, self.client)

    def of_coach(self, coach: str, client: str = "") -> None:
        """Look at another coach, or at one client only; raises SessionLensError."""
        assert self.gathered is not None
        self.result = self.gathered.of_coach(coach, client)
        self.coach, self.client = coach, client
