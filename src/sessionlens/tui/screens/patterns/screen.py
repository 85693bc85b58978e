"""The patterns screen: sessions side by side; every cell opens its moments, and plays them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sessionlens.domain.command import Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import first_key
from sessionlens.domain.pattern_words import NO_SESSIONS, heading
from sessionlens.domain.patterns import PatternMoment
from sessionlens.library.patterns import GatheredPatterns, is_feedback
from sessionlens.tui.commands import handlers, handles
from sessionlens.tui.footer import Footer, FooterKeys
from sessionlens.tui.keybinding import bind
from sessionlens.tui.playback.screen import Redraw
from sessionlens.tui.screens.patterns.choosing import Choosing
from sessionlens.tui.screens.patterns.document import Listed, OpenPatterns
from sessionlens.tui.screens.patterns.entries import PatternList
from sessionlens.tui.screens.patterns.moving import Moving
from sessionlens.tui.screens.patterns.reading import PatternReading
from sessionlens.tui.screens.patterns.table import PatternTable
from sessionlens.tui.screens.patterns.words import about_cell, entries_of, title_of
from sessionlens.tui.screens.program import ProgramCommands
from sessionlens.tui.screens.start.opening import Kind, OpenRequest, OpenWanted

_KEYS: FooterKeys = (
    ("patterns.open", "moments"),
    ("patterns.stay", "stay with"),
    ("patterns.clients", "clients"),
    ("patterns.never", "never"),
    ("patterns.intentions", "intentions"),
    ("patterns.rubric", "rubric"),
    ("review.export", "write"),
    ("app.help", "help"),
    ("patterns.back", "back"),
)
_MOST_NOTICES = 4
_TALL = 30  # rows
_LIST_KEYS: FooterKeys = (
    ("Enter", "plays, or looks at one client"),
    ("patterns.back", "back"),
    *_KEYS[1:5],
    ("app.help", "help"),
)


class PatternsScreen(Screen[None]):
    """A table of one rubric; below it the cell under the cursor, or a list in its place."""

    DEFAULT_CSS = """
    PatternsScreen #top { height: 1; padding: 0 1; background: $panel; }
    PatternsScreen #title { height: auto; padding: 0 1; margin: 1 0 0 0; }
    PatternsScreen #alone { height: 1fr; padding: 1 2; display: none; }
    PatternsScreen.alone #alone { display: block; }
    PatternsScreen.alone PatternTable, PatternsScreen.alone #about, PatternsScreen.alone #title,
    PatternsScreen.alone #list { display: none; }
    PatternsScreen PatternTable { margin: 0 1; }
    PatternsScreen #list { display: none; }
    PatternsScreen.listed PatternTable, PatternsScreen.listed #about { display: none; }
    PatternsScreen.listed #list, PatternsScreen.moments #list { display: block; height: 1fr; }
    PatternsScreen.moments #about { display: none; }
    PatternsScreen.moments #list { border-top: solid $rule; }
    PatternsScreen #about { height: auto; min-height: 4; padding: 0 2; border-top: solid $rule; }
    """
    AUTO_FOCUS = ""
    context: ClassVar[Context] = "patterns"

    class Progressed(Message):
        """So much is read: 0 to 1."""

        def __init__(self, part: float) -> None:
            super().__init__()
            self.part = part

    class Gathered(Message):
        """The files are read, or cannot be."""

        def __init__(self, result: GatheredPatterns | SessionLensError) -> None:
            super().__init__()
            self.result = result

    def __init__(self, document: OpenPatterns) -> None:
        super().__init__()
        self.document = document
        self.keymap = document.keymap
        self.footer = Footer(document.keymap, _KEYS)
        document.say = self.footer.say
        self._reading: PatternReading | None = None
        self._asked = False
        self._top = Static(id="top", markup=False)
        self._title = Static(id="title", markup=False)
        self._alone = Static(markup=False)
        self._table = PatternTable(id="table")
        self._about = Static(id="about", markup=False)
        self._list = PatternList(id="list")
        program = ProgramCommands(
            document, "patterns", self._show_dialog, self._leave, self._redraw
        )
        choosing = Choosing(document, self._show_dialog, self._chosen)
        moving = Moving(document, self._table, self._list)
        self.commands = handlers("patterns", self, moving, choosing, program)
        self._choosing = choosing
        bind(self, document.keymap, None, "patterns")

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._title
        yield Vertical(self._alone, id="alone")
        yield self._table
        yield self._about
        yield self._list
        yield self.footer.bar

    def on_mount(self) -> None:
        document = self.document
        if document.result:
            self._show()
        else:
            self._say_alone("Reading …")
        # Read anew also when one comes back: what was opened may have changed.
        self._reading = PatternReading(
            document.folders,
            lambda part: self.post_message(self.Progressed(part)),
            lambda result: self.post_message(self.Gathered(result)),
        )
        self._reading.start()

    @on(events.Unmount)
    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.give_up()

    # ---------------------------------------------------------------- what the files say

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if self.document.result is None and not self._asked:
            self._say_alone(f"Reading … {event.part:.0%}. Esc gives up.")

    @on(Gathered)
    def _gathered(self, event: Gathered) -> None:
        document, self._reading = self.document, None
        if isinstance(event.result, SessionLensError):
            self._say_alone(str(event.result))
            return
        before = document.result
        document.gathered = event.result
        coaches = event.result.coaches
        if not document.coach and len(coaches) > 1:
            self._asked = True
            key = first_key(self.keymap, "patterns.coach")
            self._say_alone(f"There are sessions of {len(coaches)} coaches: {key} asks whose.")
            self._choosing.coach()
            return
        try:
            document.read(event.result)
        except SessionLensError as error:
            self._say_alone(str(error))
            return
        if before is None:
            self._tell_notices()
        if document.result != before:
            self._show()

    def _tell_notices(self) -> None:
        notices = self.document.result.notices if self.document.result else ()
        if notices:
            most = _MOST_NOTICES if self.size.height >= _TALL else 1  # the table stays in sight
            lines = list(notices[:most])
            if len(notices) > most:
                rest = len(notices) - most
                lines.append(f"And {rest} more, which 'sessionlens patterns --text' tells")
            self.notify("\n".join(lines), markup=False, severity="warning", timeout=20)

    def _say_alone(self, text: str) -> None:
        """Show a sentence where there is nothing else to be shown."""
        self._top.update(Content.styled("Sessions side by side", "bold"))
        self._alone.update(text)
        self.set_class(True, "alone")

    def _show(self) -> None:
        document = self.document
        patterns, table = document.patterns, document.table
        if table is None:
            self._say_alone(NO_SESSIONS)
            return
        self.set_class(False, "alone")
        client = f" · only {document.client}" if document.client else ""
        self._top.update(Content.assemble((heading(patterns), "bold"), client))
        self._table.show_rubric(table, patterns, document.row, document.column)
        self._open_list(document.listed, document.entry)

    # ---------------------------------------------------------------- the table, and its lists

    def _open_list(self, listed: Listed, entry: int = 0) -> None:
        """Show the table alone, or a list with the cursor on an entry."""
        document, cell = self.document, self.document.cell
        if listed == "moments" and not (cell and cell[0].moments):
            listed = ""
        document.listed, document.entry = listed, entry
        lines = entries_of(document)
        self._list.show(lines, entry)
        self.set_class(bool(listed) and listed != "moments", "listed")
        self.set_class(listed == "moments", "moments")
        self._title.update(title_of(document))
        self.footer.use(_LIST_KEYS if listed else _KEYS)
        self.set_focus(self._list if listed else None)

    @on(PatternTable.Moved)
    def _moved(self) -> None:
        document = self.document
        document.row, document.column = self._table.place
        self._about.update(about_cell(document))

    @on(PatternTable.Opened)
    def _clicked(self) -> None:
        self.run_command("patterns.open")

    @on(OptionList.OptionHighlighted)
    def _entry_moved(self, event: OptionList.OptionHighlighted) -> None:
        self.document.entry = event.option_index

    @on(OptionList.OptionSelected)
    def _entry_chosen(self, event: OptionList.OptionSelected) -> None:
        entry = self._list.entry(event.option_index)
        if entry.moment is not None:
            self._play(entry.moment)
        elif entry.client is not None:
            self._only(entry.client)

    def _play(self, moment: PatternMoment) -> None:
        session = self.document.patterns.sessions[moment.session]
        view = session.own if moment.own and session.own else session.main
        path = Path(view.file)
        kind: Kind = "self-review" if view is session.own else "review"
        if is_feedback(path):
            kind = "replay"
        request = OpenRequest(kind, path, moment=moment.marker.id)
        self.post_message(OpenWanted(self.document, request))

    # ---------------------------------------------------------------- keys

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry."""
        self.commands[command_id]()

    @handles("patterns.open")
    def open(self) -> None:
        """List the moments of the cell."""
        cell = self.document.cell
        if cell is None or not cell[0].moments:
            self.document.say("Nothing was marked here")
        else:
            self._open_list("moments")

    @handles("patterns.stay")
    def stay(self) -> None:
        """List moments to stay with."""
        self._open_list("stay")

    @handles("patterns.verdicts")
    def verdicts(self) -> None:
        """List verdicts in words."""
        self._open_list("verdicts")

    @handles("patterns.clients")
    def clients(self) -> None:
        """List clients, and tags in different relationships."""
        self._open_list("clients")

    @handles("patterns.never")
    def never(self) -> None:
        """List what was never marked."""
        self._open_list("never")

    @handles("patterns.intentions")
    def intentions(self) -> None:
        """List what was to be practised, and what became of it."""
        self._open_list("intentions")

    @handles("patterns.back")
    def back(self) -> None:
        """Back to the table; from there, to what was shown before."""
        if self.document.listed and self.document.table:
            self._open_list("")
        else:
            self._leave()

    def _only(self, client: str) -> None:
        self._choosing.only(client)

    def _chosen(self) -> None:
        """Another coach, client or rubric is looked at."""
        self._asked = False
        self.document.listed = ""
        self._tell_notices()
        self._show()

    # ---------------------------------------------------------------- what the program is asked

    def _show_dialog(
        self, dialog: Screen[Any], callback: Callable[[Any], None] | None = None, /
    ) -> None:
        self.app.push_screen(dialog, callback)

    def _redraw(self) -> None:
        self.post_message(Redraw())

    def _leave(self) -> None:
        self.app.call_later(self.app.action_quit)
