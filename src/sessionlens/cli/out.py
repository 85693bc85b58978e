"""What commands print: clean text for people, plain JSON for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean

_WIDEST = 100


def say(text: str = "", *, indent: int = 0) -> None:
    """Print one line, or several, with nothing in them that could act upon a terminal."""
    for line in clean(text, multiline=True).split("\n"):
        _print(" " * indent + line)


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


def _print(line: str) -> None:
    if sys.stdout is None:  # closed by whoever started us; click would print nothing and be content
        raise SessionLensError("The output is closed", "Start it without '>&-'")
    click.echo(line)
