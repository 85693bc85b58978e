"""`sessionlens ledger`: hours and consents of the sessions in folders."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, force_option
from sessionlens.cli.edge import UNREADABLE, report_and_go_on
from sessionlens.cli.out import csv_text, say, say_json, say_rows
from sessionlens.domain.text import counted, file_name

if TYPE_CHECKING:
    from sessionlens.library.ledger import Ledger


@click.command()
@click.argument("folders", nargs=-1, type=FILE, metavar="[FOLDER]...")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-o", "--output", type=FILE, help="Write it there, as CSV or JSON.")
@force_option
def command(
    folders: tuple[Path, ...], as_csv: bool, as_json: bool, output: Path | None, force: bool
) -> int:
    """Hours and consents of the sessions in folders and their sub-folders.

    Lists the sessions, oldest first, with their dialogue minutes: the time spoken with the coach,
    which is what counts as mentor coaching; listening to a recording does not. Sums them for every
    pair, individual and group apart. Shows for what purpose consent was given and until when, and
    which sessions are due for deletion because a consent has ended: see 'sessionlens purge'.

    Whatever lies there of a session, it counts once. Ends with 2 when a file could not be read.
    """
    form = _form(output, as_csv=as_csv, as_json=as_json)
    from sessionlens.cli.ledger_shown import document, rows, show
    from sessionlens.library.ledger import read_ledger

    today = dt.datetime.now().astimezone().date()
    ledger = read_ledger(folders or (Path(),), today)
    if output is not None:
        _write(output, ledger, today, form, force=force)
    elif form == "json":
        say_json(document(ledger, today))
    elif form == "csv":
        say_rows(rows(ledger, today))
    elif ledger.entries or not ledger.unread:
        show(ledger, today)
    for error in ledger.unread:
        report_and_go_on(error, Path())
    return UNREADABLE if ledger.unread else 0


def _form(output: Path | None, *, as_csv: bool, as_json: bool) -> str:
    """`csv`, `json` or nothing for the text that people read; raises what does not fit."""
    if as_csv and as_json:
        raise click.UsageError("--csv and --json exclude each other")
    named = output.suffix.lower().lstrip(".") if output is not None else ""
    form = "csv" if as_csv else "json" if as_json else named
    if output is not None and form not in ("csv", "json"):
        raise click.UsageError(
            "-o writes a table or data: give it a name that ends in .csv or .json"
        )
    if named in ("csv", "json") and form != named:
        raise click.UsageError(f"--{form} and a name that ends in .{named} exclude each other")
    return form


def _write(output: Path, ledger: "Ledger", today: dt.date, form: str, *, force: bool) -> None:
    from sessionlens.cli.ledger_shown import document, rows
    from sessionlens.library.replacing import refuse_harm
    from sessionlens.storage.atomic import write_bytes

    sources = [path for entry in ledger.entries for place in entry.places for path in place.files]
    refuse_harm(output, None, force=force, sources=sources)
    if form == "json":
        data = f"{json.dumps(document(ledger, today), indent=2)}\n".encode()
    else:
        data = csv_text(rows(ledger, today)).encode("utf-8-sig")  # without it Excel misreads it
    write_bytes(output, data)
    say(f"{file_name(output)}: {counted(len(ledger.entries), 'session', 'sessions')}")
