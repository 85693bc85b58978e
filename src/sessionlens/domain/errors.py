"""The one error type that a user may see."""

from pathlib import Path


class SessionLensError(Exception):
    """A problem that a person can understand and act upon.

    `what` says what is wrong and `hint` what to do about it, both without a full stop at the end.
    `where` is the file concerned, or any other name for the place; `line` is its line, from 1.
    Raised where the cause is known, shown once, at the edge of the program.
    """

    def __init__(
        self, what: str, hint: str = "", *, where: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.where = where
        self.line = line

    def at(self, where: Path | str) -> "SessionLensError":
        """Name the place, unless it is named already; returns the error, to be raised."""
        if self.where is None:
            self.where = where
        return self

    def __str__(self) -> str:
        place = "" if self.where is None else f"{self.where}: "
        line = "" if self.line is None else f"line {self.line}: "
        hint = f" {self.hint}." if self.hint else ""
        return f"{place}{line}{self.what}.{hint}"
