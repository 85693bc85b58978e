"""When the system asks the program to end: a closed window, a shutdown, `kill`."""

import asyncio
import signal
from collections.abc import Callable

_NAMES = ("SIGTERM", "SIGHUP")
_ENDED = 128
"""Shells add the signal's number to it."""


def on_end(leave: Callable[[int], None]) -> None:
    """Have `leave` called with the exit code, in the running loop, when the program is to end.

    Where the system has no such signals (Windows), nothing changes.
    """
    loop = asyncio.get_running_loop()
    for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
        try:
            loop.add_signal_handler(number, leave, _ENDED + number)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # this loop, or a thread that is not the main one, takes none


def is_ended(code: int) -> bool:
    """Whether an exit code says that the system ended the program."""
    return code > _ENDED
