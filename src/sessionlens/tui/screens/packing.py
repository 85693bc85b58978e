"""Packs a live recording before its review is opened: how far it is, and a way out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from sessionlens.audio.capture.packing import PackingStoppedError
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.text import file_name
from sessionlens.library.live_review import note_packed
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
from sessionlens.storage.settings import Settings
from sessionlens.tui.screens.leading_on import NextWanted, Packed
from sessionlens.tui.widgets.footer_bar import FooterBar

Pack = Callable[[Callable[[float], None], Callable[[], bool]], Path]
"""Packs; is given whom to tell how far it is, and what says that it is to stop."""

_BAR = 40  # cells
_STEP = 0.01  # of the whole, between two redraws


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


@dataclass(kw_only=True, eq=False, repr=False)
class OpenPacking:
    """A live recording that is being packed; `review` is the file of its review, if it has one.

    `asked` is the model that goes on in the review.
    """

    name: str
    pack: Pack
    review: Path | None
    settings: Settings
    keymap: Keymap
    asked: AskedModel = NOTHING_ASKED
    stopped: threading.Event = field(default_factory=threading.Event)
    say: Callable[[str], None] = field(default=_nobody_listens)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""
        return ()

    def close(self) -> None:
        """Stop; the raw recording is whole, and is packed at the next opening."""
        self.stopped.set()


class PackingScreen(Screen[None]):
    """A bar that fills; Esc leaves, and what was recorded stays as it is."""

    DEFAULT_CSS = """
    PackingScreen { align: center middle; }
    PackingScreen > Vertical { width: 76; max-width: 100%; height: auto; padding: 1 2; }
    PackingScreen .heading { color: $accent; text-style: bold; margin: 0 0 1 0; }
    PackingScreen .note { color: $faint; margin: 1 0 0 0; }
    PackingScreen #footer { dock: bottom; background: $panel; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Advanced(Message):
        """So much is done, 0 to 1."""

        def __init__(self, part: float) -> None:
            super().__init__()
            self.part = part

    class Ended(Message):
        """It is packed at `path`, or could not be."""

        def __init__(self, path: Path | None, error: SessionLensError | None = None) -> None:
            super().__init__()
            self.path = path
            self.error = error

    def __init__(self, document: OpenPacking) -> None:
        super().__init__()
        self.document = document
        self._bar = Static(markup=False)
        self._told = -1.0
        self._footer = FooterBar(id="footer")
        self._footer.show((("Esc", "leave: it is packed when it is opened the next time"),))

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(
                Content(f"Packing {file_name(self.document.name)} without loss"), classes="heading"
            )
            yield self._bar
            yield Static(
                "Then it is compared with what was recorded, and its review opens.", classes="note"
            )
        yield self._footer

    def on_mount(self) -> None:
        self._show(0.0)
        threading.Thread(target=self._run, name="packing", daemon=True).start()

    def _run(self) -> None:
        try:
            path = self.document.pack(self._advance, self.document.stopped.is_set)
            note_packed(path, self.document.review)
        except PackingStoppedError:
            return
        except SessionLensError as error:
            self.post_message(self.Ended(None, error))
        else:
            self.post_message(self.Ended(path))

    def _advance(self, part: float) -> None:
        if part - self._told >= _STEP or part >= 1.0:
            self._told = part
            self.post_message(self.Advanced(part))

    def on_packing_screen_advanced(self, event: Advanced) -> None:
        self._show(event.part)

    def on_packing_screen_ended(self, event: Ended) -> None:
        if event.path is not None:
            self.post_message(
                NextWanted(Packed(event.path, self.document.review, self.document.asked))
            )
        else:
            self._bar.update(Content(f"It is not packed: {event.error}"))

    def _show(self, part: float) -> None:
        filled = round(part * _BAR)
        self._bar.update(Content(f"{'▮' * filled}{'▯' * (_BAR - filled)} {part:4.0%}"))

    def action_leave(self) -> None:
        """Leave it for later."""
        self.app.call_later(self.app.action_quit)
