"""The replay screen: the moments of a feedback file, to be heard, understood and answered."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from sessionlens.domain.command import Context
from sessionlens.domain.timeline import Timeline
from sessionlens.storage.state import Draft
from sessionlens.tui.keybinding import bindings
from sessionlens.tui.playback.footing import Footing, Shown
from sessionlens.tui.playback.handling import handlers, handles
from sessionlens.tui.playback.program import Program
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.screen import WorkScreen
from sessionlens.tui.playback.undoing import Undoing
from sessionlens.tui.playback.unheard import unheard
from sessionlens.tui.screens.replay.answering import Answering, Words, drafted
from sessionlens.tui.screens.replay.closing import Closing
from sessionlens.tui.screens.replay.desk import ReplayDesk
from sessionlens.tui.screens.replay.mirror import Mirror, Widgets
from sessionlens.tui.screens.replay.moments import Moments
from sessionlens.tui.screens.replay.stage import ReplayStage
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

_NO_TRANSCRIPT = "There is no transcript beside the recording: the moments carry their quotes."
_KEYS: Shown = (
    (("marker.next", "marker.previous"), "moments"),
    ("play.toggle", "play"),
    (("answer.agree", "answer.differently", "answer.try", "answer.supervision"), "answer"),
    ("answer.words", "words"),
    ("app.help", "help"),
    ("reply.reflection", "take along"),
    ("moment.again", "again"),
    ("moments.all", "play all"),
    ("review.verdicts", "verdicts"),
    ("edit.undo", "undo"),
    ("app.quit", "leave"),
)


class ReplayScreen(WorkScreen):
    """Moments on the left, what was said there on the right, what is recorded above.

    Made by `replay_screen`, which binds the keys of the keymap.
    """

    context: ClassVar[Context] = "replay"

    def __init__(
        self, stage: ReplayStage, app: "App[int]", take_recording: "Callable[[Path], None]"
    ) -> None:
        opened = stage.opened
        self.footing = Footing(opened.keymap, _KEYS)
        self.desk = ReplayDesk(
            feedback=opened.feedback,
            editor=stage.editor,
            rubric=opened.feedback.rubric,
            keymap=opened.keymap,
            settings=opened.settings,
            say=self.footing.say,
            no_recording=opened.recording is None,
            start_position=stage.state.position,
            read_only=opened.read_only,
            player=stage.player,
            current=stage.current,
            timeline=Timeline(opened.transcript),
            drafted=drafted(stage.drafts),
        )
        super().__init__(stage, self.desk)
        self.add_class("replay")
        self.stage = stage
        self.moments = MarkerList(self.desk.rubric, id="moments")
        self.bar = CompetencyBar(self.desk.rubric, id="competencies")
        self.reading = Reading(self.desk, self.transcript, self.search, self.listening)
        self.program = Program(self.desk, app, self.listening, "replay", self.rebuild)
        self.replaying = Moments(self.desk, self.listening, self._show, self.program.choose)
        self._words = Words(self.desk, self.editor, self.listening, stage.drafts, self.keep_drafts)
        self.composing = self._words
        self.closing = Closing(self.desk, app, self.listening, take_recording)
        self.mirror = Mirror(
            self.desk,
            self.playhead,
            self.replaying.playlist,
            Widgets(self.timeline, self.transcript, self.moments, self.bar),
        )

    def compose(self) -> ComposeResult:
        self.transcript.empty = _NO_TRANSCRIPT
        self.transcript.border_title = "transcript"
        yield self.status
        yield self.timeline
        with Horizontal(id="panes"):
            yield self.moments
            yield self.transcript
        yield self.bar
        yield self.footing.bar

    def on_mount(self) -> None:
        self.call_after_refresh(self._compose_rest)

    async def _compose_rest(self) -> None:
        """What nobody can need before the first paint."""
        await self.mount_all([self.search, self.editor], before=self.bar)
        commands = handlers(
            "replay",
            self.listening,
            self.program,
            self.reading,
            self,
            self.replaying,
            Answering(self.desk, self._words),
            Undoing(self.desk, self.stage.editor, self.desk.read_only),
            self.closing,
        )
        self.enable(unheard(commands, self.desk))
        located = self.stage.opened.located
        if self.stage.recording is None and not self.stage.asked:
            self.stage.asked = True
            self.closing.ask_for_recording(str(located.offered or ""))

    def tick(self) -> None:
        self.mirror.tick()

    def keep_drafts(self, drafts: tuple[Draft, ...]) -> str:
        self.desk.drafted = drafted(drafts)
        return super().keep_drafts(drafts)

    def rebuild(self) -> None:
        self.stage.opened = replace(
            self.stage.opened, keymap=self.desk.keymap, settings=self.desk.settings
        )
        super().rebuild()

    def _show(self, utterance: int | None) -> None:
        """Bring an utterance into sight to be read, or follow what is heard."""
        if utterance is not None:
            self.reading.read(utterance)
        elif self.desk.reader is not None or not self.transcript.following:
            self.reading.follow()

    @handles("read.page_up")
    def page_up(self) -> None:
        """Scroll the moments: a long comment is read here."""
        self.moments.scroll_page_up(animate=False)

    @handles("read.page_down")
    def page_down(self) -> None:
        """Scroll the moments: a long comment is read here."""
        self.moments.scroll_page_down(animate=False)

    @on(MarkerList.Chosen)
    def _moment_clicked(self, event: MarkerList.Chosen) -> None:
        moment = next((one for one in self.desk.moments if one.id == event.marker_id), None)
        if moment is not None:
            self.replaying.choose(moment)
            self.tick()


def replay_screen(
    stage: ReplayStage, app: "App[int]", take_recording: "Callable[[Path], None]"
) -> ReplayScreen:
    """The screen with the keys of the keymap."""
    keys = bindings(stage.opened.keymap, stage.opened.feedback.rubric, "replay")

    class BoundReplayScreen(ReplayScreen):
        BINDINGS = keys

    return BoundReplayScreen(stage, app, take_recording)
