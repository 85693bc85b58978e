"""The review screen: composes the widgets, puts its parts together, passes on what widgets tell."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from sessionlens.domain.changes import Material
from sessionlens.domain.command import BY_ID, Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import first_key, keys_of
from sessionlens.domain.seal import broken_notice
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.commands import Handler, handlers
from sessionlens.tui.footer import Footer
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.screens.review.preparing import IntentionLine, IntentionsRead, Preparing
from sessionlens.tui.screens.review.transcribing import Advanced, Ended, Heard, Transcribing
from sessionlens.tui.screens.review.view import (
    ReviewView,
    ReviewWidgets,
    footer_keys,
    transcript_title,
    undone,
)
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList

if TYPE_CHECKING:
    from sessionlens.tui.screens.review.comments import Comments
    from sessionlens.tui.screens.review.correcting import Correcting
    from sessionlens.tui.screens.review.looking import Looking
    from sessionlens.tui.screens.review.markers import Markers
    from sessionlens.tui.screens.review.marking import Marking
    from sessionlens.tui.screens.review.prompting import Prompting
    from sessionlens.tui.screens.review.session import SessionCommands
    from sessionlens.tui.widgets.details_panel import DetailsPanel

_NO_TRANSCRIPT = (
    "There is no transcript: the review works without one.\n{} recognises what is said."
)
_WORDS_COME = "What is said comes here as it is recognised; all keys work meanwhile."
_SAVE_RECOGNISED_EVERY = 3.0  # seconds
_NO_MARKERS = "Press a competency's key when you notice something; playback goes on."


class ReviewScreen(PlaybackScreen):
    """One recording, its transcript and what is noticed in it."""

    context: ClassVar[Context] = "review"
    details: "DetailsPanel"
    comments: "Comments"
    preparing: Preparing
    marking: "Marking"
    changing: "Markers"
    prompting: "Prompting"
    correcting: "Correcting"
    looking: "Looking"
    session: "SessionCommands"

    def __init__(self, document: OpenReview) -> None:
        rubric, keymap = document.rubric, document.keymap
        super().__init__(document, Footer(keymap, footer_keys(document)))
        self.document = document
        self.markers = MarkerList(rubric, id="markers")
        self.bar = CompetencyBar(rubric, id="competencies")
        self.prompt = CodingPrompt(rubric, keymap, id="prompt")
        self._transcript_title = ""
        self.intention = IntentionLine(id="intention")
        self.transcribing = Transcribing(document, self.post_message)
        self.view = ReviewView(
            document,
            self.playhead,
            ReviewWidgets(self.timeline, self.transcript, self.markers, self.bar, self.prompt),
            _NO_MARKERS,
        )

    def compose(self) -> ComposeResult:
        key = keys_of(self.keymap, BY_ID["transcript.transcribe"]) or "a command"
        self.no_transcript = _NO_TRANSCRIPT.format(key)
        self.transcript.border_title = "transcript"
        self.markers.border_title = "markers"
        yield self.status
        yield self.timeline
        with Horizontal(id="panes"):
            yield self.transcript
            with Vertical(id="side"):
                yield self.markers
        yield self.bar
        yield self.footer.bar

    def on_mount(self) -> None:
        self.call_after_refresh(self._compose_rest)

    async def _compose_rest(self) -> None:
        """What nobody can need before the first paint."""
        from sessionlens.tui.widgets.details_panel import DetailsPanel

        document = self.document
        self.details = DetailsPanel(
            document.editor.review.session,
            first_key(self.keymap, "review.details"),
            proposed=document.opened.proposed,
            order=document.settings.date_order,
            note=broken_notice(document.editor.review),
            hours_key=first_key(self.keymap, "review.hours"),
        )
        self.details.display = document.asks_details
        await self.mount_all([self.search, self.prompt, self.editor], before=self.bar)
        if not self.markers.is_attached:
            return  # left before all of it was there
        await self.query_one("#side").mount_all([self.intention, self.details], before=self.markers)
        self.details.take_drafts(document.writing.field_draft)
        self.enable(self._make_parts())
        self.every(_SAVE_RECOGNISED_EVERY, self.transcribing.tick)
        self.transcribing.tick()
        if document.transcribe:
            self.run_command("transcript.transcribe")
        self.comments.reopen(document.writing.open_draft)
        document.opened.store.prepare(document.editor.material)
        self.preparing.look(self.post_message)
        self._welcome(self._ask)

    def _ask(self) -> None:
        """What only a person can say; the last is asked first."""
        self.correcting.ask_for_coach()
        self.session.offer_rescued()

    def _welcome(self, then: Callable[[], None]) -> None:
        """Say the first keys, the very first time; `then` comes after."""
        state = load_program_state()
        if state.welcome_seen:
            then()
            return
        from sessionlens.tui.screens.welcome import WelcomeScreen

        self.app.push_screen(WelcomeScreen(self.keymap, self.rubric), lambda _: then())
        try:
            save_program_state(replace(state, welcome_seen=True))
        except SessionLensError:
            return  # it will be shown once more

    def _make_parts(self) -> dict[str, Handler]:
        """The parts of the screen, each knowing only what it needs; returns all they can do."""
        from sessionlens.tui.playback.reading import Reading
        from sessionlens.tui.playback.undoing import Undoing
        from sessionlens.tui.screens.dialogs import Dialogs
        from sessionlens.tui.screens.program import PlayerCommands, ProgramCommands
        from sessionlens.tui.screens.review.choosing_transcript import ChoosingTranscript
        from sessionlens.tui.screens.review.coach import CoachCommands
        from sessionlens.tui.screens.review.comments import Comments
        from sessionlens.tui.screens.review.correcting import Correcting
        from sessionlens.tui.screens.review.filtering import Filtering
        from sessionlens.tui.screens.review.handing_over import HandingOver
        from sessionlens.tui.screens.review.looking import Looking
        from sessionlens.tui.screens.review.markers import Markers
        from sessionlens.tui.screens.review.marking import Marking
        from sessionlens.tui.screens.review.prompting import Prompting
        from sessionlens.tui.screens.review.session import SessionCommands
        from sessionlens.tui.screens.review.spoken_texts import SpokenReviewTexts

        document, listening = self.document, self.listening
        dialogs = Dialogs(self.show_dialog, listening, self.is_covered, document.writing)
        self.comments = Comments(document, self.editor, listening)
        self.composing = self.comments.composing
        self.prompting = Prompting(self.prompt, self.footer, self.run_command)
        self.marking = Marking(document, self.prompting.ask, self.comments.comment)
        self.prompting.marking = self.marking
        spoken = SpokenReviewTexts(document, self.comments, self.marking.comment)
        self.speaking = dialogs.speaking(document, spoken, self.run_worker)
        self.changing = Markers(
            document,
            listening.play_marker,
            self.prompting,
            self.comments.edit,
            self.comments.respond,
        )
        self.looking = Looking(document, dialogs, listening.play_marker)
        self.correcting = Correcting(document, dialogs)
        self.preparing = Preparing(document, dialogs)
        self.reading = Reading(
            document, self.transcript, self.search, listening, self._comment_last_marker
        )
        self.session = SessionCommands(
            document, dialogs, self.details, self.changing.choose, listening.toggle, self.rebuild
        )
        return handlers(
            "review",
            listening,
            self.reading,
            self.marking,
            self.changing,
            self.session,
            *self.transcribing.parts(dialogs, self.reading.read),
            *self.speaking.parts,
            Undoing(document, document.writing, self._undone),
            self.correcting,
            self.looking,
            Filtering(document, dialogs),
            ChoosingTranscript(document, dialogs, lambda: self.transcribing.running),
            HandingOver(document, dialogs, self.comments, self.changing.choose),
            CoachCommands(document, dialogs, listening.play_marker),
            self.preparing,
            PlayerCommands(document, listening, dialogs, self.run_alone, self.reload_sound),
            ProgramCommands(
                document, "review", dialogs.show, self.leave, self.rebuild, document.rubric
            ),
        )

    def tick(self) -> None:
        if self.reading is not None:
            self.reading.end_when_over()
        self.view.tick()
        if self.commands:
            places = self.looking.starts
            self.timeline.show_places(places)
            self.footer.use(footer_keys(self.document, lens=places is not None))
        self.intention.show(self.document)
        title = transcript_title(
            self.document,
            self.transcribing.text,
            following=self.transcript.following,
            lens=self.looking.title if self.commands else "",
        )
        if title != self._transcript_title:
            self._transcript_title = title
            self.transcript.border_title = Content(title)  # a text would be read as markup
            if not self.document.transcript_later:
                coming = self.transcribing.running
                self.transcript.empty = _WORDS_COME if coming else self.no_transcript

    def retire(self) -> None:
        self.document.transcribe = self.transcribing.running
        self.transcribing.stop()
        super().retire()

    def keep(self) -> None:
        if self.commands:
            self.transcribing.stop()
            if session := self.details.unkept:
                self.session.detailed(session)
        super().keep()

    def _put_details_away(self) -> None:
        self.details.display = self.document.asks_details = False

    # ---------------------------------------------------------------- keys

    def answer(self, event: events.Key) -> bool:
        # The form that asks for details is not in the way, and can be sent away all the same.
        if event.key == "escape" and self.commands and not self.details.has_focus_within:
            shown = self.details.display
            self._put_details_away()
            if shown and not self.prompt.is_open:
                return True
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
        else:
            super().run_command(command_id)

    def action_mark(self, code: str) -> None:
        """A key of the rubric was pressed."""
        if not self.commands:
            self.wait_with(f"mark.{code}")
            return
        self._put_details_away()
        self.marking.mark(code)
        self.tick()

    # ---------------------------------------------------------------- the prompt

    def _undone(self, before: Material, after: Material, label: str) -> str:
        return undone(self.document, self.transcript, before, after, label)

    def _comment_last_marker(self) -> bool:
        """Comment on the marker made last: its prompt may have gone while one thought."""
        if self.document.marker is None:
            return False
        self.changing.edit()
        return True

    @on(CodingPrompt.Closed)
    def _prompt_closed(self) -> None:
        self.footer.leave_out(self.prompt.takes)

    # ---------------------------------------------------------------- what else is told

    @on(IntentionsRead)
    def _intentions_read(self, event: IntentionsRead) -> None:
        self.document.intentions = event.intentions
        self.tick()

    @on(Heard)
    def _heard(self, event: Heard) -> None:
        self.transcribing.heard(event.utterances)
        self.tick()

    @on(Advanced)
    def _advanced(self, event: Advanced) -> None:
        self.transcribing.advanced(event)

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        self.transcribing.ended(event)
        self.tick()

    def on_details_panel_changed(self, event: "DetailsPanel.Changed") -> None:
        self.session.detailed(event.session)

    def on_details_panel_unclear(self, event: "DetailsPanel.Unclear") -> None:
        self.session.ask_for_order(event.text, event.days)

    def on_details_panel_typed(self, event: "DetailsPanel.Typed") -> None:
        self.document.writing.typed(event.typed)

    def on_details_panel_closed(self, event: "DetailsPanel.Closed") -> None:
        self.set_focus(None)
        self._put_details_away()
        if event.given_up:
            self.document.say(f"Not kept, for it is no date: {', '.join(event.given_up)}")

    @on(CompetencyBar.Chosen)
    def _code_chosen(self, event: CompetencyBar.Chosen) -> None:
        self.action_mark(event.code)

    @on(MarkerList.Chosen)
    def _marker_chosen(self, event: MarkerList.Chosen) -> None:
        if marker := self.document.editor.review.marker(event.marker_id):
            self.changing.choose(marker)
