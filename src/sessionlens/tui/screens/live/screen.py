"""The live screen: composes the widgets and puts the parts together, most of them the review's."""

from collections.abc import Coroutine
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from sessionlens.domain.changes import Material
from sessionlens.domain.command import Context
from sessionlens.domain.keymap import first_key
from sessionlens.tui.commands import Handler, handlers
from sessionlens.tui.footer import Footer
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.playback.undoing import Undoing
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.screens.live.hearing import Hearing
from sessionlens.tui.screens.live.listening_back import ListeningBack
from sessionlens.tui.screens.live.recording import RecordingCommands, going_on
from sessionlens.tui.screens.live.view import (
    LivePlayhead,
    OpenWords,
    live_keys,
    live_title,
    show_level_line,
)
from sessionlens.tui.screens.program import PlayerCommands, ProgramCommands
from sessionlens.tui.screens.review.comments import Comments
from sessionlens.tui.screens.review.filtering import Filtering
from sessionlens.tui.screens.review.markers import Markers
from sessionlens.tui.screens.review.marking import Marking
from sessionlens.tui.screens.review.prompting import Prompting
from sessionlens.tui.screens.review.session import SessionCommands
from sessionlens.tui.screens.review.view import ReviewView, ReviewWidgets, undone
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.level_line import LevelLine
from sessionlens.tui.widgets.marker_list import MarkerList

_LOOK_AT_GAPS_EVERY = 2.0  # seconds
_UNTIL_SEEN = 20.0  # seconds; the first line says it as long as it lasts
_NO_WORDS = "What is said appears here, if a speech model is installed.\nMarks work without it."
_WORDS_COME = "What is said comes here, once its words are certain."
_NO_MARKERS = "Press a competency's key when you notice something."


