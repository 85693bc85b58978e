"""`sessionlens export`: the feedback file for the coach."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.files import FILE, force_option, refuse_harm
from sessionlens.cli.out import say

if TYPE_CHECKING:
    from sessionlens.domain.feedback import Feedback


@click.command()
@click.argument("review", type=FILE)
@click.option("-o", "--output", type=FILE, help="Where to write.")
@click.option(
    "--format", "format_", type=click.Choice(["toml"]), default="toml", help="What to write."
)
@force_option
def command(review: Path, output: Path | None, format_: str, force: bool) -> None:
    """Write the feedback file for the coach.

    It lies beside the review, as `*.feedback.toml`, unless -o says otherwise. REVIEW may also be
    the recording. Nothing private is exported.
    """
    from sessionlens.opening.exporting import exported
    from sessionlens.storage.atomic import write_bytes

    feedback = exported(review)
    target = output or feedback.target
    refuse_harm(target, force=force, sources=[feedback.review, feedback.recording])
    write_bytes(target, _ENCODERS[format_](feedback.feedback, target.name))
    say(f"{target}: {len(feedback.feedback.markers)} markers")
    if feedback.private:
        say(f"{feedback.private} private markers stay with you")


def _toml(feedback: "Feedback", name: str) -> bytes:
    from sessionlens.storage.feedback import encode_feedback

    return encode_feedback(feedback, name)


_ENCODERS: dict[str, Callable[["Feedback", str], bytes]] = {"toml": _toml}
