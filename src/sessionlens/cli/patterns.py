"""`sessionlens patterns`: one coach's sessions side by side."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sessionlens.cli.arguments import FILE, force_option
from sessionlens.cli.edge import warn, warn_of_persons

if TYPE_CHECKING:
    from sessionlens.domain.patterns import Patterns


@click.command()
@click.argument("folders", nargs=-1, type=FILE, metavar="[FOLDER]...")
@click.option("--coach", default="", help="Whose sessions, where those of several are there.")
@click.option("--client", default="", help="Only those with this client, by their pseudonym.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--text", is_flag=True, help="Print it, instead of showing it on a screen.")
@click.option(
    "--format", type=click.Choice(["html", "md"]), help="Write a page; the ending of -o says it."
)
@click.option("-o", "--output", type=FILE, help="Where to write.")
@force_option
def command(  # noqa: PLR0913 - click hands over each option
    *,
    folders: tuple[Path, ...],
    coach: str,
    client: str,
    as_json: bool,
    text: bool,
    format: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Lay the sessions of one coach side by side, the oldest first.

    FOLDER and its sub-folders are looked through for feedback, reviews and replies; without one it
    is the current folder. For each competency it is counted what was marked, by the mentor and by
    the coach; verdicts, tags that come back, what was never marked, what was to be practised and
    what became of it stand below. Clients stand there as the files call them, those of your key
    under their pseudonyms. Without a terminal, or with --text, it is printed.
    """
    chosen = [name for name, given in (("--json", as_json), ("--text", text)) if given]
    chosen += ["--format" if format else "-o"] if format or output else []
    if len(chosen) > 1:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} exclude each other")
    places = folders or (Path(),)
    terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if not chosen and terminal:
        _show_screen(places, coach, client)
    from sessionlens.cli.out import bar, say_json
    from sessionlens.library.patterns import gathered_patterns

    with bar("Reading") as show:

        def progress(done: int, count: int) -> bool:
            show(done / count if count else 1.0, "")
            return True

        gathered = gathered_patterns(places, progress)
    patterns, notices = gathered.of_coach(coach, client)
    for notice in notices:
        warn(notice, Path("patterns"))
    if as_json:
        from sessionlens.cli.patterns_shown import as_document

        say_json(as_document(patterns))
    elif format or output:
        _write(patterns, format, output, force=force)
    else:
        from sessionlens.cli.patterns_shown import print_patterns

        print_patterns(patterns)


def _show_screen(folders: Sequence[Path], coach: str, client: str) -> NoReturn:
    from sessionlens.tui.launch import patterns

    patterns([folder.absolute() for folder in folders], coach, client)


def _write(patterns: "Patterns", format: str | None, output: Path | None, *, force: bool) -> None:
    from sessionlens.cli.out import say
    from sessionlens.documents.patterns import format_of, render
    from sessionlens.domain.review import Session
    from sessionlens.domain.text import counted
    from sessionlens.storage.feedback import write_new

    chosen = format_of(format, output)
    target = output or Path(f"patterns.{chosen}")
    page = render(chosen, patterns)
    write_new(target, page.encode(), force)
    say(f"{target}: {counted(len(patterns.sessions), 'session', 'sessions')}")
    warn_of_persons(page, Session(coach=patterns.coach), target)
