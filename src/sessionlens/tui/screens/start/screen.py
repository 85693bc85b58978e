"""The start screen: the recordings of a folder, what there is for each, and what comes next."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sessionlens.domain.command import Context
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.text import counted
from sessionlens.library.entry import Counts
from sessionlens.library.folder import Entry
from sessionlens.storage.settings import Settings
from sessionlens.tui.keybinding import bindings
from sessionlens.tui.playback.footing import Footing, Shown
from sessionlens.tui.playback.handling import handlers, handles
from sessionlens.tui.preferring import ask_settings
from sessionlens.tui.screens.start.opening import Opening, Wanted
from sessionlens.tui.widgets.recording_list import RecordingList, heading
from sessionlens.tui.widgets.recording_words import first_steps, sentences

_KEYS: Shown = (
    ("folder.open", "opens"),
    ("folder.review", "review"),
    ("folder.self", "as the coach"),
    ("folder.replay", "replay"),
    ("folder.compare", "compare"),
    ("folder.demo", "sample"),
    ("app.help", "help"),
    ("app.quit", "leave"),
)


class StartScreen(Screen[None]):
    """Ends the program's first part with what is to be opened, given to `end`.

    Made by `start_screen`, which binds the keys of the keymap.
    """

    DEFAULT_CSS = """
    StartScreen #top { height: 1; padding: 0 1; background: $panel; }
    StartScreen #heading { height: 1; color: $faint; margin: 1 0 0 0; }
    StartScreen #about {
        height: auto; min-height: 7; max-height: 12; padding: 0 2; border-top: solid $rule;
    }
    StartScreen #first { height: 1fr; padding: 2 4; display: none; }
    StartScreen.empty #first { display: block; }
    StartScreen.empty RecordingList, StartScreen.empty #heading { display: none; }
    StartScreen.empty #about, StartScreen.empty #footer { display: none; }
    StartScreen #footer { background: $panel; }
    """
    AUTO_FOCUS = ""
    context: ClassVar[Context] = "start"

    def __init__(
        self,
        folder: Path,
        entries: list[Entry],
        settings: Settings,
        keymap: Keymap,
        end: Callable[[Wanted | None], object],
        cursor: str = "",
    ) -> None:
        super().__init__()
        self.keymap = keymap
        self.settings = settings
        self._folder = folder
        self._entries = entries
        self._end = end
        self._cursor = cursor
        self._counts: dict[str, Counts] = {}
        self.footing = Footing(keymap, _KEYS)
        self.recordings = RecordingList(id="recordings")
        self._heading = Static(id="heading", markup=False)
        self._about = Static(id="about", markup=False)
        self._top = Static(id="top", markup=False)
        opening = Opening(folder, lambda: self.recordings.entry, end, self.footing.say)
        self.commands = handlers("start", self, opening)

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._heading
        yield self.recordings
        yield Vertical(Static(first_steps(self._folder, self.keymap)), id="first")
        yield self._about
        yield self.footing.bar

    def on_mount(self) -> None:
        self.show_entries(self._entries)
        self.recordings.go_to(self._cursor)

    def on_resize(self) -> None:
        self.call_after_refresh(self._head)

    def _head(self) -> None:
        self._heading.update(heading(self.recordings.scrollable_content_region.width))

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these recordings."""
        self._entries = entries
        self.set_class(not entries, "empty")
        count = counted(len(entries), "recording", "recordings")
        self._top.update(Content.assemble((count, "bold"), f" in {self._folder}"))
        self.recordings.show_entries(entries, self._counts)

    def show_counts(self, name: str, counts: Counts) -> None:
        """Show what the files of one recording hold."""
        self._counts[name] = counts
        self.recordings.refresh()
        if self.recordings.entry and self.recordings.entry.name == name:
            self._describe()

    @on(RecordingList.Moved)
    def _describe(self) -> None:
        entry = self.recordings.entry
        if entry is not None:
            self._about.update(sentences(entry, self._counts.get(entry.name), self.keymap))

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry."""
        self.commands[command_id]()

    # ---------------------------------------------------------------- moving about

    @handles("read.up")
    def up(self) -> None:
        """One recording up."""
        self.recordings.move(-1)

    @handles("read.down")
    def down(self) -> None:
        """One recording down."""
        self.recordings.move(1)

    @handles("read.page_up")
    def page_up(self) -> None:
        """One page up."""
        self.recordings.move_page(-1)

    @handles("read.page_down")
    def page_down(self) -> None:
        """One page down."""
        self.recordings.move_page(1)

    @handles("folder.first")
    def first(self) -> None:
        """To the first recording."""
        self.recordings.move(-len(self._entries))

    @handles("folder.last")
    def last(self) -> None:
        """To the last recording."""
        self.recordings.move(len(self._entries))

    @on(RecordingList.Opened)
    def _clicked(self) -> None:
        self.run_command("folder.open")

    # ---------------------------------------------------------------- the program

    @handles("app.help")
    def help(self) -> None:
        """Show all keys."""
        from sessionlens.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, None, "start"))

    @handles("app.settings")
    def change_settings(self) -> None:
        """Change the settings."""
        ask_settings(self.app, self.settings, self.keymap, self.footing.say, self._changed)

    def _changed(self, settings: Settings, keymap: Keymap) -> None:
        if (settings.theme, keymap) != (self.settings.theme, self.keymap):
            self._end(Wanted("again", self._folder))
        self.settings = settings

    @handles("app.quit")
    def quit(self) -> None:
        """Leave the program."""
        self._end(None)


def start_screen(
    folder: Path,
    entries: list[Entry],
    settings: Settings,
    keymap: Keymap,
    end: Callable[[Wanted | None], object],
    cursor: str = "",
) -> StartScreen:
    """The screen with the keys of the keymap; `cursor` names the recording it begins at."""
    keys = bindings(keymap, None, "start")

    class BoundStartScreen(StartScreen):
        BINDINGS = keys

    return BoundStartScreen(folder, entries, settings, keymap, end, cursor)
