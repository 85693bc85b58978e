"""Keeps what sound libraries print off the screen."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sessionlens.files import make_private_folder, open_private
from sessionlens.terminal import harmless_stream, unguarded

_LARGEST = 1_000_000  # bytes; a longer log is begun anew
_STDERR = 2


@contextmanager
def quiet_stderr(log: Path) -> Iterator[None]:
    """Send file descriptor 2 to `log` (mode 0600), and `sys.stderr` where it went before.

    ALSA, PortAudio and mpg123 print on descriptor 2, to which Textual draws on Linux, through
    `sys.__stderr__`: so this must be entered before the app is made. Without a standard error,
    or when it is no real file, nothing is changed. A log that cannot be written is done without.
    """
    screen = _second_way_to(sys.__stderr__)
    if screen is None:
        yield
        return
    kept = os.dup(_STDERR)
    before = sys.__stderr__, sys.stderr
    _redirect(log)
    sys.__stderr__ = screen  # type: ignore[misc, assignment]
    if before[1] is not None and unguarded(before[1]) is before[0]:
        sys.stderr = harmless_stream(screen)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        sys.__stderr__, sys.stderr = before  # type: ignore[misc]
        _close(screen)


def _close(screen: TextIO) -> None:
    try:
        screen.close()
    except OSError:
        return  # a terminal that is gone takes nothing more


def _second_way_to(stream: TextIO | None) -> TextIO | None:
    """The same file under another descriptor, if the stream is descriptor 2."""
    try:
        if stream is None or stream.fileno() != _STDERR:
            return None
        copy = os.dup(_STDERR)
    except (OSError, ValueError):
        return None
    return os.fdopen(
        copy, "w", buffering=1, encoding=stream.encoding, errors=stream.errors, newline=None
    )


def _redirect(log: Path) -> None:
    try:
        target = _open(log)
    except OSError:
        target = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(target, _STDERR)
    finally:
        os.close(target)


def _open(log: Path) -> int:
    make_private_folder(log.parent)
    target = open_private(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    if hasattr(os, "fchmod"):  # not on Windows, where files of a profile are private
        os.fchmod(target, 0o600)
    if os.fstat(target).st_size > _LARGEST:
        os.ftruncate(target, 0)
    return target
