"""`sessionlens review`: the screen in which a recording is heard and marked."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import (
    FILE,
    audio_track,
    complete_keymap,
    complete_rubric,
    encoding_option,
)

if TYPE_CHECKING:
    from sessionlens.domain.review import Role

ROLES = ("mentor", "coach", "supervisor")


@click.command()
@click.argument("recording", type=FILE)
@click.option("--transcript", type=FILE, help="Use this transcript.")
@encoding_option
@click.option(
    "--audio-track",
    type=audio_track,
    metavar="N|all",
    help="Of several audio tracks, hear this one, or all.",
)
@click.option("--rubric", help="A rubric's name or file.", shell_complete=complete_rubric)
@click.option("--keymap", help="A keymap's name or file.", shell_complete=complete_keymap)
@click.option(
    "--as", "role", type=click.Choice(ROLES), help="Whose review it is; a coach's is their own."
)
@click.option("--reply", type=FILE, help="The coach's reply, if it does not lie beside the review.")
@click.option("--model", default="", help="Recognise with this model: its name or folder.")
@click.option("--language", default="", help="Recognise this language, such as de or en-us.")
def command(  # noqa: PLR0913, PLR0917 - as many options as the command has
    recording: Path,
    transcript: Path | None,
    encoding: str,
    audio_track: int | None,
    rubric: str | None,
    keymap: str | None,
    role: "Role | None",
    reply: Path | None,
    model: str,
    language: str,
) -> None:
    """Listen to a recording and mark what you notice.

    What you note is saved beside the recording, in `*.review.toml`, at once. RECORDING may also
    be such a file. A transcript that lies beside the recording is found by itself.

    With --as coach you review yourself, before you read the feedback on it: that is saved in
    `*.self.review.toml`.
    """
    from sessionlens.cli.start import hear_track, start_review
    from sessionlens.library.transcript import GivenTranscript
    from sessionlens.speech.asked_model import AskedModel

    if model or language:
        from sessionlens.speech.choice import models_for

        models_for(model, language)  # what is mistyped is said now, not when it is needed
    if audio_track is not None:
        hear_track(recording, audio_track)
    start_review(
        recording,
        transcript=None if transcript is None else GivenTranscript(transcript, encoding),
        rubric=rubric,
        keymap=keymap,
        role=role,
        reply=reply,
        asked=AskedModel(model, language),
    )
