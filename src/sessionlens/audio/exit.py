"""The way out of the program when the sound system hangs."""

import os
import sys
import weakref
from typing import NoReturn, Protocol

from sessionlens.audio.caller import all_idle_within

_PATIENCE = 1.0  # seconds


class Closable(Protocol):
    """What has to be closed before the process ends."""

    def close(self) -> None:
        """Begin to close; does not wait."""

    def closed_within(self, seconds: float) -> bool:
        """Whether it is closed, or will be within `seconds`."""


_open: "weakref.WeakSet[Closable]" = weakref.WeakSet()


def close_on_leaving(thing: Closable) -> None:
    """Have `thing` closed by `leave`."""
    _open.add(thing)


def leave(code: int) -> NoReturn:
    """Close every player and end the process with `code`.

    An ordinary exit calls PortAudio, which never returns when the sound server hangs; then, and
    where the terminal is gone, the process ends without the clean-up of the interpreter.
    """
    closed = close_all()
    if _flushed() and closed:
        sys.exit(code)
    os._exit(code)


def close_all() -> bool:
    """Close every player; returns whether all are closed, and nothing asks the sound system."""
    things = tuple(_open)
    for thing in things:
        thing.close()
    return all(thing.closed_within(_PATIENCE) for thing in things) and all_idle_within(_PATIENCE)


def _flushed() -> bool:
    """Whether all that was printed is out; the interpreter ends with 120 where it is not."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        return False
    return True
