"""`sessionlens compare`: where two reviews of one recording meet and where they part."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sessionlens.cli.arguments import FILE, seconds
from sessionlens.cli.edge import warn
from sessionlens.domain.matching import TOLERANCE

if TYPE_CHECKING:
    from sessionlens.library.comparing import Compared


@click.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option(
    "--tolerance",
    type=seconds,
    default=f"{TOLERANCE:g}s",
    metavar="SECONDS",
    help=f"How far apart two moments may be and still be the same one: {TOLERANCE:g}s.",
)
@click.option("--break-seal", is_flag=True, help="See it before your own review is finished.")
@click.option("--screen", is_flag=True, help="Show it on a screen, where moments can be heard.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    a: Path, b: Path, tolerance: float, break_seal: bool, screen: bool, as_json: bool
) -> None:
    """Compare two reviews of one recording.

    A and B are reviews or feedback files: a coach's own review and another, or two others. Moments
    are matched one to one by time, those of the same competency first; what both noticed and what
    only one did is listed, the figures come last.
    """
    from sessionlens.cli.agreement_shown import as_document, show
    from sessionlens.cli.out import say_json
    from sessionlens.library.comparing import compare_files

    if screen:
        _show_screen(a, b, tolerance, unseal=break_seal)
    compared = compare_files(a, b, tolerance, unseal=break_seal, for_program=as_json)
    if break_seal:
        _record_broken_seal(compared)
    for notice in compared.notices:
        warn(notice, b)
    if as_json:
        say_json(as_document(compared))
    else:
        show(compared)


def _record_broken_seal(compared: "Compared") -> None:
    """Last before it is shown: what nobody has seen in the end must not be recorded as seen."""
    from sessionlens.library.comparing import break_seal

    break_seal(compared, dt.datetime.now().astimezone().replace(microsecond=0))


def _show_screen(a: Path, b: Path, tolerance: float, *, unseal: bool) -> NoReturn:
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.comparing import open_comparison

    opened = open_comparison(a, b, tolerance, unseal=unseal)
    require_terminal()
    _record_broken_seal(opened.compared)
    from sessionlens.tui.launch import comparison

    comparison(opened)
