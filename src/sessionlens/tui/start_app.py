"""The program's first part: choosing a recording."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap
from sessionlens.library.entry import Counts
from sessionlens.library.folder import Entry
from sessionlens.library.folder_watch import FolderWatch
from sessionlens.storage.settings import Settings
from sessionlens.tui.screens.start.opening import Wanted
from sessionlens.tui.screens.start.screen import start_screen
from sessionlens.tui.themed import ThemedApp

if TYPE_CHECKING:
    from textual.driver import Driver


class Listed(Message):
    """The folder holds other recordings, or other files of theirs."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries = entries


class Told(Message):
    """What the files of one recording hold."""

    def __init__(self, name: str, counts: Counts) -> None:
        super().__init__()
        self.name = name
        self.counts = counts


class Failed(Message):
    """The folder cannot be listed."""

    def __init__(self, error: SessionLensError) -> None:
        super().__init__()
        self.error = error


class StartApp(ThemedApp):
    """Lists a folder until something is `wanted`.

    `note` is what went wrong before, `cursor` the name of the recording to begin at.
    """

    def __init__(
        self,
        folder: Path,
        entries: list[Entry],
        settings: Settings,
        keymap: Keymap,
        note: str = "",
        cursor: str = "",
        driver_class: "type[Driver] | None" = None,
    ) -> None:
        super().__init__(settings.theme, driver_class)
        self.wanted: Wanted | None = None
        self._note = note
        self._start = start_screen(folder, entries, settings, keymap, self._end, cursor)
        self._watch = FolderWatch(
            folder,
            entries,
            lambda found: self.post_message(Listed(found)),
            lambda name, counts: self.post_message(Told(name, counts)),
            lambda error: self.post_message(Failed(error)),
        )

    @property
    def cursor(self) -> str:
        """The name of the recording under the cursor; empty where there is none."""
        entry = self._start.recordings.entry
        return entry.name if entry else ""

    def get_default_screen(self) -> Screen[None]:
        return self._start

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._watch.start()
        if self._note:
            self.warn(self._note, 20)

    def on_listed(self, event: Listed) -> None:
        self._start.show_entries(event.entries)

    def on_told(self, event: Told) -> None:
        self._start.show_counts(event.name, event.counts)

    def on_failed(self, event: Failed) -> None:
        self.warn(str(event.error))

    async def action_quit(self) -> None:
        """Leave."""
        self._end(None)

    def end_now(self, code: int) -> None:
        self._watch.stop()
        self.exit(code, return_code=code)

    def _end(self, wanted: Wanted | None) -> None:
        self.wanted = wanted
        self._watch.stop()
        self.exit(0)
