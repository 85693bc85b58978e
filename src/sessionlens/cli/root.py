"""The root command: knows every command by name and loads only the one that is called."""

import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from sessionlens import __version__
from sessionlens.cli.arguments import FILE, dropped
from sessionlens.cli.edge import DEBUG, exit_code_of
from sessionlens.terminal import harmless_streams

_COMPLETION = "_SESSIONLENS_COMPLETE"

COMMANDS = {
    "demo": "Open a copy of the sample session.",
    "live": "Observe a session as it happens: record and mark it.",
    "review": "Listen to a recording and mark what you notice.",
    "replay": "Hear the moments of your feedback, and answer them.",
    "export": "Write what goes out: feedback, report, form, files for other tools.",
    "import": "Make a review from labels, ELAN tiers or a table of codes.",
    "transcribe": "Recognise what is said in recordings, offline.",
    "transcript": "Convert a transcript, from any known format.",
    "compare": "Compare two or more reviews of one recording.",
    "alliance": "What two people agreed about learning together.",
    "patterns": "Lay the sessions of one coach side by side.",
    "ledger": "Hours and consents of the sessions in folders.",
    "purge": "Delete the files of sessions, after a yes, and leave a receipt.",
    "pseudonyms": "Keep the key that says who is meant by which pseudonym.",
    "check": "Check files, and a review for its evidence.",
    "info": "Say what files are and what they hold.",
    "rubrics": "List the rubrics, or show one.",
    "keys": "List the commands of the screen and their keys.",
    "models": "List, add or fetch the models for recognition.",
}
"""Name to summary, in the order of the help. `NAME` is `command` in `sessionlens.cli.NAME`.

A name that Python keeps for itself has an underscore after it there.
"""


class Root(click.Group):
    """A group that imports a command when it is called, and shows each error in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if cmd_name in keyword.kwlist else cmd_name
        module = importlib.import_module(f"sessionlens.cli.{name}")
        command: click.Command = module.command
        command.short_help = COMMANDS[cmd_name]
        if not any(one.name == "debug" for one in command.params):
            command.params.append(_debug_option(hidden=True))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # A folder or a file is no command, and yet all that one wants to say.
        args = [*map(dropped, args[:1]), *args[1:]]
        if args[0] not in COMMANDS and os.path.isdir(args[0]):  # noqa: PTH112 - no Path yet
            return "FOLDER", folder_command, args
        if args[0] not in COMMANDS and _names_a_file(args[0]):
            name = _command_for(args[0])
            return name, self.get_command(ctx, name), args
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[FOLDER | FILE]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table above: asking each command would import it.
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from sessionlens import resources
        from sessionlens.domain.text import clean

        formatter.write_paragraph()
        formatter.write(
            "Your config.toml, and rubrics/ and keymaps/ of your own, are looked for in\n"
        )
        formatter.write(f"  {clean(str(resources.config_folder()))}\n")  # unbroken, to be copied

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command line and exit: 0 well, 1 `check` found something, 2 wrong or unreadable."""
        given = list(sys.argv[1:] if args is None else args)
        name = prog_name or "sessionlens"
        if instruction := os.environ.get(_COMPLETION):
            from click.shell_completion import shell_complete

            with harmless_streams():
                sys.exit(shell_complete(self, extra, name, _COMPLETION, instruction))

        def call() -> int:
            try:
                with self.make_context(name, given, **extra) as ctx:
                    code = self.invoke(ctx)
            except click.exceptions.Exit as leave:
                return leave.exit_code
            return code if isinstance(code, int) else 0

        sys.exit(exit_code_of(call, debug="--debug" in given))


def _names_a_file(text: str) -> bool:
    """Whether this is a file, or looks so much like one that it must be missing."""
    return os.path.isfile(text) or bool(os.path.splitext(text)[1])  # noqa: PTH113, PTH122 - no Path


def _command_for(file: str) -> str:
    """The command that opens a file; raises SessionLensError where one must say what is wanted."""
    from sessionlens.domain.errors import SessionLensError
    from sessionlens.library.kinds import kind_of, title_of

    match kind_of(Path(file)):
        case "recording" | "review":
            return "review"
        case "feedback":
            return "replay"
        case "alliance":
            return "alliance"
        case kind:
            raise SessionLensError(
                f"This is {title_of(kind)}, and no command says what to do with it",
                "Put one before it: sessionlens info FILE says what is in it",
                where=file,
            )


def _debug_option(*, hidden: bool = False) -> click.Option:
    return click.Option(
        ["--debug"],
        is_flag=True,
        hidden=hidden,
        expose_value=False,
        callback=_note_debug,
        help="Show where an error comes from.",
    )


def _note_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[DEBUG] = value or ctx.meta.get(DEBUG, False)


@click.command()
@click.argument("folder", type=FILE, default=Path())
def folder_command(folder: Path) -> None:
    """List the recordings of a folder, and open what you choose."""
    from sessionlens.cli.start import require_terminal
    from sessionlens.library.folder import first_look

    recordings = first_look(folder)
    require_terminal()
    from sessionlens.tui.launch import start

    start(folder.absolute(), recordings)


@click.command(cls=Root, invoke_without_command=True, params=[_debug_option()])
@click.version_option(__version__, prog_name="sessionlens")
@click.pass_context
def root(ctx: click.Context) -> None:
    """Review recorded coaching conversations, offline, from the keyboard.

    Without a command it lists the recordings of FOLDER, or of the current folder, and opens what
    you choose; a recording or a feedback file it opens. Everything stays on this machine.
    """
    if ctx.invoked_subcommand is not None:
        return
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        click.echo(ctx.get_help())
        return
    ctx.invoke(folder_command)
