"""`sessionlens live`: a session is observed, recorded and marked as it happens."""

import datetime as dt
from pathlib import Path

import click

from sessionlens.cli.arguments import FILE, complete_keymap, complete_rubric


@click.command()
@click.option(
    "--device", "devices", multiple=True, help="A microphone, by name or a part of it; up to two."
)
@click.option("--channels", type=click.IntRange(1, 2), help="2: a speaker on either side.")
@click.option("--title", default="", help="What the session is called.")
@click.option("--folder", type=FILE, default=Path(), help="Where its files go; here without it.")
@click.option("--rubric", help="A rubric's name or file.", shell_complete=complete_rubric)
@click.option("--keymap", help="A keymap's name or file.", shell_complete=complete_keymap)
@click.option("--model", default="", help="Recognise with this model: its name or folder.")
@click.option("--language", default="", help="Recognise this language, such as de or en-us.")
def command(  # noqa: PLR0913, PLR0917 - as many options as the command has
    devices: tuple[str, ...],
    channels: int | None,
    title: str,
    folder: Path,
    rubric: str | None,
    keymap: str | None,
    model: str,
    language: str,
) -> None:
    """Observe a session as it happens: it is recorded, recognised, and marked with the same keys.

    First you say what it is and who has agreed; without a consent nothing is recorded, and marks
    have a clock. In the end it is an ordinary review, with its recording beside it. Everything
    stays on this machine.
    """
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.live_review import LivePlan, check_plan, proposed_live
    from sessionlens.speech.asked_model import AskedModel

    if len(devices) > 2:
        raise click.UsageError("--device names two microphones at most.")
    if len(devices) == 2 and channels == 2:
        raise click.UsageError("--channels 2 goes with one --device: each of two is a speaker's.")
    plan = LivePlan(folder.absolute(), proposed_live(title, dt.date.today()), rubric, keymap)
    check_plan(plan)
    if model or language:
        from sessionlens.speech.choice import models_for

        models_for(model, language)  # what is mistyped is said now, not while somebody speaks
    require_terminal()
    from sessionlens.storage.state import remember_folder
    from sessionlens.tui.launch import live
    from sessionlens.tui.screens.leading_on import LiveOptions

    remember_folder(plan.folder)
    live(plan, LiveOptions(devices, channels or 0, AskedModel(model, language)))
