"""`sessionlens pseudonyms`: who is meant by which pseudonym, in a file of its own."""

from pathlib import Path

import click

from sessionlens.cli.arguments import key_option
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say, say_table
from sessionlens.domain.text import file_name


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Keep the key that says who is meant by which pseudonym.

    It is a file of its own, which only you can read and no export takes along. 'check' and
    'export' look into it to warn you when a person's name would go out.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@command.command("list")
@click.option("--show", is_flag=True, help="Show the persons and notes, too.")
@key_option
def list_(show: bool = False, key: Path | None = None) -> None:
    """List the pseudonyms; the persons only with --show."""
    from sessionlens.files import exists
    from sessionlens.storage.pseudonyms import key_path, load_pseudonyms

    path = key or key_path()
    if key is None and not exists(path):
        say("There is no key of pseudonyms yet: 'sessionlens pseudonyms add PSEUDONYM' begins one")
        return
    _make_private(path)
    entries = load_pseudonyms(path).entries
    if show:
        say_table([(entry.pseudonym, entry.person, entry.note) for entry in entries])
        return
    for entry in entries:
        say(entry.pseudonym)


@command.command("add")
@click.argument("pseudonym")
@click.argument("person", required=False)
@click.option("--note", default="", help="A word for yourself.")
@key_option
def add(pseudonym: str, person: str | None, note: str, key: Path | None) -> None:
    """Add a person; without PERSON you are asked, and no name stays in the shell's history."""
    from sessionlens.storage.pseudonyms import add_pseudonym, key_path

    path = key or key_path()
    _make_private(path)
    person = person or click.prompt("Person")
    add_pseudonym(path, pseudonym, person, note)
    say(f"'{pseudonym}' is in {file_name(path)}")


@command.command("remove")
@click.argument("pseudonym")
@key_option
def remove(pseudonym: str, key: Path | None) -> None:
    """Remove a pseudonym and its person."""
    from sessionlens.storage.pseudonyms import key_path, remove_pseudonym

    path = key or key_path()
    _make_private(path)
    remove_pseudonym(path, pseudonym)
    say(f"'{pseudonym}' is not in {file_name(path)} any more")


def _make_private(path: Path) -> None:
    """Keep others from reading a key, and say so; raises SessionLensError for what is no key."""
    from sessionlens.files import exists
    from sessionlens.storage.pseudonyms import load_pseudonyms, make_private

    if not exists(path):
        return
    load_pseudonyms(path)
    if notice := make_private(path):
        warn(notice, path)
