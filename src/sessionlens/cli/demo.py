"""`sessionlens demo`: the sample session, to try things on."""

from pathlib import Path

import click

from sessionlens.cli.arguments import FILE
from sessionlens.cli.out import say
from sessionlens.files import exists


@click.command()
@click.option("--folder", type=FILE, help="Where to copy the sample; kept afterwards.")
@click.option(
    "--transcribe", is_flag=True, help="Without its transcript: have it recognised as you listen."
)
def command(folder: Path | None, transcribe: bool) -> None:
    """Open a copy of the sample session.

    The copy is yours: what you note in it stays, and is there again the next time. The model that
    recognises it with --transcribe is tiny, and knows only the words of the sample.
    """
    from sessionlens import resources
    from sessionlens.cli.start import start_review
    from sessionlens.library.sample import RUBRIC, copy_sample
    from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
    from sessionlens.storage.paths import review_path

    usual = resources.data_folder() / ("demo-transcribe" if transcribe else "demo")
    recording = copy_sample(folder or usual, transcript=not transcribe)
    say(f"The sample session is in {recording.parent}")
    started = exists(review_path(recording))
    model = str(resources.sample_folder() / "tiny-model")
    asked = AskedModel(model, at_once=True) if transcribe else NOTHING_ASKED
    start_review(recording, rubric=None if started else RUBRIC, asked=asked)
