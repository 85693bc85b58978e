"""The one error type that a user may see."""

from pathlib import Path

from sessionlens.domain.text import clean, file_name


class SessionLensError(Exception):
    """A problem that a person can understand and act upon.

    `what` says what is wrong and `hint` what to do about it, both without a full stop at the end.
    `where` is the file concerned, or any other name for the place; `line` is its line, from 1.
    Raised where the cause is known, shown once, at the edge of the program. All of it is cleaned
    here: names and words from outside may stand in it.
    """

    def __init__(
        self, what: str, hint: str = "", *, where: Path | str | None = None, line: int | None = None
    ) -> None:
        self.what = clean(what)
        self.hint = clean(hint)
        super().__init__(self.what)
        self.where = where
        self.line = line

    def at(self, where: Path | str) -> "SessionLensError":
        """Name the place, unless it is named already; returns the error, to be raised."""
        if self.where is None:
            self.where = where
        return self

    def __str__(self) -> str:
        place = "" if self.where is None else f"{file_name(self.where)}: "
        line = "" if self.line is None else f"line {self.line}: "
        hint = f" {self.hint}." if self.hint else ""
        return f"{place}{line}{self.what}.{hint}"


def kind_and_place(error: BaseException) -> str:
    """What may be told of an error that nobody foresaw: `KeyError at timeline.py:31`.

    Never its text, which may quote what a client said.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    kind = type(error).__name__
    if trace is None:
        return kind
    return f"{kind} at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
