"""The screen of an agreement: one quiet page, and the keys to write, agree and look again."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.alliance import Alliance
from sessionlens.domain.command import Context
from sessionlens.tui.commands import handlers, handles
from sessionlens.tui.footer import Footer, FooterKeys
from sessionlens.tui.keybinding import bind
from sessionlens.tui.playback.screen import Redraw
from sessionlens.tui.playback.undoing import Undoing
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.screens.alliance.forms import ReadingScreen
from sessionlens.tui.screens.alliance.goals import GoalsAndDirections
from sessionlens.tui.screens.alliance.merging import Merging
from sessionlens.tui.screens.alliance.page import (
    PageEntry,
    earlier_words,
    page_of,
    state_line,
    terms_line,
)
from sessionlens.tui.screens.alliance.writing import WritingAgreement
from sessionlens.tui.screens.program import ProgramCommands
from sessionlens.tui.widgets.pick_list import PickList

_POLL_EVERY = 0.2  # seconds
_RETRY_EVERY = 2.0
_UNTIL_SAVED = 3600  # seconds
_KEYS: FooterKeys = (
    ("alliance.write", "write"),
    ("alliance.agree", "agree"),
    ("alliance.changed", "what changed"),
    ("app.help", "help"),
    ("app.quit", "leave"),
    ("alliance.look", "look again"),
    (("alliance.goal", "alliance.direction"), "goal, direction"),
    ("alliance.goal_look", "see the goal"),
    ("alliance.merge", "merge a copy"),
    ("alliance.terms", "who, when"),
)


class AllianceScreen(Screen[None]):
    """Reads as one page; the entry under the cursor is what Enter writes at."""

    DEFAULT_CSS = """
    AllianceScreen #top { height: 1; padding: 0 1; background: $panel; }
    AllianceScreen #terms { width: 1fr; text-style: bold; }
    AllianceScreen #saved { width: auto; color: $faint; }
    AllianceScreen #state { height: auto; padding: 0 1; margin: 0 0 1 0; }
    AllianceScreen #page { height: 1fr; padding: 0; }
    AllianceScreen #page > .option-list--option { padding: 0 2 1 2; }
    AllianceScreen #page > .option-list--option-disabled { color: $foreground; padding: 0 2; }
    AllianceScreen #footer { background: $panel; }
    """
    AUTO_FOCUS = ""
    context: ClassVar[Context] = "alliance"

    def __init__(self, document: OpenAlliance) -> None:
        super().__init__()
        self.document = document
        self.keymap = document.keymap
        self.footer = Footer(document.keymap, _KEYS)
        document.say = self.footer.say
        self._terms = Static(id="terms", markup=False)
        self._saved = Static(id="saved", markup=False)
        self._state = Static(id="state", markup=False)
        self._page = PickList(id="page")
        self._entries: list[PageEntry] = []
        self._shown: tuple[Alliance | None, str] = (None, "")
        self._unsaved = ""
        self._writing = WritingAgreement(document, self._push)
        self._goals = GoalsAndDirections(document, self._push, self._writing, lambda: self.target)
        program = ProgramCommands(document, "alliance", self._push, self._leave, self._redraw)
        self.commands = handlers(
            "alliance",
            self,
            self._writing,
            self._goals,
            Merging(document, self._push),
            Undoing(document, document.writing),
            program,
        )
        bind(self, document.keymap, None, "alliance")

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield self._terms
            yield self._saved
        yield self._state
        yield self._page
        yield self.footer.bar

    def on_mount(self) -> None:
        self._page.focus()
        self.tick()
        self.set_interval(_POLL_EVERY, self.tick)
        self.set_interval(_RETRY_EVERY, self.document.writing.history.retry)
        if self.document.new:
            self.document.new = False
            self.call_after_refresh(self._writing.terms)

    # ---------------------------------------------------------------- showing

    def tick(self) -> None:
        """Show the agreement where it is another than was shown, and whether it is saved."""
        document = self.document
        self._saved.update(self._saved_words())
        self._tell_of_saving()
        if self._shown == (document.alliance, document.me) and self._shown[0] is document.alliance:
            return
        self._shown = (document.alliance, document.me)
        self._terms.update(terms_line(document.alliance))
        self._state.update(state_line(document))
        self._show_page()

    def _saved_words(self) -> str:
        writing = self.document.writing
        if writing.read_only:
            return "read-only"
        if not self.document.alliance.between:
            return ""
        if writing.unsaved:
            return "NOT SAVED"
        return "saved" if writing.history.saving.saved else "saving …"

    def _show_page(self) -> None:
        target = self.document.cursor or self.target
        before = self._page.highlighted or 0
        self._entries = page_of(self.document)
        self._page.set_options(
            [Option(entry.prompt, disabled=not entry.target) for entry in self._entries]
        )
        targets = [entry.target for entry in self._entries]
        place = targets.index(target) if target in targets else min(before, len(targets) - 1)
        while place > 0 and not targets[place]:
            place -= 1
        self._page.highlighted = place

    @property
    def target(self) -> str:
        """What is under the cursor."""
        number = self._page.highlighted
        entry = number is not None and number < len(self._entries)
        return self._entries[number].target if entry and number is not None else ""

    def _tell_of_saving(self) -> None:
        """Say why something cannot be saved as soon as that is so, and when it is saved again."""
        why = str(self.document.writing.history.unsaved or "")
        if why and why != self._unsaved:
            self.notify(
                why, title="Not saved", markup=False, severity="error", timeout=_UNTIL_SAVED
            )
        elif self._unsaved and not why:
            self.app.clear_notifications()
            self.notify("Everything is saved again", markup=False)
        self._unsaved = why

    # ---------------------------------------------------------------- keys

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, and show what it did at once."""
        self.commands[command_id]()
        self.tick()

    @on(OptionList.OptionSelected)
    def _entry_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.run_command("alliance.write")

    @on(OptionList.OptionHighlighted)
    def _entry_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.document.cursor = self.target

    @handles("alliance.write")
    def write(self) -> None:
        """Write what is under the cursor, or read it whole where it is an earlier one."""
        document = self.document
        kind, _, name = self.target.partition(":")
        match kind:
            case "text":
                self._writing.write(name)
            case "goal":
                if goal := document.alliance.goal(name):
                    self._goals.write_goal(goal)
            case "direction":
                self._goals.write_direction(int(name))
            case "look":
                self._writing.look()
            case "earlier":
                earlier = document.alliance.earlier[int(name)]
                heading = f"Agreement until {earlier.date.isoformat()}"
                self._push(ReadingScreen(heading, earlier_words(self.document, earlier)))
            case _:
                self._writing.terms()

    @handles("read.up")
    def up(self) -> None:
        """One entry up."""
        self._page.action_cursor_up()

    @handles("read.down")
    def down(self) -> None:
        """One entry down."""
        self._page.action_cursor_down()

    @handles("read.page_up")
    def page_up(self) -> None:
        """One page up."""
        self._page.action_page_up()

    @handles("read.page_down")
    def page_down(self) -> None:
        """One page down."""
        self._page.action_page_down()

    # ---------------------------------------------------------------- what the program is asked

    def _push(self, dialog: Screen[Any], callback: Callable[[Any], None] | None = None, /) -> None:
        self.app.push_screen(dialog, callback)

    def _redraw(self) -> None:
        self.post_message(Redraw())

    def _leave(self) -> None:
        self.app.call_later(self.app.action_quit)
