"""`sessionlens` and `sessionlens FOLDER`: the recordings of a folder, to choose from."""

from pathlib import Path

import click

from sessionlens.cli.arguments import FILE


@click.command()
@click.argument("folder", type=FILE, default=Path())
def command(folder: Path) -> None:
    """List the recordings of a folder, and open what you choose."""
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.folder import list_recordings

    found = list_recordings(folder)
    require_terminal()
    from sessionlens.tui.launch import start

    start(folder.absolute(), found)
