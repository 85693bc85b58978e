"""What no screen goes round: lines that cannot act upon the terminal, errors without words."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual import on
from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter
from textual.message import Message

from sessionlens.domain.errors import kind_and_place
from sessionlens.domain.text import clean, harmless
from sessionlens.tui.signals import outlasting

if TYPE_CHECKING:
    from textual.color import Color
    from textual.driver import Driver


class HarmlessLines(LineFilter):
    """Takes out of every line that any widget draws what would act upon the terminal."""

    def apply(self, segments: list[Segment], background: "Color") -> list[Segment]:
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            Segment(harmless(segment.text), segment.style, segment.control) for segment in segments
        ]


class _Failed(Message):
    """Something behind the screen failed."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.text = f"Something unforeseen happened behind the screen ({kind_and_place(error)})"


class GuardedApp(App[int]):
    """An app that draws harmless lines only, and ends in silence when something unforeseen happens.

    `failure` is what happened then: Textual's own report shows the values of all variables, and
    with them what clients said.
    """

    def __init__(self, driver_class: "type[Driver] | None" = None) -> None:
        self._harmless = HarmlessLines()
        super().__init__(driver_class=driver_class)
        self.failure: Exception | None = None

    def on_mount(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._task_failed)

    def get_driver_class(self) -> "type[Driver]":
        return outlasting(super().get_driver_class())

    def keep_words(self) -> None:
        """Keep what is written and not saved yet, before the program ends."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        # All colours of our themes are true ones: there is nothing to convert in every line drawn.
        filters = super().get_line_filters()
        return [
            *(kept for kept in filters if not isinstance(kept, ANSIToTruecolor)),
            self._harmless,
        ]

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Say something for a while; what it says is never markup."""
        options["markup"] = False
        super().notify(clean(message, multiline=True), title=clean(title), **options)

    # ---------------------------------------------------------------- unforeseen errors

    def tell_of(self, error: BaseException | None) -> None:
        """Say that something behind the screen failed, whose work goes on without it.

        May be called from any thread.
        """
        if error is not None:
            self.post_message(_Failed(error))

    @on(_Failed)
    def _tell_failure(self, event: _Failed) -> None:
        self.notify(event.text, severity="warning", timeout=20)

    def _task_failed(self, _loop: object, context: dict[str, Any]) -> None:
        self.tell_of(context.get("exception"))

    def _handle_exception(self, error: Exception) -> None:
        if self.failure is None:
            self.failure = error
            with suppress(Exception):  # what could not be shown may hinder this, too
                self.keep_words()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """End; what is to be said is said by whoever started the program."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


@contextmanager
def without_traces(tell: Callable[[BaseException | None], object]) -> Iterator[None]:
    """Give what fails in other threads to `tell`: Python would print it over the screen."""
    before = threading.excepthook, sys.unraisablehook
    threading.excepthook = lambda failed: tell(failed.exc_value)
    sys.unraisablehook = lambda failed: tell(failed.exc_value)
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
