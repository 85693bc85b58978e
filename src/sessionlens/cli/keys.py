"""`sessionlens keys`: what can be done in the screen, and with which keys."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import complete_keymap
from sessionlens.cli.out import say, say_table

if TYPE_CHECKING:
    from sessionlens.domain.command import Command, Reserved
    from sessionlens.domain.keymap import Keymap


@click.command()
@click.option("--keymap", help="A keymap's name or file.", shell_complete=complete_keymap)
@click.option("--markdown", is_flag=True, help="Print a table in Markdown.")
def command(keymap: str | None, markdown: bool) -> None:
    """List the commands of the screen and their keys.

    Without --keymap it is the keymap of your settings. The name in front is what a keymap of your
    own calls the command.
    """
    from sessionlens.domain.keymap import keys_of
    from sessionlens.domain.keys import display
    from sessionlens.storage.keymaps import find_keymap
    from sessionlens.storage.settings import load_settings

    keys = find_keymap(keymap or load_settings().keymap)
    if markdown:
        for line in markdown_lines(keys):
            say(line)
        return
    say(keys.title)
    for group, commands, fixed in _groups():
        say()
        say(group)
        rows = [(keys_of(keys, one) or "–", one.id, one.title) for one in commands]
        rows += [(display(one.key), "(always)", one.title) for one in fixed]
        say_table(rows, indent=2)
    say()
    _name_the_others()


def markdown_lines(keymap: "Keymap") -> Iterator[str]:
    """The table of keys in the README."""
    yield "| | keys | what they do |"
    yield "|---|---|---|"
    from sessionlens.domain.keys import display

    for group, commands, fixed in _groups():
        rows = [(_coded(keymap, one), one.title) for one in commands]
        rows += [(_code(display(one.key)), one.title) for one in fixed]
        heading = f"**{group}**"
        for keys, title in rows:
            yield f"| {heading} | {keys} | {title} |"
            heading = ""


def _groups() -> Iterator[tuple[str, list["Command"], tuple["Reserved", ...]]]:
    """All commands by their headings, and the keys that are always there.

    The headings of the replay alone say so.
    """
    from sessionlens.domain.command import COMMANDS, fixed_in

    groups: dict[str, list[Command]] = {}
    for command in COMMANDS:
        groups.setdefault(command.group, []).append(command)
    for group, commands in groups.items():
        replay = all(command.contexts == ("replay",) for command in commands)
        yield f"{group} (replay)" if replay else group, commands, fixed_in(group)


def _coded(keymap: "Keymap", command: "Command") -> str:
    from sessionlens.domain.keys import display, normalise

    keys = (display(normalise(key)) for key in keymap.keys.get(command.id, ()))
    return " ".join(_code(key) for key in keys)


def _code(key: str) -> str:
    shown = key.replace("|", "\\|")
    return f"`` {shown} ``" if "`" in key else f"`{shown}`"


def _name_the_others() -> None:
    from sessionlens.storage.keymaps import list_keymaps

    say("Keymaps:")
    say_table(
        [(one.name, one.origin, one.title or str(one.error)) for one in list_keymaps()], indent=2
    )
