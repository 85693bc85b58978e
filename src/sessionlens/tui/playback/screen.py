"""What all screens in which one listens share: polling, keys to commands, words being typed."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import events, on
from textual.message import Message
from textual.screen import Screen

from sessionlens.domain.command import Context
from sessionlens.domain.keymap import first_key
from sessionlens.tui.commands import Handler
from sessionlens.tui.footer import Footer
from sessionlens.tui.keybinding import bind, bind_export
from sessionlens.tui.leaving import is_left
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.compositor import LineCompositor
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.late_transcript import READING, TranscriptRead, read_late_transcript
from sessionlens.tui.playback.listening import Listening, playable
from sessionlens.tui.playback.purpose_line import PurposeLine
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.speaking import Speaking
from sessionlens.tui.playback.view import PlayheadView
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.search_bar import SearchBar
from sessionlens.tui.widgets.status_bar import StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_POLL_EVERY = 0.2  # seconds at most; when a word begins it is time, too
_QUIET = 0.025  # seconds for the player alone after a key that changes what is heard
_REMEMBER_EVERY = 5.0
_RETRY_EVERY = 2.0
_LOOK_EVERY = 0.4  # seconds: words typed are on disk within one
_UNTIL_SAVED = 3600  # seconds


class SoundChanged(Message):
    """Another track of the recording is heard from now on: player and peaks are to be made anew."""


class Redraw(Message):
    """The screen is to be made anew, with other keys, another rubric or other colours."""


class PollDue(Message, bubble=False):
    """It is time to show what is heard now."""


class PlaybackScreen(Screen[None]):
    """Polls the player and routes the keys of a keymap to commands.

    It has a status line, a timeline, a transcript and a footer, and what listening needs. A screen
    of this kind shows its state in `tick`, and gives its commands to `enable` when all widgets are
    there; keys pressed before wait for it. One in which words are written sets `reading` and
    `composing` before. `no_transcript` is said where there is none.
    """

    AUTO_FOCUS = ""  # the keys are the screen's own until one types
    context: ClassVar[Context]
    no_transcript = "There is no transcript."

    def __init__(self, document: OpenDocument, footer: Footer) -> None:
        super().__init__()
        self._compositor = LineCompositor()
        document.say = self._say
        self._said_of = 0
        self._open = document
        self.footer = footer
        self.keymap = document.keymap
        self.rubric = document.rubric
        self.role = document.role
        self.status = StatusBar(id="status")
        self.timeline = TimelineBar(document.rubric, id="timeline")
        self.transcript = TranscriptView(id="transcript")
        self.search = SearchBar(id="search")
        self.editor = CommentEditor(id="comment")
        self.listening = Listening(document)
        self.reading: Reading | None = None
        self.composing: Composing | None = None
        self.speaking: Speaking | None = None
        self.playhead = PlayheadView(
            document, self.listening, self.status, self.timeline, self.transcript
        )
        self.commands: dict[str, Handler] = {}
        self._waiting: list[str] = []
        self._quiet_until = 0.0
        self._unsaved = ""
        self._repeated: dict[Callable[[], object], tuple[float, float]] = {}  # seconds, when due
        self._next_poll: asyncio.TimerHandle | None = None
        bind(self, document.keymap, document.rubric, self.context)

    def on_mount(self) -> None:
        self.transcript.empty = READING if self._open.transcript_later else self.no_transcript
        self.poll()
        if writing := self._open.writing:
            self.every(_REMEMBER_EVERY, self.remember)
            self.every(_LOOK_EVERY, self._keep_drafts)
            self.every(_RETRY_EVERY, writing.history.retry)
            self.every(_LOOK_EVERY, self._tell_of_saving)

    def _say(self, notice: str) -> None:
        self._said_of = self._steps
        self.footer.say(notice)

    @property
    def _steps(self) -> int:
        """What a person has changed so far; a notice holds until there is more."""
        writing = self._open.writing
        return writing.history.steps if writing else 0

    def _forget_notice(self) -> None:
        """Take back what was said of something that has changed since."""
        if self.footer.bar.notice and self._said_of != self._steps:
            self.footer.say("")

    # ---------------------------------------------------------------- showing

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        raise NotImplementedError

    @property
    def quiet(self) -> bool:
        """Whether nothing is drawn just now: the sound that a key asked for comes first."""
        return time.monotonic() < self._quiet_until

    @on(PollDue)
    def poll(self) -> None:
        """Show the state, and go on doing so: when the next word is heard, and in any case soon."""
        if self._next_poll is not None:
            self._next_poll.cancel()
        wait = self._quiet_until - (now := time.monotonic())
        if wait <= 0:
            self._forget_notice()
            self.playhead.beside = self.speaking.tick() if self.speaking else ""
            self.tick()
            for call, (seconds, due) in tuple(self._repeated.items()):
                if now >= due:
                    self._repeated[call] = (seconds, now + seconds)
                    call()
            wait = self.playhead.until_next_word(_POLL_EVERY)
        # Textual's timers would cost more than what is drawn for a word.
        loop = asyncio.get_running_loop()
        self._next_poll = loop.call_later(wait, self.post_message, PollDue())

    def every(self, seconds: float, call: Callable[[], object]) -> None:
        """Call something again and again, while it polls, until the screen is retired."""
        self._repeated[call] = (seconds, time.monotonic() + seconds)

    def player_ready(self) -> None:
        """The player is there: do what was asked of it before."""
        self.listening.ready()

    def play_first(self, marker_id: str) -> None:
        """Choose a marker, and play it as soon as the player is there."""
        marker = next((one for one in self._open.markers if one.id == marker_id), None)
        if marker is not None:
            self._open.current = marker.id
            self.listening.play_moment(marker)

    def reload_sound(self) -> None:
        """Have player and peaks made anew, for what is to be heard now."""
        self.app.post_message(SoundChanged())

    def rebuild(self) -> None:
        """Have the screen drawn anew, with the keys, rubric and colours there are now."""
        self.app.post_message(Redraw())

    def retire(self) -> None:
        """Stop: another screen takes over."""
        self.keep()
        if self.speaking is not None:
            self.speaking.close()
        self._repeated.clear()
        if self._next_poll is not None:
            self._next_poll.cancel()

    def leave(self) -> None:
        """Have the program end what is shown; unsaved words are asked about."""
        self.app.call_later(self.app.action_quit)

    def show_dialog(
        self, dialog: Screen[Any], callback: Callable[[Any], None] | None = None, /
    ) -> None:
        """Show a dialog over this screen; `callback` gets its answer."""
        if "review.export" in self.commands:
            bind_export(dialog, self.keymap)
        self.app.push_screen(dialog, callback)

    def is_covered(self) -> bool:
        """Whether something lies over this screen, or it is closed."""
        return is_left(self)

    def run_alone(self, work: Coroutine[None, None, None]) -> None:
        """Do something that takes a while; what was begun before in this way is given up."""
        self.run_worker(work, group="alone", exclusive=True)

    # ---------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        """Do what a key means now: an answer to what is asked, else the command that it has."""
        if self._focused_widget_binds(event.key):
            return
        spoke = event.key == "escape" and self.speaking is not None and self.speaking.discard()
        if not spoke and not self.answer(event):
            bindings = self._bindings.key_to_bindings.get(event.key, [])
            command_id = next((one.id for one in bindings if one.id), None)
            if command_id is None:
                if event.is_printable and self.focused is None and not self.is_covered():
                    self._say_nothing_done(event.character or "")
                return
            self.run_command(command_id)
        event.stop()
        event.prevent_default()

    def _say_nothing_done(self, key: str) -> None:
        help_key = first_key(self.keymap, "app.help")
        more = f": {help_key} shows the keys" if help_key else ""
        self._open.say(f"{key.strip() or 'This key'} does nothing here{more}")

    def _focused_widget_binds(self, key: str) -> bool:
        """Whether the widget with the cursor, or one round it, has a use of its own for a key."""
        around = self.focused.ancestors_with_self if self.focused else ()
        return any(key in node._bindings.key_to_bindings for node in around if node is not self)

    def answer(self, event: events.Key) -> bool:
        """Whether a key is an answer to something that the screen asks, which has been done."""
        return False

    def action_command(self, command_id: str) -> None:
        """A key of the keymap was pressed."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the registry, and show what it did at once."""
        if not self.commands:
            self.wait_with(command_id)
            return
        changes = self.listening.changes
        self.commands[command_id]()
        if self.listening.changes != changes:
            self._quiet_until = time.monotonic() + _QUIET
        self.poll()

    def wait_with(self, command_id: str) -> None:
        """Do a command when all widgets are there."""
        self._waiting.append(command_id)

    def enable(self, commands: dict[str, Handler]) -> None:
        """Take commands from now on, those first that were asked for before."""
        self.commands = playable(commands, self._open)
        waiting, self._waiting = self._waiting, []
        for command_id in waiting:
            self.run_command(command_id)
        if self.speaking is not None:
            self.speaking.recover()
        read_late_transcript(self._open, self.post_message)
        if read := self._open.read_purpose():
            self.mount(PurposeLine(read), after=self.timeline)

    # ---------------------------------------------------------------- keeping

    def remember(self) -> None:
        """Keep position, view and drafts for the next time."""
        self._open.remember(follow=self.transcript.following)

    def keep(self) -> None:
        """Write down what is no change of the document: the place, words begun, what is spoken."""
        self.remember()
        if self.speaking is not None:
            self.speaking.end()

    def _keep_drafts(self) -> None:
        if self._open.writing is not None and self._open.writing.drafts_changed:
            self.remember()

    def _tell_of_saving(self) -> None:
        """Say why something cannot be saved as soon as that is so, and when it is saved again."""
        assert self._open.writing is not None
        writing = self._open.writing
        why, title = str(writing.history.unsaved or ""), "Not saved"
        if not why and writing.drafts:
            why, title = str(writing.unkept or ""), "NOT KEPT on disk"
        if why and why != self._unsaved:
            self.notify(why, title=title, markup=False, severity="error", timeout=_UNTIL_SAVED)
        elif self._unsaved and not why:
            self.app.clear_notifications()
            self.notify("Everything is saved again", markup=False)
        self._unsaved = why

    @on(TranscriptRead)
    def _transcript_read(self, event: TranscriptRead) -> None:
        self.transcript.empty = self.no_transcript
        if told := " · ".join(filter(None, event.take())):
            self._open.say(told)
        self.transcript_there()

    def transcript_there(self) -> None:
        """Show what a transcript that came late changes."""
        self.transcript.refresh()
        self.tick()

    # ---------------------------------------------------------------- what widgets tell

    @on(TimelineBar.Chosen)
    def _moment_chosen(self, event: TimelineBar.Chosen) -> None:
        self.listening.seek(event.seconds)

    @on(TranscriptView.Chosen)
    def _utterance_chosen(self, event: TranscriptView.Chosen) -> None:
        if self.reading is None:
            return
        if self._open.reader == event.utterance and "read.play" in self.commands:
            self.run_command("read.play")
        else:
            self.reading.read(event.utterance)

    @on(CommentEditor.Changed)
    def _text_changed(self, event: CommentEditor.Changed) -> None:
        assert self.composing is not None
        self.composing.changed(event.text)

    @on(CommentEditor.Finished)
    def _text_finished(self, event: CommentEditor.Finished) -> None:
        assert self.composing is not None
        if self.speaking is not None and self.speaking.finished_typing(save=event.save):
            return
        self.set_focus(None)
        self.composing.finish(event.text, save=event.save)
        self.tick()

    @on(SearchBar.Changed)
    def _query_changed(self, event: SearchBar.Changed) -> None:
        assert self.reading is not None
        self.reading.look_for(event.query)

    @on(SearchBar.Stepped)
    def _hit_wanted(self, event: SearchBar.Stepped) -> None:
        assert self.reading is not None
        self.reading.step_hit(event.step)

    @on(SearchBar.Closed)
    def _search_closed(self, event: SearchBar.Closed) -> None:
        assert self.reading is not None
        self.set_focus(None)
        self.reading.end_search(keep=event.keep)
