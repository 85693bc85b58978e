"""`sessionlens review`: the screen in which a recording is heard and marked."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, complete_keymap, complete_rubric, encoding_option

if TYPE_CHECKING:
    from sessionlens.domain.review import Role

ROLES = ("mentor", "coach", "supervisor")


@click.command()
@click.argument("recording", type=FILE)
@click.option("--transcript", type=FILE, help="Use this transcript.")
@encoding_option
@click.option("--rubric", help="A rubric's name or file.", shell_complete=complete_rubric)
@click.option("--keymap", help="A keymap's name or file.", shell_complete=complete_keymap)
@click.option(
    "--as", "role", type=click.Choice(ROLES), help="Whose review it is; a coach's is their own."
)
@click.option("--reply", type=FILE, help="The coach's reply, if it does not lie beside the review.")
def command(
    recording: Path,
    transcript: Path | None,
    encoding: str,
    rubric: str | None,
    keymap: str | None,
    role: "Role | None",
    reply: Path | None,
) -> None:
    """Listen to a recording and mark what you notice.

    What you note is saved beside the recording, in `*.review.toml`, at once. RECORDING may also
    be such a file. A transcript that lies beside the recording is found by itself.

    With --as coach you review yourself, before you read your mentor's feedback: that is saved in
    `*.self.review.toml`.
    """
    from sessionlens.cli.start import start_review
    from sessionlens.library.transcript import GivenTranscript

    start_review(
        recording,
        transcript=None if transcript is None else GivenTranscript(transcript, encoding),
        rubric=rubric,
        keymap=keymap,
        role=role,
        reply=reply,
    )