class LiveScreen(PlaybackScreen):
    """One session as it happens: its words, its levels, and what is noticed in it."""

    context: ClassVar[Context] = "live"
    no_transcript = _NO_WORDS

    def __init__(self, document: OpenLive) -> None:
        rubric, keymap = document.rubric, document.keymap
        super().__init__(document, Footer(keymap, live_keys(document)))
        self.document = document
        self.markers = MarkerList(rubric, id="markers")
        self.bar = CompetencyBar(rubric, id="competencies")
        self.prompt = CodingPrompt(rubric, keymap, id="prompt")
        self.levels = LevelLine(id="levels")
        self.open_words = OpenWords()
        self.back = ListeningBack(document)
        self.dialogs = Dialogs(self.show_dialog, self.listening, self.is_covered, document.writing)
        self.hearing = Hearing(document, self.dialogs, self._run_hearing)
        self._title = ""
        self._warned = ""
        self.view = ReviewView(
            document,
            LivePlayhead(document, self.back, self.status, self.timeline, self.transcript),
            ReviewWidgets(self.timeline, self.transcript, self.markers, self.bar, self.prompt),
            _NO_MARKERS,
        )
        document.writing.going_on = lambda: going_on(document)

    def compose(self) -> ComposeResult:
        self.add_class("live")
        self.transcript.border_title = "transcript"
        self.markers.border_title = "markers"
        yield self.status
        yield self.levels
        yield self.timeline
        with Horizontal(id="panes"):
            with Vertical(id="heard"):
                yield self.transcript
                yield self.open_words
            with Vertical(id="side"):
                yield self.markers
        yield self.search
        yield self.prompt
        yield self.editor
        yield self.bar
        yield self.footer.bar

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.enable(self._make_parts())
        self.every(_LOOK_AT_GAPS_EVERY, self.document.note_gaps)
        self.comments.reopen(self.document.writing.open_draft)
        if self.document.live is None:
            self.run_alone(self.recording.begin())

    def _make_parts(self) -> dict[str, Handler]:
        document, listening, dialogs = self.document, self.listening, self.dialogs
        self.comments = Comments(document, self.editor, listening)
        self.composing = self.comments.composing
        self.prompting = Prompting(self.prompt, self.footer, self.run_command)
        self.marking = Marking(document, self.prompting.ask, self.comments.comment)
        self.prompting.marking = self.marking
        self.changing = Markers(
            document,
            listening.play_marker,
            self.prompting,
            self.comments.edit,
            self.comments.respond,
        )
        self.reading = Reading(
            document, self.transcript, self.search, listening, self._comment_last_marker
        )
        self.recording = RecordingCommands(
            document,
            self.hearing,
            dialogs,
            self.run_alone,
            self.post_message,
            self._key,
            self._alert,
        )
        return handlers(
            "live",
            listening,
            self.reading,
            self.marking,
            self.changing,
            self.recording,
            self.hearing,
            self.back,
            SessionCommands(
                document, dialogs, None, self.changing.choose, listening.toggle, self.rebuild
            ),
            Undoing(document, document.writing, self._undone),
            Filtering(document, dialogs),
            PlayerCommands(document, listening, dialogs, self.run_alone, self.reload_sound),
            ProgramCommands(
                document, "live", dialogs.show, self.leave, self.rebuild, document.rubric
            ),
        )

    def _run_hearing(self, work: Coroutine[None, None, None]) -> None:
        self.run_worker(work, group="hearing", exclusive=True)

    # ---------------------------------------------------------------- showing

    def tick(self) -> None:
        document = self.document
        self.hearing.tick()
        self.back.tick()
        self.view.tick()
        show_level_line(self.levels, document)
        self.open_words.show(self.hearing.open_words)
        self.footer.use(live_keys(document))
        title = live_title(document, self.hearing, following=self.transcript.following)
        if title != self._title:
            self._title = title
            self.transcript.border_title = Content(title)
            self.transcript.empty = _WORDS_COME if document.words_come else _NO_WORDS
        self._tell_of_recording()

    def _tell_of_recording(self) -> None:
        """Say what happened to devices and disk, and what is wrong with the levels."""
        live = self.document.live
        for notice in live.recorder.notices() if live else ():
            other = f". {self._key('live.record')} chooses another" if notice.lost else ""
            self._alert(notice.text + other)
        warning = self.levels.warning
        if warning and warning != self._warned:
            self.notify(warning, markup=False, severity="warning")
        self._warned = warning

    def _key(self, command_id: str) -> str:
        """A command's key as a person reads it."""
        return first_key(self.keymap, command_id) or "the palette"

    def _alert(self, text: str) -> None:
        self.notify(text, markup=False, severity="warning", timeout=_UNTIL_SEEN)

    def keep(self) -> None:
        self.hearing.tick()
        self.document.note_recording()
        super().keep()

    # ---------------------------------------------------------------- keys

    def answer(self, event: events.Key) -> bool:
        if not self.commands:
            return False
        answered = self.prompting.answer(event)
        if answered:
            self.tick()
        return answered

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, or `mark.` and a code."""
        if command_id.startswith("mark."):
            self.action_mark(command_id.removeprefix("mark."))
        elif instead := self.back.before(command_id):
            super().run_command(instead)
        else:
            self.poll()

    def action_mark(self, code: str) -> None:
        """A key of the rubric was pressed."""
        if not self.commands:
            self.wait_with(f"mark.{code}")
            return
        self.marking.mark(code)
        self.tick()

    def _comment_last_marker(self) -> bool:
        if self.document.marker is None:
            return False
        self.changing.edit()
        return True

    def _undone(self, before: Material, after: Material, label: str) -> str:
        return undone(self.document, self.transcript, before, after, label)

    # ---------------------------------------------------------------- what widgets tell

    @on(CodingPrompt.Closed)
    def _prompt_closed(self) -> None:
        self.footer.leave_out(self.prompt.takes)

    @on(CompetencyBar.Chosen)
    def _code_chosen(self, event: CompetencyBar.Chosen) -> None:
        self.action_mark(event.code)

    @on(MarkerList.Chosen)
    def _marker_chosen(self, event: MarkerList.Chosen) -> None:
        if marker := self.document.editor.review.marker(event.marker_id):
            self.document.current = marker.id
            self.tick()
