"""`sessionlens info`: what files are and what they hold."""

from pathlib import Path
from typing import Any

import click

from sessionlens.cli.arguments import FILE, encoding_option
from sessionlens.cli.edge import UNREADABLE, report_and_go_on
from sessionlens.cli.out import say, say_json, say_table
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import file_name

_CLOCKS = ("duration", "start", "end")


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@encoding_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list for several files.")
def command(files: tuple[Path, ...], encoding: str, as_json: bool) -> int:
    """Say what files are and what they hold.

    Recordings, transcripts, reviews, feedback files, replies, rubrics and keymaps are recognised by
    their content. A file that cannot be read is named, and the others are shown all the same.
    """
    from sessionlens.cli.facts import Facts, facts_about

    described: list[Facts] = []
    for path in files:
        try:
            described.append(facts_about(path, encoding))
        except SessionLensError as error:
            report_and_go_on(error, path)
            continue
        if not as_json:
            _show(described[-1])
    if as_json and len(files) > 1:
        say_json(described)
    elif as_json and described:
        say_json(described[0])
    return 0 if len(described) == len(files) else UNREADABLE


def _show(facts: dict[str, Any]) -> None:
    say(f"{file_name(facts['path'])}: {facts['kind']}")
    say_table(
        [
            (name.replace("_", " "), _readable(name, value))
            for name, value in facts.items()
            if name not in ("path", "kind", "warnings") and value not in (None, "", [], {})
        ],
        indent=2,
    )
    for warning in facts["warnings"]:
        say(f"warning: {warning}", indent=2)


def _readable(name: str, value: Any) -> str:
    from sessionlens.domain.text import shorten
    from sessionlens.domain.timecode import clock

    match value:
        case dict() if name == "lenses":
            counts = {lens: places for lens, places in value.items() if places is not None}
            return ", ".join(f"{lens} {len(places)}" for lens, places in counts.items())
        case {"start": float(start), "end": float(end), "reason": str(reason)} if name == "gap":
            return f"{clock(start)} to {clock(end)} {reason}"
        case dict():
            return ", ".join(f"{key} {_readable('', one)}" for key, one in value.items())
        case list():
            separator = "; " if name in ("gaps", "talk_time") else " "
            return separator.join(_readable("gap", one) for one in value)
        case float() if name in _CLOCKS:
            return clock(value, 3)
        case _:
            return shorten(str(value), 200)
