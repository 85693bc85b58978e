"""What commands print: clean text and progress for people, plain JSON for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.terminal import unguarded

_WIDEST = 100

Show = Callable[[float, str], None]
"""Called with how much is done, 0 to 1, and a few words on how it goes."""


def say(text: str = "", *, indent: int = 0) -> None:
    """Print one line, with nothing in it that could act upon a terminal or begin another line."""
    _print(" " * indent + clean(text))


def say_wrapped(text: str, *, first: str = "", indent: int = 0) -> None:
    """Print a paragraph as wide as reads well in this terminal; `first` hangs before it."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    before = " " * indent + first
    for line in textwrap.wrap(
        clean(text),
        max(width, len(before) + 20),
        initial_indent=before,
        subsequent_indent=" " * len(before),
        break_long_words=False,
        break_on_hyphens=False,
    ):
        _print(line)


def say_table(rows: Iterable[Sequence[str]], *, indent: int = 0) -> None:
    """Print rows in aligned columns, two spaces apart."""
    from rich.cells import cell_len

    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        _print(" " * indent + "  ".join(padded).rstrip())


def say_json(document: Any) -> None:
    """Print one JSON document; ASCII, so that any terminal and any pipe takes it unchanged."""
    _print(json.dumps(document, indent=2, ensure_ascii=True))


def say_json_line(document: Any) -> None:
    """Print one JSON document on one line, at once: a program reads it while we go on."""
    _print(json.dumps(document, ensure_ascii=True))
    sys.stdout.flush()


def say_rows(rows: Iterable[Sequence[str]]) -> None:
    """Print rows as CSV (RFC 4180), with nothing in them that a spreadsheet would calculate."""
    for line in csv_text(rows).splitlines():
        _print(line)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV; a text that begins as a formula does gets an apostrophe before it."""
    import csv
    import io

    from sessionlens.documents.table import harmless

    file = io.StringIO(newline="")
    csv.writer(file).writerows([harmless(clean(cell)) for cell in row] for row in rows)
    return file.getvalue()


@contextmanager
def bar(name: str) -> Iterator[Show]:
    """A progress bar on stderr until the context is left; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(file=unguarded(sys.stderr))
    if not console.is_terminal:
        yield lambda _fraction, _words: None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(clean(name), total=1.0, words="")

        def show(fraction: float, words: str) -> None:
            progress.update(task, completed=fraction, words=clean(words))

        yield show


def _print(line: str) -> None:
    if sys.stdout is None:  # closed by whoever started us; click would print nothing and be content
        raise SessionLensError("The output is closed", "Start it without '>&-'")
    print(line, flush=True)
