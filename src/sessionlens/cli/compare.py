"""`sessionlens compare`: where reviews of one recording meet and where they part."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sessionlens.cli.arguments import FILE, force_option, seconds
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say
from sessionlens.domain.matching import TOLERANCE
from sessionlens.domain.text import counted

if TYPE_CHECKING:
    from sessionlens.library.comparing import Compared
    from sessionlens.library.group import GroupCompared


@click.command()
@click.argument("files", nargs=-1, type=FILE, metavar="A B...")
@click.option(
    "--tolerance",
    type=seconds,
    default=f"{TOLERANCE:g}s",
    metavar="SECONDS",
    help=f"How far apart two moments may be and still be the same one: {TOLERANCE:g}s.",
)
@click.option(
    "--offset",
    "offsets",
    multiple=True,
    metavar="NAME=SECONDS",
    help="How much later the recording of that reviewer (or file) begins than the others'.",
)
@click.option("--break-seal", is_flag=True, help="See it before your own review is finished.")
@click.option("--screen", is_flag=True, help="Show it on a screen, where moments can be heard.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--feedback", is_flag=True, help="Write one feedback file of all, which names who saw what."
)
@click.option("-o", "--output", type=FILE, help="Where to write that.")
@force_option
def command(  # noqa: PLR0913 - click hands over each option
    *,
    files: tuple[Path, ...],
    tolerance: float,
    offsets: tuple[str, ...],
    break_seal: bool,
    screen: bool,
    as_json: bool,
    feedback: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Compare two or more reviews of one recording.

    A, B and so on are reviews or feedback files: a coach's own review and another, or those of
    several observers. Moments are matched by time, those of the same competency first. Of two, what
    both noticed and what only one did is listed, the figures come last. Of more, each moment is
    listed with who saw it, and nothing is reckoned.
    """
    if len(files) < 2:
        raise click.UsageError("Name two reviews or more")
    if feedback + screen + as_json > 1:
        raise click.UsageError("--feedback, --screen and --json exclude each other")
    if (output or force) and not feedback:
        raise click.UsageError("-o and --force go with --feedback")
    from sessionlens.library.beginnings import parse_offset

    later = dict(map(parse_offset, offsets))
    if screen:
        _show_screen(files, tolerance, later, unseal=break_seal)
    if feedback:
        _write_feedback(files, tolerance, later, output, unseal=break_seal, force=force)
        return
    from sessionlens.library.comparing import compare_all

    compared = compare_all(files, tolerance, offsets=later, unseal=break_seal, for_program=as_json)
    if break_seal:
        _record_broken_seal(compared)
    for notice in compared.notices:
        warn(notice, files[-1])
    _show(compared, as_json=as_json)


def _show(compared: "Compared | GroupCompared", *, as_json: bool) -> None:
    from sessionlens.cli import agreement_shown, group_shown
    from sessionlens.cli.out import say_json
    from sessionlens.library.group import GroupCompared

    if isinstance(compared, GroupCompared):
        if as_json:
            say_json(group_shown.as_document(compared))
        else:
            group_shown.show(compared)
    elif as_json:
        say_json(agreement_shown.as_document(compared))
    else:
        agreement_shown.show(compared)


def _record_broken_seal(compared: "Compared | GroupCompared") -> None:
    """Last before it is shown: what nobody has seen in the end must not be recorded as seen."""
    from sessionlens.library.comparing import break_seal

    break_seal(compared, dt.datetime.now().astimezone().replace(microsecond=0))


def _show_screen(
    files: Sequence[Path], tolerance: float, offsets: Mapping[str, float], *, unseal: bool
) -> NoReturn:
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.comparing import open_comparison

    opened = open_comparison(*files, tolerance=tolerance, offsets=offsets, unseal=unseal)
    require_terminal()
    _record_broken_seal(opened.compared)
    from sessionlens.tui.launch import comparison

    comparison(opened)


def _write_feedback(
    files: Sequence[Path],
    tolerance: float,
    offsets: Mapping[str, float],
    output: Path | None,
    *,
    unseal: bool,
    force: bool,
) -> None:
    from sessionlens.documents.formats import Options, format_named
    from sessionlens.library.group import bring_files_together, group_outgoing
    from sessionlens.library.leaving_out import names_leaving
    from sessionlens.library.outgoing import told

    compared = bring_files_together(files, tolerance, offsets=offsets, unseal=unseal)
    gathered = group_outgoing(compared)
    format = format_named("toml")
    target = output or gathered.target(format)
    gathered.refuse_harm(format, target, force=force)
    data, _ = gathered.rendered(format, Options(target=target))
    if unseal:
        _record_broken_seal(compared)
    gathered.keep(format, target, data)
    markers = counted(len(gathered.content.moments), "marker", "markers")
    say(f"{target}: {markers}, seen by {gathered.content.feedback.session.reviewer}")
    names, notices = names_leaving(gathered, whole=False)
    for notice in (
        *compared.notices,
        *gathered.notices,
        *(one.sentence for one in names),
        *notices,
    ):
        warn(notice, target)
    for line in told(gathered):
        say(line)
