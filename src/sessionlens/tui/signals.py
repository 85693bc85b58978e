"""When the program is to end: a closed window, a shutdown, `kill`, a terminal that is gone."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.driver import Driver

_NAMES = ("SIGTERM", "SIGHUP")
_ENDED = 128
"""Shells add the signal's number to it."""

_LOOK = 0.5  # seconds between two looks whether the terminal is still there


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
    if _has_terminal():
        _watch(loop, leave)


def is_ended(code: int) -> bool:
    """Whether an exit code says that the system ended the program."""
    return code > _ENDED


def _watch(loop: asyncio.AbstractEventLoop, leave: Callable[[int], None]) -> None:
    """Leave when the terminal is gone; only whose own terminal it was gets a signal then."""
    if _has_terminal():
        loop.call_later(_LOOK, _watch, loop, leave)
    else:
        leave(_ENDED + signal.SIGHUP)


def _has_terminal() -> bool:
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except (OSError, ValueError, termios.error):
        return False
    return True


class _Unheard:
    """A stream into which one can write when nobody reads it any more."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def outlasting(driver: "type[Driver]") -> "type[Driver]":
    """The same driver, but that neither its reading nor its writing fails with the terminal.

    Textual's would end at once, with words that are not kept, or wait for ever for its writer.
    """
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if driver is not LinuxDriver:
        return driver

    class OutlastingDriver(LinuxDriver):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._file = cast("Any", _Unheard(cast("IO[str]", self._file)))

        def run_input_thread(self) -> None:
            with suppress(OSError):
                super().run_input_thread()

    return OutlastingDriver
