"""What is told of an error with `--debug`: where it comes from, never what was being worked on."""

import sys
import traceback
from collections.abc import Iterator

import click

from sessionlens.domain.errors import SessionLensError


def trace_of(error: BaseException) -> str:
    """The calls that led to an error and to what caused it; no values, and no words of others.

    What Python says of an error may quote what a client said: only our own messages are shown.
    """
    return "\n".join(map(_one_trace, reversed(list(_chain(error)))))


def write_report(error: BaseException) -> str:
    """Keep the trace in the user's state folder; returns the file, or nothing if that fails."""
    from sessionlens import __version__, resources
    from sessionlens.files import make_private_folder
    from sessionlens.storage.atomic import write_bytes

    path = resources.state_folder() / "last-error.txt"
    head = f"SessionLens {__version__}, Python {sys.version.split()[0]} on {sys.platform}\n\n"
    try:
        make_private_folder(path.parent)
        write_bytes(path, (head + trace_of(error)).encode("utf-8", "replace"))
    except (OSError, SessionLensError):
        return ""
    return str(path)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    met: list[BaseException] = []
    while error is not None and error not in met:
        met.append(error)
        yield error
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _one_trace(error: BaseException) -> str:
    ours = isinstance(error, SessionLensError | click.ClickException)
    what = f"{type(error).__name__}: {error}" if ours else type(error).__name__
    calls = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return f"Traceback (most recent call last):\n{calls}{what}\n"
