"""The compare screen: what both noticed, what only one did, to be heard; the figures last."""

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.command import Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import in_time_order
from sessionlens.domain.moments import utterances_of
from sessionlens.domain.timeline import Timeline
from sessionlens.library.comparing import Compared, with_tolerance
from sessionlens.tui.keybinding import bindings
from sessionlens.tui.playback.footing import Footing, Shown
from sessionlens.tui.playback.handling import handlers, handles
from sessionlens.tui.playback.playhead import Said
from sessionlens.tui.playback.program import Program
from sessionlens.tui.playback.screen import HearingScreen
from sessionlens.tui.playback.stepping import Stepping
from sessionlens.tui.playback.unheard import unheard
from sessionlens.tui.screens.compare.entries import Entry, entries_of
from sessionlens.tui.screens.compare.reading_list import ReadingList
from sessionlens.tui.screens.compare.stage import CompareBooth, CompareStage

if TYPE_CHECKING:
    from textual.app import App

_BESIDE = 100  # columns from which the transcript stands beside the list
_KEYS: Shown = (
    ("Enter", "plays the moment"),
    (("marker.next", "marker.previous"), "next, previous"),
    ("play.toggle", "play"),
    (("seek.back10", "seek.forward10"), "∓10 s"),
    ("compare.tolerance", "how far apart"),
    ("app.help", "help"),
    ("app.quit", "leave"),
)


class CompareScreen(Stepping, HearingScreen):
    """The list on the left, what is said on the right where there is room for it.

    Made by `compare_screen`, which binds the keys of the keymap.
    """

    DEFAULT_CSS = """
    CompareScreen #parties { height: auto; padding: 0 1; }
    CompareScreen ReadingList { width: 3fr; height: 1fr; max-height: 100%; }
    CompareScreen ReadingList > .option-list--option-disabled { color: $foreground; }
    CompareScreen ReadingList:focus > .option-list--option-highlighted { text-style: none; }
    """
    context: ClassVar[Context] = "compare"

    def __init__(self, stage: CompareStage, app: "App[int]") -> None:
        opened = stage.opened
        self.footing = Footing(opened.keymap, _KEYS)
        self.booth = CompareBooth(
            rubric=opened.compared.rubric,
            keymap=opened.keymap,
            settings=opened.settings,
            say=self.footing.say,
            no_recording=opened.recording is None,
            start_position=stage.state.position,
            player=stage.player,
            timeline=Timeline(opened.transcript),
            length=opened.compared.a.file.recording.duration or 0.0,
        )
        super().__init__(stage, self.booth)
        self.add_class("compare")
        self.stage = stage
        self._entries: list[Entry] = []
        self._list = ReadingList(id="moments-compared")
        self._parties = Static(id="parties", markup=False)
        self._program = Program(self.booth, app, self.listening, "compare", self.rebuild)

    @property
    def compared(self) -> Compared:
        """What is shown."""
        return self.stage.opened.compared

    def compose(self) -> ComposeResult:
        self.transcript.empty = "There is no transcript."
        self.transcript.border_title = "transcript"
        yield self.status
        yield self.timeline
        yield self._parties
        with Horizontal(id="panes"):
            yield self._list
            yield self.transcript
        yield self.footing.bar

    def on_mount(self) -> None:
        commands = handlers("compare", self.listening, self._program, self)
        self.enable(unheard(commands, self.booth))
        self._show()
        self._list.focus()
        self.poll()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "beside")

    def tick(self) -> None:
        found = self.compared.agreement
        count = f"{len(found.both)} both, {len(found.only_a)} only A, {len(found.only_b)} only B"
        title = self.compared.a.file.session.title
        self.playhead.show(Said(f"{title} · two reviews" if title else "Two reviews", count))

    def _show(self) -> None:
        compared = self.compared
        self._entries = entries_of(compared)
        self._list.set_options(
            [Option(one.prompt, disabled=one.moment is None) for one in self._entries]
        )
        moments = tuple(one.moment for one in self._entries if one.moment is not None)
        self.booth.listed = moments
        self.timeline.show_markers(in_time_order(moments))
        within = f"the same moment within {compared.agreement.tolerance:g} s"
        self._parties.update(
            Content.assemble(
                ("A ", "bold $speaker-1"),
                compared.a.title,
                ("   B ", "bold $speaker-2"),
                compared.b.title,
                (f"   {within}", "$faint"),
            )
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        moment = self._entries[event.option_index].moment
        self.booth.chosen = moment
        if moment is not None:
            touched = utterances_of(moment, self.booth.timeline)
            self.transcript.show_marked(frozenset(touched))
            if self.booth.no_recording and touched:
                self.booth.reader = touched.start
                self.tick()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._play(event.option_index)

    def _play(self, number: int) -> None:
        moment = self._entries[number].moment
        if moment is None:
            return
        self.listening.play_moment(moment)

    def step(self, step: int) -> None:
        number = (-1 if self._list.highlighted is None else self._list.highlighted) + step
        while 0 <= number < len(self._entries) and self._entries[number].moment is None:
            number += step
        if 0 <= number < len(self._entries):
            self._list.highlighted = number
            self._play(number)
        else:
            self.booth.say("This was the last moment" if step > 0 else "This was the first moment")

    @handles("read.up")
    def up(self) -> None:
        """Go up in the list."""
        self._list.action_cursor_up()

    @handles("read.down")
    def down(self) -> None:
        """Go down in the list."""
        self._list.action_cursor_down()

    @handles("read.page_up")
    def page_up(self) -> None:
        """Scroll up."""
        self._list.action_page_up()

    @handles("read.page_down")
    def page_down(self) -> None:
        """Scroll down."""
        self._list.action_page_down()

    @handles("compare.tolerance")
    def tolerance(self) -> None:
        """Match anew, with moments nearer or further apart."""
        self._program.ask(
            "How far apart may the same moment be?",
            "Seconds, from 0 to 60",
            f"{self.compared.agreement.tolerance:g}",
            _seconds,
            self._match_within,
        )

    def _match_within(self, text: str) -> None:
        try:
            compared = with_tolerance(self.compared, _seconds(text))
        except SessionLensError as error:
            self.booth.say(str(error))
            return
        self.stage.opened = replace(self.stage.opened, compared=compared)
        self._show()

    def rebuild(self) -> None:
        self.stage.opened = replace(
            self.stage.opened, keymap=self.booth.keymap, settings=self.booth.settings
        )
        super().rebuild()


def _seconds(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("s").replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60:
        raise SessionLensError(f"'{text}' is not a number from 0 to 60", "Write it as 2.5")
    return value


def compare_screen(stage: CompareStage, app: "App[int]") -> CompareScreen:
    """The screen with the keys of the keymap."""
    keys = bindings(stage.opened.keymap, None, "compare")

    class BoundCompareScreen(CompareScreen):
        BINDINGS = keys

    return BoundCompareScreen(stage, app)
