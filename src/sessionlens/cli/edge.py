"""The edge of the program: every error becomes one line and an exit code here, and only here."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sessionlens.domain.errors import SessionLensError, kind_and_place
from sessionlens.domain.text import clean, file_name
from sessionlens.terminal import harmless_streams

if TYPE_CHECKING:
    from sessionlens.domain.review import Session

DEBUG = "sessionlens.debug"
"""Where a click context notes that tracebacks are wanted."""

UNREADABLE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED = 141  # 128 + SIGPIPE


def exit_code_of(call: Callable[[], int], *, debug: bool) -> int:
    """Run `call` and return its exit code; whatever it raises is said in one line on stderr.

    `debug` shows the traceback as well.
    """
    with harmless_streams():
        return _exit_code_of(call, debug=debug)


def _exit_code_of(call: Callable[[], int], *, debug: bool) -> int:
    try:
        code = call()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _close(sys.stdout)
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:  # the last line of defence: a traceback helps no mentor
        report(error, debug=debug)
        if isinstance(error, OSError):
            _close(sys.stdout)
        return UNREADABLE
    return code


def report(error: Exception, *, debug: bool) -> None:
    """Say in one line on stderr what went wrong; `debug` shows the traceback above it."""
    if debug:
        from sessionlens.cli.unforeseen import trace_of, write_report

        if sys.stderr is not None:
            print(trace_of(error), end="", file=sys.stderr)
        if path := write_report(error):
            complain(f"This is also in {file_name(path)}, without a word of what you work on")
    complain(_line(error))


def report_and_go_on(error: SessionLensError, path: Path) -> None:
    """Report an error about one of several files."""
    context = click.get_current_context(silent=True)
    report(error.at(path), debug=bool(context and context.meta.get(DEBUG)))


def complain(line: str) -> None:
    """Print one clean line on stderr, if it takes one."""
    if sys.stderr is None:
        return
    try:
        print(f"sessionlens: {clean(line)}", file=sys.stderr)
    except OSError:
        _close(sys.stderr)  # the exit code still tells


def warn(text: str, where: Path) -> None:
    """Say on stderr what a person should know about a file that was read all the same."""
    complain(f"warning: {file_name(where)}: {text}")


def warn_of_persons(page: str, session: "Session", where: Path) -> None:
    """Say which persons of one's key stand in a page that is there to be handed on."""
    from sessionlens.domain.leaving_names import persons_leaving
    from sessionlens.storage.pseudonyms import persons_known

    for name in persons_leaving(persons_known().persons, [page], session):
        warn(name.by_hand, where)


def _line(error: Exception) -> str:
    match error:
        case SessionLensError():
            return str(error)
        case click.ClickException():
            name = (
                error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
            )
            text = error.format_message().rstrip(".?")
            return f"{text}. See '{name or 'sessionlens'} --help'."
        case OSError(filename=None):
            return f"{error.strerror or error}. Look at the disk and at the place written to."
        case OSError():
            name = file_name(error.filename)
            return f"{name}: {error.strerror}. Look at the file and who may use it."
        case MemoryError():
            return "There is not enough memory. Close other programs and try again."
        case _:
            what = f"Something unforeseen happened ({kind_and_place(error)})"
            return f"{what}. Add --debug to see where."


def _close(stream: TextIO) -> None:
    # The interpreter flushes once more when it ends, and would complain about it again.
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
