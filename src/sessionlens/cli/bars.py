"""A progress bar on stderr; nothing where that is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sessionlens.domain.text import clean

Show = Callable[[float, str], None]
"""Called with how much is done, 0 to 1, and a few words on how it goes."""


@contextmanager
def bar(name: str) -> Iterator[Show]:
    """A bar that is gone when the context is left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(file=sys.stderr)
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
            progress.update(task, completed=fraction, words=words)

        yield show
