"""`sessionlens demo`: the sample session, to try things on."""

from pathlib import Path

import click

from sessionlens.cli.files import FILE
from sessionlens.cli.out import say

_RUBRIC = "icf-core"  # what the sample's good and less good moments were written for


@click.command()
@click.option("--folder", type=FILE, help="Where to copy the sample; kept afterwards.")
def command(folder: Path | None) -> None:
    """Open a copy of the sample session.

    The copy is yours: what you note in it stays, and is there again the next time.
    """
    from sessionlens import resources
    from sessionlens.cli.start import start_review
    from sessionlens.opening.sample import copy_sample
    from sessionlens.storage.paths import review_path

    recording = copy_sample(folder or resources.data_folder() / "demo")
    say(f"The sample session is in {recording.parent}")
    started = review_path(recording).exists()
    start_review(recording, rubric=None if started else _RUBRIC)
