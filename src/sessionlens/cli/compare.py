"""`sessionlens compare`: where two reviews of one recording meet and where they part."""

import datetime as dt
from pathlib import Path
from typing import NoReturn

import click

from sessionlens.cli.edge import warn
from sessionlens.cli.files import FILE
from sessionlens.cli.seconds import seconds


@click.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option(
    "--tolerance",
    type=seconds,
    default="2s",
    metavar="SECONDS",
    help="How far apart two moments may be and still be the same one: 2s.",
)
@click.option("--break-seal", is_flag=True, help="See it before your own review is finished.")
@click.option("--screen", is_flag=True, help="Show it on a screen, where moments can be heard.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    a: Path, b: Path, tolerance: float, break_seal: bool, screen: bool, as_json: bool
) -> None:
    """Compare two reviews of one recording.

    A and B are reviews or feedback files: of coach and mentor, or of two mentors. Moments are
    matched one to one by time, those of the same competency first; what both noticed and what
    only one did is listed, the figures come last.
    """
    from sessionlens.cli.agreement_shown import as_document, show
    from sessionlens.cli.out import say_json
    from sessionlens.opening.comparing import compare_files
    from sessionlens.opening.parties import break_seal_between

    if break_seal:
        break_seal_between(a, b, dt.datetime.now().astimezone().replace(microsecond=0))
    if screen:
        _show_screen(a, b, tolerance)
    # A program that reads JSON is no person to be kept from seeing something too early.
    compared = compare_files(a, b, tolerance, unseal=as_json)
    for notice in compared.notices:
        warn(notice, b)
    if as_json:
        say_json(as_document(compared))
    else:
        show(compared)


def _show_screen(a: Path, b: Path, tolerance: float) -> NoReturn:
    from sessionlens.cli.start import require_terminal
    from sessionlens.opening.comparing import open_comparison

    opened = open_comparison(a, b, tolerance)
    require_terminal()
    from sessionlens.tui.launch import comparison

    comparison(opened)
