"""The start screen: the recordings of a folder, what there is for each, and what comes next."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from sessionlens.domain.command import Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.search import fold
from sessionlens.domain.text import counted, file_name
from sessionlens.library.entry import Counts
from sessionlens.library.folder import RecordingEntry
from sessionlens.library.folder_watch import FolderWatch
from sessionlens.tui.commands import handlers, handles
from sessionlens.tui.footer import Footer, FooterKeys
from sessionlens.tui.keybinding import bind
from sessionlens.tui.playback.screen import Redraw
from sessionlens.tui.screens.program import ProgramCommands
from sessionlens.tui.screens.start.agreements import Agreements, DueRead
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.screens.start.opening import Opening, OpenRequest, OpenWanted
from sessionlens.tui.widgets.recording_list import RecordingList, heading, name_of
from sessionlens.tui.widgets.recording_words import first_steps, sentences
from sessionlens.tui.widgets.search_bar import SearchBar

_KEYS: FooterKeys = (
    ("folder.open", "opens"),
    ("folder.review", "review"),
    ("folder.self", "as the coach"),
    ("folder.replay", "replay"),
    ("folder.compare", "compare"),
    ("read.search", "search"),
    ("folder.demo", "sample"),
    ("app.help", "help"),
    ("app.quit", "leave"),
)


class StartScreen(Screen[None]):
    """Lists a folder, and asks the program to open what is chosen."""

    DEFAULT_CSS = """
    StartScreen #top { height: 1; padding: 0 1; background: $panel; }
    StartScreen #due {
        height: 1; padding: 0 1; color: $accent; display: none;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
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

    class Listed(Message):
        """The folder holds other recordings, or other files of theirs."""

        def __init__(self, entries: list[RecordingEntry]) -> None:
            super().__init__()
            self.entries = entries

    class Counted(Message):
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

    def __init__(self, document: OpenFolder) -> None:
        super().__init__()
        self.keymap = document.keymap
        self.document = document
        self.footer = Footer(document.keymap, _KEYS)
        document.say = self.footer.say
        self._counts: dict[str, Counts] = {}
        self._watch: FolderWatch | None = None
        self.recordings = RecordingList(id="recordings")
        self._heading = Static(id="heading", markup=False)
        self._about = Static(id="about", markup=False)
        self._top = Static(id="top", markup=False)
        self._due = Static(id="due", markup=False)
        self._search = SearchBar("words in the title, the coach or the file's name", id="search")
        self._query = ""
        opening = Opening(
            document.folder, lambda: self.recordings.entry, self._choose, self.footer.say
        )
        self._agreements = Agreements(document, self._choose, self._show_dialog, self.post_message)
        program = ProgramCommands(document, "start", self._show_dialog, self._leave, self._redraw)
        self.commands = handlers("start", self, opening, self._agreements, program)
        bind(self, document.keymap, None, "start")

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._due
        yield self._heading
        yield self.recordings
        yield Vertical(Static(first_steps(self.document.folder, self.keymap)), id="first")
        yield self._about
        yield self._search
        yield self.footer.bar

    def on_mount(self) -> None:
        self.show_entries(self.document.entries)
        self.recordings.go_to(self.document.cursor)

    def on_resize(self) -> None:
        self.call_after_refresh(self._head)

    def _head(self) -> None:
        self._heading.update(heading(self.recordings.scrollable_content_region.width))

    # ---------------------------------------------------------------- what the folder holds

    @on(events.ScreenResume)
    def _watch_folder(self) -> None:
        """Look at the folder again and again while it is the folder that one looks at."""
        if self._watch is None:
            self.call_after_refresh(self._start_watch)

    def _start_watch(self) -> None:
        self._watch = FolderWatch(
            self.document.folder,
            self.document.entries,
            lambda entries: self.post_message(self.Listed(entries)),
            lambda name, counts: self.post_message(self.Counted(name, counts)),
            lambda error: self.post_message(self.Failed(error)),
        )
        self._watch.start()
        self._agreements.look()

    @on(events.ScreenSuspend)
    @on(events.Unmount)
    def _stop_watch(self) -> None:
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    @on(DueRead)
    def _due_read(self, event: DueRead) -> None:
        self._due.update(event.words)
        self._due.display = bool(event.words)

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self.show_entries(event.entries)

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        self.show_counts(event.name, event.counts)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.notify(str(event.error), markup=False, severity="warning", timeout=12)

    def show_entries(self, entries: list[RecordingEntry]) -> None:
        """Show these recordings."""
        self.document.entries = entries
        self.set_class(not entries, "empty")
        shown = [entry for entry in entries if self._is_sought(entry)]
        count = counted(len(entries), "recording", "recordings")
        if self._query:
            count = f"{len(shown)} of {count} with “{self._query}”"
        folder = file_name(self.document.folder)
        self._top.update(Content.assemble((count, "bold"), f" in {folder}"))
        self.recordings.show_entries(shown, self._counts)

    def _is_sought(self, entry: RecordingEntry) -> bool:
        counts = self._counts.get(entry.name)
        text = fold(f"{entry.name} {name_of(entry, counts)} {counts.date if counts else ''}")
        return all(word in text for word in fold(self._query).split())

    @handles("read.search")
    def search(self) -> None:
        """Look for recordings by what they are called."""
        self._search.open()

    @on(SearchBar.Changed)
    def _query_changed(self, event: SearchBar.Changed) -> None:
        self._query = event.query.strip()
        self.show_entries(self.document.entries)
        self._search.show_count(counted(self.recordings.count, "recording", "recordings"))

    @on(SearchBar.Stepped)
    def _step_wanted(self, event: SearchBar.Stepped) -> None:
        self.recordings.move(event.step)

    @on(SearchBar.Closed)
    def _search_closed(self, event: SearchBar.Closed) -> None:
        self._search.close()
        self.set_focus(None)
        if not event.keep:
            self._query = ""
            self.show_entries(self.document.entries)

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

    # ---------------------------------------------------------------- keys

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry."""
        self.commands[command_id]()

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
        self.recordings.move(-len(self.document.entries))

    @handles("folder.last")
    def last(self) -> None:
        """To the last recording."""
        self.recordings.move(len(self.document.entries))

    @on(RecordingList.Opened)
    def _clicked(self) -> None:
        self.run_command("folder.open")

    # ---------------------------------------------------------------- what the program is asked

    def _choose(self, request: OpenRequest) -> None:
        self._keep_cursor()
        self.post_message(OpenWanted(self.document, request))

    def _redraw(self) -> None:
        self._keep_cursor()
        self.post_message(Redraw())

    def _keep_cursor(self) -> None:
        entry = self.recordings.entry
        self.document.cursor = entry.name if entry else ""

    def _show_dialog(
        self, dialog: Screen[Any], callback: Callable[[Any], None] | None = None, /
    ) -> None:
        self.app.push_screen(dialog, callback)

    def _leave(self) -> None:
        self.app.call_later(self.app.action_quit)
