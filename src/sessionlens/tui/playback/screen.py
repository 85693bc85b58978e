"""What all screens in which one listens do alike: ticking, commands, words, and their end."""

import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.screen import Screen
from textual.timer import Timer

from sessionlens.domain.command import Context
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.rubric import Rubric
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.playhead import Playhead
from sessionlens.tui.playback.program import Redraw
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.stage import HearingStage, WorkStage
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.search_bar import SearchBar
from sessionlens.tui.widgets.status_bar import StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_POLL_EVERY = 0.2  # seconds at most; when a word begins it is time, too
_QUIET = 0.025  # seconds for the player alone after a key that changes what is heard
_DRAFT_AFTER = 0.5  # seconds without a keystroke
_REMEMBER_EVERY = 5.0
_RETRY_EVERY = 2.0
_LOOK_EVERY = 0.5


_UNTIL_SAVED = 3600  # seconds


class HearingScreen(Screen[None]):
    """Polls the player and routes the keys of a keymap to commands.

    It has a status line, a timeline and a transcript. A subclass shows its state in `tick`.
    `commands` is all that can be done here, by the registry's ids; `enable` gives it when all
    widgets are there, and keys pressed before wait for it.
    """

    AUTO_FOCUS = ""  # the keys are the screen's own until one types
    context: ClassVar[Context]

    def __init__(self, stage: HearingStage, booth: Booth) -> None:
        super().__init__()
        self.keymap: Keymap = booth.keymap
        self.rubric: Rubric = booth.rubric
        self.listening = Listening(booth)
        self.commands: Mapping[str, Callable[[], None]] = {}
        self._waiting: list[str] = []
        self._quiet_until = 0.0
        self._hearing_stage = stage
        self._booth = booth
        self._ticking: list[Timer] = []
        self._next_poll: Timer | None = None
        self.status = StatusBar(id="status")
        self.timeline = TimelineBar(booth.rubric, id="timeline")
        self.transcript = TranscriptView(id="transcript")
        self.playhead = Playhead(
            stage, booth, self.listening, self.status, self.timeline, self.transcript
        )

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        raise NotImplementedError

    def keep(self) -> None:
        """Write down what is no change of the document: the place, words begun."""

    @property
    def quiet(self) -> bool:
        """Whether nothing is drawn just now: the sound that a key asked for comes first."""
        return time.monotonic() < self._quiet_until

    def poll(self) -> None:
        """Show the state, and go on doing so: when the next word is heard, and in any case soon."""
        if self._next_poll is not None:
            self._next_poll.stop()
        wait = self._quiet_until - time.monotonic()
        if wait <= 0:
            self.tick()
            wait = self.playhead.until_next_word(_POLL_EVERY)
        self._next_poll = self.set_timer(wait, self.poll)

    def every(self, seconds: float, call: Callable[[], object]) -> None:
        """Call something again and again until the screen is retired."""
        self._ticking.append(self.set_interval(seconds, call))

    def retire(self) -> None:
        """Stop: another screen takes over."""
        self.keep()
        self._hearing_stage.current = self._booth.current
        for timer in (*self._ticking, self._next_poll):
            if timer is not None:
                timer.stop()

    def attach_player(self) -> None:
        """The player is there."""
        self._booth.player = self._hearing_stage.player
        self.listening.ready()

    def rebuild(self) -> None:
        """Have the screen drawn anew, with the keys and colours there are now."""
        self.app.post_message(Redraw())

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, and show what it did at once."""
        if not self.commands:
            self._waiting.append(command_id)
            return
        told = self.listening.told
        self.commands[command_id]()
        if self.listening.told != told:
            self._quiet_until = time.monotonic() + _QUIET
        self.poll()

    def enable(self, commands: Mapping[str, Callable[[], None]]) -> None:
        """Take commands from now on, those first that were asked for before."""
        self.commands = commands
        waiting, self._waiting = self._waiting, []
        for command_id in waiting:
            self.run_command(command_id)

    @on(TimelineBar.Chosen)
    def _moment_chosen(self, event: TimelineBar.Chosen) -> None:
        self.listening.seek(event.seconds)


class WorkScreen(HearingScreen):
    """A screen in which one writes, too: with a search and an editor for words.

    A subclass sets `reading` and `composing` when the widgets that may come later are there.
    """

    reading: Reading
    composing: Composing[Any]

    def __init__(self, stage: WorkStage, booth: Booth) -> None:
        super().__init__(stage, booth)
        self._work = stage
        self._unsaved = ""
        self.editor = CommentEditor(id="comment")
        self.search = SearchBar(id="search")

    def on_mount(self) -> None:
        self.transcript.following = self._work.state.follow
        self._draft_timer = self.set_timer(_DRAFT_AFTER, self._keep_draft, pause=True)
        self.poll()
        self.every(_REMEMBER_EVERY, self.remember)
        self.every(_RETRY_EVERY, self._work.history.retry)
        self.every(_LOOK_EVERY, self._tell_of_saving)

    def _tell_of_saving(self) -> None:
        """Say why something cannot be saved as soon as that is so, and when it is saved again."""
        unsaved = self._work.history.unsaved
        said = str(unsaved) if unsaved else ""
        if said and said != self._unsaved:
            self.notify(
                said, title="Not saved", markup=False, severity="error", timeout=_UNTIL_SAVED
            )
        elif self._unsaved and not said:
            self.app.clear_notifications()
            self.notify("Everything is saved again", markup=False)
        self._unsaved = said

    def remember(self) -> None:
        """Keep position, view and drafts for the next time."""
        self._work.current = self._booth.current
        self._work.remember(follow=self.transcript.following)

    def keep(self) -> None:
        self._keep_draft()
        self.remember()

    def keep_drafts(self, drafts: tuple[Draft, ...]) -> str:
        """Keep words that are not finished; returns why they are not on disk, if so."""
        self._work.drafts = drafts
        self.remember()
        return str(self._work.unkept or "")

    def _keep_draft(self) -> None:
        if self.commands:
            self.composing.keep_draft()

    @on(CommentEditor.Changed)
    def _writing(self, event: CommentEditor.Changed) -> None:
        self.composing.changed(event.text)
        self._draft_timer.reset()
        self._draft_timer.resume()

    @on(CommentEditor.Finished)
    def _written(self, event: CommentEditor.Finished) -> None:
        self._draft_timer.pause()
        self.set_focus(None)
        self.composing.finish(event.text, save=event.save)
        self.tick()

    @on(SearchBar.Changed)
    def _looking(self, event: SearchBar.Changed) -> None:
        self.reading.look_for(event.query)

    @on(SearchBar.Stepped)
    def _stepped(self, event: SearchBar.Stepped) -> None:
        self.reading.step_hit(event.step)

    @on(SearchBar.Closed)
    def _searched(self, event: SearchBar.Closed) -> None:
        self.set_focus(None)
        self.reading.end_search(keep=event.keep)

    @on(TranscriptView.Chosen)
    def _utterance_chosen(self, event: TranscriptView.Chosen) -> None:
        self.reading.read(event.utterance)
