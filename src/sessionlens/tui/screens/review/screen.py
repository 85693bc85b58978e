"""The review screen: composes the widgets, polls the player, and routes keys to commands."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from sessionlens.domain.command import Context
from sessionlens.domain.keymap import mark_keys
from sessionlens.domain.marker import Marker
from sessionlens.storage.state import Draft
from sessionlens.tui.keybinding import bindings
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.footing import Footing
from sessionlens.tui.screens.review.leaving import remember
from sessionlens.tui.screens.review.parts import Parts
from sessionlens.tui.screens.review.stage import Stage
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.search_bar import SearchBar
from sessionlens.tui.widgets.status_bar import StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.tui.widgets.details_panel import DetailsPanel

_POLLS_PER_SECOND = 30
_DRAFT_AFTER = 0.5  # seconds without a keystroke
_REMEMBER_EVERY = 5.0
_RETRY_EVERY = 2.0
_NO_TRANSCRIPT = "There is no transcript: the review works without one."
_NO_MARKERS = "Press a competency's key when you\nnotice something; playback goes on."


class ReviewScreen(Screen[None]):
    """One recording, its transcript and what is noticed in it.

    Made by `review_screen`, which binds the keys of the keymap and the rubric.
    """

    details: "DetailsPanel"
    AUTO_FOCUS = ""  # the keys are the screen's own until one types
    context: ClassVar[Context] = "review"

    def __init__(self, stage: Stage, app: "App[int]") -> None:
        super().__init__()
        opened = stage.opened
        self.stage = stage
        self.keymap = opened.keymap
        self.rubric = opened.rubric
        self.footing = Footing(opened.keymap, opened.rubric)
        self.desk = Desk(
            editor=stage.editor,
            rubric=opened.rubric,
            keymap=opened.keymap,
            settings=opened.settings,
            say=self.footing.say,
            start_position=stage.state.position,
            read_only=opened.read_only,
            player=stage.player,
            current=stage.current,
        )
        self.status = StatusBar(id="status")
        self.timeline = TimelineBar(opened.rubric, id="timeline")
        self.transcript = TranscriptView(id="transcript")
        self.markers = MarkerList(opened.rubric, id="markers")
        self.bar = CompetencyBar(opened.rubric, id="competencies")
        keys = {key: code for code, key in mark_keys(opened.keymap, opened.rubric)}
        self.prompt = CodingPrompt(opened.rubric, keys, id="prompt")
        self.editor = CommentEditor(id="comment")
        self.search = SearchBar(id="search")
        self.parts = Parts(self, app)

    def compose(self) -> ComposeResult:
        self.transcript.empty = _NO_TRANSCRIPT
        self.transcript.border_title = "transcript"
        self.markers.empty = _NO_MARKERS
        self.markers.border_title = "markers"
        yield self.status
        yield self.timeline
        with Horizontal(id="panes"):
            yield self.transcript
            with Vertical(id="side"):
                yield self.markers
        yield self.bar
        yield self.footing.bar

    def _compose_rest(self) -> None:
        """What nobody can need before the first paint."""
        from sessionlens.tui.widgets.details_panel import DetailsPanel

        self.details = DetailsPanel(self.stage.editor.review.session)
        self.details.display = self.stage.asks_details
        self.mount_all([self.search, self.prompt, self.editor], before=self.bar)
        self.query_one("#side").mount(self.details, before=self.markers)

    def on_mount(self) -> None:
        self.call_after_refresh(self._compose_rest)
        self.transcript.following = self.stage.state.follow
        self.parts.mirror.tick()
        self._ticking = [
            self.set_interval(1 / _POLLS_PER_SECOND, self.parts.mirror.tick),
            self.set_interval(_REMEMBER_EVERY, self.remember),
            self.set_interval(_RETRY_EVERY, self.stage.editor.retry),
        ]
        self._draft_timer = self.set_timer(
            _DRAFT_AFTER, self.parts.composing.keep_draft, pause=True
        )

    def retire(self) -> None:
        """Stop: another screen takes over the same review."""
        self.remember()
        for timer in self._ticking:
            timer.stop()

    def remember(self) -> None:
        """Keep position, view and drafts for the next time."""
        self.stage.current = self.desk.current
        remember(self.stage, follow=self.transcript.following)

    def keep_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Keep comments that are not finished."""
        self.stage.drafts = drafts
        self.remember()

    def attach_player(self) -> None:
        """The player is there."""
        self.desk.player = self.stage.player
        self.parts.listening.ready()

    # ---------------------------------------------------------------- keys

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, or `mark.` and a code; show what it did at once."""
        if not self.editor.is_mounted:
            self.call_later(self.run_command, command_id)
            return
        if code := command_id.removeprefix("mark.") if command_id.startswith("mark.") else "":
            self.action_mark(code)
            return
        self.parts.commands[command_id]()
        self.parts.mirror.tick()

    def action_mark(self, code: str) -> None:
        """A key of the rubric was pressed."""
        if not self.editor.is_mounted:
            self.call_later(self.action_mark, code)
            return
        self.details.display = False
        self.parts.marking.mark(code)
        self.parts.mirror.tick()

    def ask_about(self, marker: Marker) -> None:
        """Open the prompt for a marker that was just made."""
        self.prompt.ask(marker)

    def recode(self, marker: Marker) -> None:
        """Open the prompt for a marker that is to be coded anew."""
        self.prompt.ask(marker, recoding=True)

    # ---------------------------------------------------------------- what widgets say

    @on(CodingPrompt.Indicated)
    def _indicated(self, event: CodingPrompt.Indicated) -> None:
        self.parts.marking.indicate(event.indicator)
        self.parts.mirror.tick()

    @on(CodingPrompt.Rated)
    def _rated(self, event: CodingPrompt.Rated) -> None:
        self.parts.marking.rate(event.rating)
        self.parts.mirror.tick()

    @on(CodingPrompt.Coded)
    def _coded(self, event: CodingPrompt.Coded) -> None:
        self.parts.marking.code(event.competency)
        self.parts.mirror.tick()

    @on(CodingPrompt.CommentWanted)
    def _comment_wanted(self) -> None:
        self.prompt.close()
        self.run_command("marker.edit")

    @on(CodingPrompt.Closed)
    def _prompt_closed(self) -> None:
        if self.focused is self.prompt:
            self.set_focus(None)

    @on(CommentEditor.Changed)
    def _writing(self, event: CommentEditor.Changed) -> None:
        self.parts.composing.changed(event.text)
        self._draft_timer.reset()
        self._draft_timer.resume()

    @on(CommentEditor.Finished)
    def _written(self, event: CommentEditor.Finished) -> None:
        self._draft_timer.pause()
        self.set_focus(None)
        self.parts.composing.finish(event.text, save=event.save)
        self.parts.mirror.tick()

    @on(SearchBar.Changed)
    def _looking(self, event: SearchBar.Changed) -> None:
        self.parts.reading.look_for(event.query)

    @on(SearchBar.Stepped)
    def _stepped(self, event: SearchBar.Stepped) -> None:
        self.parts.reading.step_hit(event.step)

    @on(SearchBar.Closed)
    def _searched(self, event: SearchBar.Closed) -> None:
        self.set_focus(None)
        self.parts.reading.end_search(keep=event.keep)

    def on_details_panel_changed(self, event: "DetailsPanel.Changed") -> None:
        self.parts.closing.detailed(event.session)

    def on_details_panel_closed(self) -> None:
        self.set_focus(None)
        self.details.display = False

    @on(TranscriptView.Chosen)
    def _utterance_chosen(self, event: TranscriptView.Chosen) -> None:
        self.parts.reading.read(event.utterance)

    @on(MarkerList.Chosen)
    def _marker_chosen(self, event: MarkerList.Chosen) -> None:
        if marker := self.stage.editor.review.marker(event.marker_id):
            self.parts.changing.choose(marker)

    @on(TimelineBar.Chosen)
    def _moment_chosen(self, event: TimelineBar.Chosen) -> None:
        self.parts.listening.seek(event.seconds)


def review_screen(stage: Stage, app: "App[int]") -> ReviewScreen:
    """The screen with the keys of this review's keymap and rubric."""
    keys = bindings(stage.opened.keymap, stage.opened.rubric, "review")

    class BoundReviewScreen(ReviewScreen):
        BINDINGS = keys

    return BoundReviewScreen(stage, app)
