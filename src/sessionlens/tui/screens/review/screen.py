"""The review screen: composes the widgets, polls the player, and routes keys to commands."""

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from sessionlens.domain.command import BY_ID, Context
from sessionlens.domain.keymap import first_key, keys_of
from sessionlens.storage.state import Draft
from sessionlens.tui.keybinding import bindings
from sessionlens.tui.playback.footing import Footing
from sessionlens.tui.screens.review.composing import drafted
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.mirror import Mirror, Widgets, transcript_title
from sessionlens.tui.screens.review.prompted import PromptedScreen
from sessionlens.tui.screens.review.shown_keys import shown_keys
from sessionlens.tui.screens.review.stage import Stage
from sessionlens.tui.screens.review.transcribing import Advanced, Ended, Heard
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.tui.widgets.details_panel import DetailsPanel

_NO_TRANSCRIPT = (
    "There is no transcript: the review works without one.\n{} recognises what is said."
)
_SAVE_RECOGNISED_EVERY = 3.0  # seconds
_NO_MARKERS = "Press a competency's key when you notice something; playback goes on."


class ReviewScreen(PromptedScreen):
    """One recording, its transcript and what is noticed in it.

    Made by `review_screen`, which binds the keys of the keymap and the rubric.
    """

    details: "DetailsPanel"
    context: ClassVar[Context] = "review"

    def __init__(self, stage: Stage, app: "App[int]") -> None:
        opened = stage.opened
        self.footing = Footing(
            opened.keymap, shown_keys(opened.keymap, opened.rubric, opened.review.session.role)
        )
        self.desk = Desk(
            editor=stage.editor,
            rubric=opened.rubric,
            keymap=opened.keymap,
            settings=opened.settings,
            say=self.footing.say,
            start_position=stage.state.position,
            read_only=opened.read_only,
            reply=opened.coach_side.reply,
            player=stage.player,
            current=stage.current,
            drafted=drafted(stage.drafts),
        )
        super().__init__(stage, self.desk)
        self.stage = stage
        self.markers = MarkerList(opened.rubric, id="markers")
        self.bar = CompetencyBar(opened.rubric, id="competencies")
        self.prompt = CodingPrompt(opened.rubric, opened.keymap, id="prompt")
        self.mirror = Mirror(
            self.desk,
            self.playhead,
            opened.recording.name,
            Widgets(self.timeline, self.transcript, self.markers, self.bar, self.prompt),
        )
        self._app_of_parts = app

    def compose(self) -> ComposeResult:
        key = keys_of(self.keymap, BY_ID["transcript.transcribe"]) or "a command"
        self.transcript.empty = _NO_TRANSCRIPT.format(key)
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

    async def _compose_rest(self) -> None:
        """What nobody can need before the first paint."""
        from sessionlens.tui.screens.review.parts import Parts
        from sessionlens.tui.widgets.details_panel import DetailsPanel

        self.parts = Parts(self, self._app_of_parts)
        key = first_key(self.keymap, "review.details")
        self.details = DetailsPanel(self.stage.editor.review.session, key)
        self.details.display = self.stage.asks_details
        await self.mount_all([self.search, self.prompt, self.editor], before=self.bar)
        if not self.markers.is_attached:
            return  # left before all of it was there
        await self.query_one("#side").mount(self.details, before=self.markers)
        self.reading, self.composing = self.parts.reading, self.parts.composing
        self.enable(self.parts.commands)
        self.every(_SAVE_RECOGNISED_EVERY, self.parts.transcribing.save)
        if self.stage.transcribe:
            self.run_command("transcript.transcribe")
        self.composing.reopen(self.stage.writing)

    def on_mount(self) -> None:
        self.call_after_refresh(self._compose_rest)

    def tick(self) -> None:
        self.mirror.tick()
        if self.commands:
            title = transcript_title(self.desk, self.parts.transcribing.text)
            if title != self.transcript.border_title:
                self.transcript.border_title = title

    def retire(self) -> None:
        self.stage.transcribe = self.parts.transcribing.running
        self.stage.writing = self.composing.writing
        self.parts.transcribing.stop()
        super().retire()

    def keep(self) -> None:
        if self.commands:
            self.parts.transcribing.stop()
            if session := self.details.unkept:
                self.parts.closing.detailed(session)
        super().keep()

    def _put_details_away(self) -> None:
        self.details.display = self.stage.asks_details = False

    def keep_drafts(self, drafts: tuple[Draft, ...]) -> str:
        self.desk.drafted = drafted(drafts)
        return super().keep_drafts(drafts)

    def rebuild(self) -> None:
        self.stage.opened = replace(
            self.stage.opened,
            rubric=self.desk.rubric,
            keymap=self.desk.keymap,
            settings=self.desk.settings,
        )
        super().rebuild()

    # ---------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        if self.commands and self.prompt.take_late(event):
            event.stop()
            event.prevent_default()
        # The form that asks for details is not in the way, and can be sent away all the same.
        if event.key != "escape" or not self.commands or self.details.has_focus_within:
            return
        self._put_details_away()

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, or `mark.` and a code."""
        if command_id.startswith("mark."):
            self.action_mark(command_id.removeprefix("mark."))
        else:
            super().run_command(command_id)

    def action_mark(self, code: str) -> None:
        """A key of the rubric was pressed."""
        if not self.commands:
            self._waiting.append(f"mark.{code}")
            return
        self._put_details_away()
        self.parts.marking.mark(code)
        self.tick()

    # ---------------------------------------------------------------- what widgets say

    @on(Heard)
    def _heard(self, event: Heard) -> None:
        self.parts.transcribing.heard(event.utterances)
        self.tick()

    @on(Advanced)
    def _advanced(self, event: Advanced) -> None:
        self.parts.transcribing.advanced(event)

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        self.parts.transcribing.ended(event)
        self.tick()

    def on_details_panel_changed(self, event: "DetailsPanel.Changed") -> None:
        self.parts.closing.detailed(event.session)

    def on_details_panel_closed(self, event: "DetailsPanel.Closed") -> None:
        self.set_focus(None)
        self._put_details_away()
        if event.given_up:
            self.footing.say(f"Not kept, for it is no date: {', '.join(event.given_up)}")

    @on(MarkerList.Chosen)
    def _marker_chosen(self, event: MarkerList.Chosen) -> None:
        if marker := self.stage.editor.review.marker(event.marker_id):
            self.parts.changing.choose(marker)


def review_screen(stage: Stage, app: "App[int]") -> ReviewScreen:
    """The screen with the keys of this review's keymap and rubric."""
    keys = bindings(stage.opened.keymap, stage.opened.rubric, "review")

    class BoundReviewScreen(ReviewScreen):
        BINDINGS = keys

    return BoundReviewScreen(stage, app)
