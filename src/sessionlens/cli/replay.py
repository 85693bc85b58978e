"""`sessionlens replay`: the coach's screen."""

from pathlib import Path

import click

from sessionlens.cli.arguments import FILE, complete_keymap


@click.command()
@click.argument("feedback", type=FILE, default=Path())
@click.argument("recording", type=FILE, required=False)
@click.option("--keymap", help="A keymap's name or file.", shell_complete=complete_keymap)
def command(feedback: Path, recording: Path | None, keymap: str | None) -> None:
    """Hear the moments of your feedback, and answer them.

    FEEDBACK is the file that you were sent, whatever its name, or the recording or folder where it
    lies (without it, the current folder); it is never changed. Your answers are saved beside it, in
    `*.reply.toml`, at once. The recording is found by its name or its content, also where you have
    listened before; without it, the moments can be read. Beside the review that it comes from, it
    is a preview only.
    """
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.replay import open_replay
    from sessionlens.storage.state import remember_folder

    opened = open_replay(feedback, recording, keymap=keymap)
    try:
        if opened.recording is not None:
            remember_folder(opened.recording.parent)
        require_terminal()
        from sessionlens.tui.launch import replay

        replay(opened)
    finally:
        opened.store.close()
