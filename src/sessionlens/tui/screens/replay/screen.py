"""The replay screen: the moments of a feedback file, to be heard, understood and answered."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from sessionlens.domain.command import Context
from sessionlens.domain.reply import TakeReplyCopy
from sessionlens.domain.text import counted
from sessionlens.tui.commands import handlers, handles
from sessionlens.tui.footer import Footer, FooterKeys
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.playback.speaking import Speaking
from sessionlens.tui.playback.undoing import Undoing
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.program import PlayerCommands, ProgramCommands
from sessionlens.tui.screens.replay.answering import Answering, AnswerTexts
from sessionlens.tui.screens.replay.conclusions import Conclusions
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.screens.replay.handing_out import HandingOutReply
from sessionlens.tui.screens.replay.moments import Moments
from sessionlens.tui.screens.replay.relinking import Relinking
from sessionlens.tui.screens.replay.spoken_texts import SpokenReplyTexts
from sessionlens.tui.screens.replay.view import ReplayView, ReplayWidgets
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList

_NO_TRANSCRIPT = "There is no transcript beside the recording: the moments carry their quotes."
_KEYS: FooterKeys = (
    (("marker.next", "marker.previous"), "moments"),
    ("play.toggle", "play"),
    (("answer.agree", "answer.differently", "answer.try", "answer.supervision"), "answer"),
    ("answer.words", "words"),
    ("app.help", "help"),
    ("reply.reflection", "take along"),
    ("moment.again", "again"),
    ("moments.all", "play all"),
    ("review.verdicts", "verdicts"),
    ("review.export", "hand out"),
    ("edit.undo", "undo"),
    ("app.quit", "leave"),
)


class ReplayScreen(PlaybackScreen):
    """Moments on the left, what was said there on the right, what is recorded above."""

    context: ClassVar[Context] = "replay"
    no_transcript = _NO_TRANSCRIPT
    speaking: Speaking

    def __init__(self, document: OpenFeedback) -> None:
        super().__init__(document, Footer(document.keymap, _KEYS))
        self.add_class("replay")
        self.document = document
        self.moments = MarkerList(document.rubric, id="moments")
        self.bar = CompetencyBar(document.rubric, id="competencies")
        self.dialogs = Dialogs(self.show_dialog, self.listening, self.is_covered, document.writing)
        self.reading: Reading = Reading(document, self.transcript, self.search, self.listening)
        self.texts = AnswerTexts(document, self.editor, self.listening)
        self.composing = self.texts.composing
        self.spoken = SpokenReplyTexts(document, self.texts)
        self.speaking = self.dialogs.speaking(document, self.spoken, self.run_worker)
        self.replaying = Moments(document, self.listening, self._show, self.dialogs.choose)
        self.relinking = Relinking(document, self.dialogs, self._relinked)
        self.view = ReplayView(
            document,
            self.playhead,
            self.replaying.playlist,
            ReplayWidgets(self.timeline, self.transcript, self.moments, self.bar),
        )

    def compose(self) -> ComposeResult:
        self.transcript.border_title = "transcript"
        yield self.status
        yield self.timeline
        with Horizontal(id="panes"):
            yield self.moments
            yield self.transcript
        yield self.bar
        yield self.footer.bar

    def on_mount(self) -> None:
        self.call_after_refresh(self._compose_rest)

    async def _compose_rest(self) -> None:
        """What nobody can need before the first paint."""
        document, listening, dialogs = self.document, self.listening, self.dialogs
        await self.mount_all([self.search, self.editor], before=self.bar)
        self.enable(
            handlers(
                "replay",
                self,
                listening,
                self.reading,
                self.replaying,
                self.relinking,
                Answering(document, self.texts),
                *self.speaking.parts,
                Undoing(document, document.writing),
                Conclusions(document, dialogs, self.spoken),
                HandingOutReply(document, dialogs),
                PlayerCommands(document, listening, dialogs, self.run_alone, self.reload_sound),
                ProgramCommands(
                    document, "replay", dialogs.show, self.leave, self.rebuild, document.rubric
                ),
            )
        )
        if document.recording is None and not document.asked:
            document.asked = True
            self.relinking.ask(str(document.opened.located.offered or ""))
        self._offer_rescued()

    def _offer_rescued(self) -> None:
        """Ask whether a copy is to be taken that could not be saved where it belongs."""
        document = self.document
        if document.read_only or not document.opened.rescued:
            return
        from sessionlens.tui.screens.offer_rescued import offer_rescued

        offer_rescued(
            self.dialogs,
            document.writing.path,
            document.editor.reply,
            document.opened.rescued,
            measure=lambda reply: counted(len(reply.answers), "answer", "answers"),
            take=lambda reply: document.apply(TakeReplyCopy(reply)),
            say=document.say,
        )

    def tick(self) -> None:
        self.view.tick()

    def _show(self, utterance: int | None) -> None:
        """Bring an utterance into sight to be read, or follow what is heard."""
        if utterance is not None:
            self.reading.read(utterance)
        elif self.document.reader is not None or not self.transcript.following:
            self.reading.follow()

    def _relinked(self, notices: tuple[str, ...]) -> None:
        for notice in notices:
            self.notify(notice, markup=False, severity="warning", timeout=12)
        self.rebuild()

    @handles("read.page_up", overrides=True)
    def page_up(self) -> None:
        """Scroll the moments: a long comment is read here."""
        self.moments.scroll_page_up(animate=False)

    @handles("read.page_down", overrides=True)
    def page_down(self) -> None:
        """Scroll the moments: a long comment is read here."""
        self.moments.scroll_page_down(animate=False)

    @on(MarkerList.Chosen)
    def _moment_clicked(self, event: MarkerList.Chosen) -> None:
        moment = self.document.moment(event.marker_id)
        if moment is not None:
            self.replaying.choose(moment)
            self.tick()
