"""The compare screen: what all noticed, what only one did, to be heard; the figures last."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from sessionlens.domain.command import Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.moments import utterances_of
from sessionlens.library.comparing import Compared, with_tolerance
from sessionlens.library.group import GroupCompared, group_outgoing
from sessionlens.library.parties import Party
from sessionlens.tui.commands import handlers, handles
from sessionlens.tui.footer import Footer, FooterKeys
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.playback.view import StatusWords
from sessionlens.tui.screens.compare.document import OpenComparison
from sessionlens.tui.screens.compare.entries import ComparedList
from sessionlens.tui.screens.compare.group_entries import group_listed
from sessionlens.tui.screens.compare.reading_list import ReadingList
from sessionlens.tui.screens.compare.two_entries import two_listed
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.program import PlayerCommands, ProgramCommands

if TYPE_CHECKING:
    from sessionlens.library.outgoing import Outgoing

_BESIDE = 100  # columns from which the transcript stands beside the list
_KEYS: FooterKeys = (
    ("Enter", "plays the moment"),
    (("marker.next", "marker.previous"), "next, previous"),
    ("play.toggle", "play"),
    (("seek.back10", "seek.forward10"), "∓10 s"),
    ("compare.tolerance", "how far apart"),
    ("review.export", "hand out"),
    ("app.help", "help"),
    ("app.quit", "leave"),
)


class CompareScreen(PlaybackScreen):
    """The list on the left, what is said on the right where there is room for it."""

    DEFAULT_CSS = """
    CompareScreen #parties { height: auto; padding: 0 1; }
    CompareScreen ReadingList { width: 3fr; height: 1fr; max-height: 100%; }
    CompareScreen ReadingList > .option-list--option-disabled { color: $foreground; }
    CompareScreen ReadingList:focus > .option-list--option-highlighted { text-style: none; }
    """
    context: ClassVar[Context] = "compare"

    def __init__(self, document: OpenComparison) -> None:
        super().__init__(document, Footer(document.keymap, _KEYS))
        self.add_class("compare")
        self.document = document
        self._list = ReadingList(id="moments-compared")
        self._parties = Static(id="parties", markup=False)

    def compose(self) -> ComposeResult:
        self.transcript.border_title = "transcript"
        yield self.status
        yield self.timeline
        yield self._parties
        with Horizontal(id="panes"):
            yield self._list
            yield self.transcript
        yield self.footer.bar

    def on_mount(self) -> None:
        document = self.document
        self._dialogs = Dialogs(self.show_dialog, self.listening, self.is_covered)
        self.enable(
            handlers(
                "compare",
                self,
                self.listening,
                PlayerCommands(
                    document, self.listening, self._dialogs, self.run_alone, self.reload_sound
                ),
                ProgramCommands(document, "compare", self._dialogs.show, self.leave, self.rebuild),
            )
        )
        self._show()
        self._list.focus()

    def transcript_there(self) -> None:
        self._point_out(self.document.chosen)
        super().transcript_there()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "beside")

    def tick(self) -> None:
        title = self.document.compared.parties[0].file.session.title
        what = self._shown.title
        words = f"{title} · {what}" if title else what[:1].upper() + what[1:]
        self.playhead.show(StatusWords(words, self._shown.count))

    def _show(self) -> None:
        self._shown = _listed(self.document.compared)
        self.document.listed = self._list.show(self._shown.entries)
        self.timeline.show_markers(in_time_order(self.document.listed))
        within = f"the same moment within {self.document.compared.tolerance:g} s"
        self._parties.update(Content.assemble(self._shown.parties, (f"   {within}", "$faint")))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.document.chosen = self._list.moment(event.option_index)
        self._point_out(self.document.chosen)

    def _point_out(self, moment: Marker | None) -> None:
        document = self.document
        if moment is not None:
            touched = utterances_of(moment, document.timeline)
            self.transcript.show_marked(frozenset(touched))
            if document.recording is None and touched:
                document.reader = touched.start
                self.tick()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._play(self._list.moment(event.option_index))

    def _play(self, moment: Marker | None) -> None:
        if moment is not None:
            self.listening.play_moment(moment)

    @handles("marker.next")
    def next(self) -> None:
        """Go to the next moment, and play it."""
        if not self._list.go_to_moment(1):
            self.document.say("This was the last moment")
            return
        self._play(self._list.chosen)

    @handles("marker.previous")
    def previous(self) -> None:
        """Go to the moment before, and play it."""
        if not self._list.go_to_moment(-1):
            self.document.say("This was the first moment")
            return
        self._play(self._list.chosen)

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

    @handles("review.export")
    def export(self) -> None:
        """Ask which of them goes out, or of several one feedback of all, and show that."""
        compared = self.document.compared
        choices: list[tuple[str, Callable[[], Outgoing]]] = [
            (party.title or party.path.name, partial(self._outgoing, party))
            for party in compared.parties
        ]
        question, first = "Which of the two goes out?", ""
        if isinstance(compared, GroupCompared):
            question, first = "What goes out?", "0"
            together = partial(self._group_outgoing, compared)
            choices.insert(0, ("One feedback, which names who saw what", together))
        self._dialogs.choose(
            question,
            [(str(number), title) for number, (title, _) in enumerate(choices)],
            first,
            lambda number: self._hand_out(choices[int(number)][1]),
        )

    def _outgoing(self, party: Party) -> "Outgoing":
        """What goes out of somebody's file; a recording that its times are not of, is not in it."""
        from sessionlens.library.outgoing import outgoing

        is_heard = party in self.document.compared.heard
        return outgoing(party.path, recording=self.document.recording if is_heard else None)

    def _group_outgoing(self, compared: GroupCompared) -> "Outgoing":
        timeline = self.document.timeline
        transcript = timeline.transcript if timeline.utterances else None
        return group_outgoing(compared, transcript, self.document.recording)

    def _hand_out(self, gather: Callable[[], "Outgoing"]) -> None:
        from sessionlens.tui.screens.handing_out import hand_out

        try:
            hand_out(self.document, self._dialogs, gather)
        except SessionLensError as error:
            self.document.say(str(error))

    @handles("compare.tolerance")
    def tolerance(self) -> None:
        """Match anew, with moments nearer or further apart."""
        self._dialogs.ask(
            "How far apart may the same moment be?",
            "Seconds, from 0 to 60",
            f"{self.document.compared.tolerance:g}",
            _seconds,
            self._match_within,
        )

    def _match_within(self, text: str) -> None:
        try:
            self.document.compared = with_tolerance(self.document.compared, _seconds(text))
        except SessionLensError as error:
            self.document.say(str(error))
            return
        self._show()


def _listed(compared: Compared | GroupCompared) -> ComparedList:
    return group_listed(compared) if isinstance(compared, GroupCompared) else two_listed(compared)


def _seconds(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("s").replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60:
        raise SessionLensError(f"'{text}' is not a number from 0 to 60", "Write it as 2.5")
    return value
