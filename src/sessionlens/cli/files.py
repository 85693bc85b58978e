"""Files on the command line: how they are named, and how new ones harm none."""

from collections.abc import Iterable
from pathlib import Path

import click

from sessionlens.domain.errors import SessionLensError

FILE = click.Path(path_type=Path)
"""Not checked by click: its messages do not say what to do."""

force_option = click.option("--force", is_flag=True, help="Replace a file that exists already.")


def refuse_harm(target: Path, *, force: bool, sources: Iterable[Path]) -> None:
    """Raise SessionLensError if writing `target` would replace a file that should stay.

    `force` allows to replace a file, but never one of the `sources` it is made from.
    """
    if not target.exists():
        return
    if any(source.exists() and target.samefile(source) for source in sources):
        raise SessionLensError(
            "This is a file that the new one is made from", "Choose another name", where=target
        )
    if not force:
        raise SessionLensError(
            "This file exists already", "Choose another name or use --force", where=target
        )
