"""`sessionlens check`: validates files, and lints a review for evidence."""

from pathlib import Path

import click

from sessionlens.cli.arguments import FILE, key_option
from sessionlens.cli.edge import UNREADABLE, report_and_go_on, warn
from sessionlens.cli.out import say
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import file_name

_FOUND = 1


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["form", "transcript"]),
    help="Say what a complete form, or a transcript to be handed in, still lacks.",
)
@key_option
def command(files: tuple[Path, ...], purpose: str | None, key: Path | None) -> int:
    """Check files, and a review for its evidence.

    Any file of SessionLens is read and checked in full. Of a review it says what one would
    want to know before sending: verdicts without evidence, competencies with none, markers
    without comment or rating, quotes that no longer match, intervals left open, and names that
    should not go out.

    --for form and --for transcript say of a review, its recording or a feedback file what stands
    in the way of handing it in.

    Ends with 1 when something was found, and with 2 when a file could not be read.
    """
    from sessionlens.cli.findings import findings_in, lacking_in
    from sessionlens.storage.pseudonyms import key_path, persons_known

    kept = persons_known(key)
    for notice in kept.notices:
        warn(notice, key or key_path())
    code = 0
    for path in files:
        try:
            checked = lacking_in(path, purpose) if purpose else findings_in(path, kept.persons)
        except SessionLensError as error:
            report_and_go_on(error, path)
            code = UNREADABLE
            continue
        for finding in checked.findings:
            say(f"{file_name(path)}: {finding}")
        if checked.findings:
            code = max(code, _FOUND)
        else:
            say(f"{file_name(path)}: {checked.what}, nothing to mention")
    return code
