"""`sessionlens import`: codes of other programs become the markers of a new review."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, complete_rubric
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say, say_table
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted, shorten
from sessionlens.domain.timecode import clock

if TYPE_CHECKING:
    from sessionlens.domain.rubric import Rubric
    from sessionlens.library.importing import Code, Import

_MOST_NAMED = 6  # codes named in one message


@click.command()
@click.argument("file", type=FILE)
@click.argument("recording", type=FILE)
@click.option("--map", "code_map", type=FILE, help="What the codes mean, as a file.")
@click.option("--rubric", shell_complete=complete_rubric, help="Rubric of the new review.")
@click.option("-o", "--output", type=FILE, help="Where the review goes, if not the usual place.")
def command(
    file: Path, recording: Path, code_map: Path | None, rubric: str | None, output: Path | None
) -> None:
    """Make a new review of RECORDING from the codes in FILE.

    FILE can be labels of Audacity, an ELAN file, or a table: CSV of BORIS, of SessionLens, or any
    with columns 'start' and 'code'. Codes that are called like a competency become that; what
    others mean is asked, and remembered for the next time. --map names a file that says it:

    \b
        format = "sessionlens.codes"
        version = 1
        [codes]
        "Open question" = "evokes-awareness a +"
        "Noise" = "leave out"
    """
    from sessionlens.library.importing import finish_import, prepare_import
    from sessionlens.storage.settings import load_settings

    settings = load_settings()
    prepared = prepare_import(
        file, recording, code_map=code_map, rubric=rubric, target=output, settings=settings
    )
    answers = _answers(prepared, file)
    imported = finish_import(prepared, answers, settings)
    made = counted(len(imported.review.markers), "marker", "markers")
    say(f"{imported.path}: {made} from {counted(len(prepared.read.codes), 'code', 'codes')}")
    for code, count in imported.left_out.items():
        say(f"left out: {counted(count, 'time', 'times')} '{code}'")
    for notice in prepared.notices:
        warn(notice, file)


def _answers(prepared: "Import", file: Path) -> dict[str, str]:
    """What the unknown codes mean, asked one by one; raises SessionLensError where nobody can."""
    from sessionlens.cli.asking import is_somebody_there

    unknown = prepared.unknown
    if not unknown:
        return {}
    if not is_somebody_there():
        names = ", ".join(f"'{shorten(code.name, 40)}'" for code in unknown[:_MOST_NAMED])
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        raise SessionLensError(
            f"Nobody has said what these codes mean: {names}{more}",
            "Start it in a terminal, or say it in a file: --map; 'sessionlens import --help'"
            " shows one",
            where=file,
        )
    rubric = prepared.chosen.rubric
    say(f"What do the codes of {file.name} mean in '{rubric.title}'?")
    say_table([(code.key, code.id, code.title) for code in rubric.codes], indent=2)
    say("An indicator and a rating may follow: '7 a +'. Or: comment, leave out.", indent=2)
    return {code.name: _ask(code, rubric) for code in unknown}


def _ask(code: "Code", rubric: "Rubric") -> str:
    from sessionlens.documents.codes.meaning import parse_meaning

    example = code.example
    words = shorten(example.quote or example.comment, 50)
    first = f"first at {clock(example.start)}{f': {words}' if words else ''}"
    say(f"'{code.name}': {counted(code.count, 'time', 'times')}, {first}")
    while True:
        answer = clean(click.prompt("  becomes", default="comment"))
        try:
            parse_meaning(answer, rubric)
        except SessionLensError as error:
            say(f"{error.what}. {error.hint}.", indent=2)
        else:
            return answer
