"""Recording a live session: what records, off the record, taken back, and its end."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Coroutine

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.library.live_recording import LiveRecording
from sessionlens.library.live_review import may_record
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.leading_on import LiveEnded, NextWanted
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.screens.live.hearing import Hearing
from sessionlens.tui.screens.live.input import ChosenInput, InputScreen

_MINUTE = 60.0
_TWICE = 6.0  # seconds within which the same key again means yes
_UNTIL_SAVED = 20.0  # seconds that the way to the review waits for the disk
_NOBODY_AGREED = (
    "Nobody has agreed: nothing is recorded. Marks and notes work, with a clock; {} takes a consent"
)
_NOT_ALOUD = (
    "Not spoken into a session: it would disturb, and be recorded. {} writes the comment now; once"
    " the session has ended, {} speaks to any marker"
)
_CLOCK_RUNS = "There are marks with the clock's times already: a recording would have other times"


class RecordingCommands:
    """The commands that record. `run` does something that takes a while; `post` leads on.

    `key` gives a command's key as a person reads it, `alert` says what must not be overlooked.
    """

    def __init__(
        self,
        document: OpenLive,
        hearing: Hearing,
        dialogs: Dialogs,
        run: Callable[[Coroutine[None, None, None]], object],
        post: Callable[[NextWanted], object],
        key: Callable[[str], str],
        alert: Callable[[str], None],
    ) -> None:
        self._document = document
        self._hearing = hearing
        self._dialogs = dialogs
        self._run = run
        self._post = post
        self._key = key
        self._alert = alert
        self._opening = False
        self._asked: tuple[str, float] = ("", 0.0)
        self._skipped = False

    async def begin(self) -> None:
        """Write down who has agreed; only then a microphone is opened."""
        document = self._document
        document.begin_clock()
        await document.writing.settle(_UNTIL_SAVED)
        if document.writing.unsaved:
            self._alert("Nothing is recorded as long as the review cannot be saved")
        elif may_record(document.editor.review.session, dt.date.today()):
            self._choose()
        else:
            document.say(_NOBODY_AGREED.format(self._key("review.hours")))

    @handles("speak.toggle")
    def say_when_to_speak(self) -> None:
        """Say why a comment is written here, and when it can be spoken."""
        keys = (self._key("marker.comment"), self._key("speak.toggle"))
        self._document.say(_NOT_ALOUD.format(*keys))

    @handles("live.record")
    def choose(self) -> None:
        """Choose what records, where somebody has agreed; or another microphone, if it does."""
        document = self._document
        if document.live is not None:
            self._choose_another(document.live)
        elif not may_record(document.editor.review.session, dt.date.today()):
            document.say(_NOBODY_AGREED.format(self._key("review.hours")))
        elif document.editor.review.markers:
            document.say(_CLOCK_RUNS)
        elif not document.writing.history.saving.saved:
            document.say("The consent is not saved yet: again in a moment")
        else:
            self._choose()

    def _choose(self) -> None:
        session, options = self._document.editor.review.session, self._document.options
        names = (session.coach or "Coach", "Client")
        self._dialogs.show(InputScreen(names, options.devices, options.channels), self._chosen)

    def _choose_another(self, live: LiveRecording) -> None:
        document = self._document
        if document.ending:
            document.say("The session is ending")
            return
        names = [name or "" for name in document.voices]
        self._dialogs.show(InputScreen(names, recorder=live.recorder), self._chosen_another)

    def _chosen_another(self, chosen: ChosenInput | None) -> None:
        live = self._document.live
        if chosen is None or live is None:
            return
        if chosen.inputs == live.recorder.inputs:
            self._document.say(f"Recording from {_devices(live)}, as before")
        else:
            self._run(self._move(live, chosen))

    async def _move(self, live: LiveRecording, chosen: ChosenInput) -> None:
        try:
            await asyncio.to_thread(live.move, chosen.inputs)
        except SessionLensError as error:
            self._alert(f"{error}. Recording goes on from {_devices(live)}")
            return
        self._document.say(f"Recording from {_devices(live)} now")

    def _chosen(self, chosen: ChosenInput | None) -> None:
        if chosen is None:
            self._document.say(
                f"Nothing is recorded: marks have a clock. {self._key('live.record')} records"
            )
        elif not self._opening:
            self._run(self._record(chosen))

    async def _record(self, chosen: ChosenInput) -> None:
        document = self._document
        self._opening = True
        try:
            live = await asyncio.to_thread(LiveRecording, chosen.inputs, document.opened.recording)
        except SessionLensError as error:
            self._alert(f"Nothing is recorded. {error}")
            return
        finally:
            self._opening = False
        document.live, document.voices = live, chosen.voices
        document.note_beginning(live.recorder.position)
        document.say("Recording")
        self._hearing.begin()

    # ---------------------------------------------------------------- while it records

    @handles("live.off")
    def off_the_record(self) -> None:
        """Stop taking what is said, or go on."""
        document = self._document
        if document.live is None:
            document.say("Nothing is recorded")
            return
        recorder = document.live.recorder
        recorder.off_the_record(not recorder.is_off)
        document.note_recording()
        again = self._key("live.off")
        document.say(
            f"Off the record: nothing is recorded or recognised until {again} is pressed again"
            if recorder.is_off
            else "On the record again"
        )

    @handles("live.take_back")
    def take_back(self) -> None:
        """Make silence of the last minute, for good; asks once."""
        document = self._document
        if document.live is None:
            document.say("Nothing is recorded: there is nothing to take back")
        elif self._means(
            "live.take_back",
            "The last minute goes for good, with its words and quotes; markers stay. {} again does"
            " it",
        ):
            document.stop_listening()
            gap = document.live.recorder.take_back(_MINUTE)
            if document.heard_peaks is not None:
                document.heard_peaks.forget(gap.start, gap.end)
            self._hearing.forget(gap)
            document.note_recording()
            document.say(
                f"Taken back: {clock(gap.start)}–{clock(gap.end)} is silent, its words are gone"
            )

    def _means(self, command_id: str, question: str) -> bool:
        """Whether a key was pressed twice; the first time says what it would do."""
        asked, at = self._asked
        if asked == command_id and time.monotonic() - at < _TWICE:
            self._asked = ("", 0.0)
            return True
        self._asked = (command_id, time.monotonic())
        self._document.say(question.format(self._key(command_id)))
        return False

    # ---------------------------------------------------------------- the end

    @handles("live.end")
    def end(self) -> None:
        """End the session, and lead on to its review; asks once."""
        document = self._document
        if document.ending:
            self._skipped = True
            document.say("The words that are missing can be recognised in the review")
        elif self._means("live.end", "{} again ends the session and opens its review"):
            document.ending = True
            self._run(self._end())

    async def _end(self) -> None:
        document = self._document
        document.stop_listening()
        if document.live is not None:
            document.live.recorder.close()
            while not document.live.recorder.closed_within(0.0) and not self._skipped:
                await asyncio.sleep(0.1)
        await self._hearing.finish(lambda: self._skipped)
        document.note_recording()
        await document.writing.settle(_UNTIL_SAVED)
        if why := document.writing.not_saved():
            document.ending = False
            self._alert(why)
            return
        opened, heard = document.opened, self._hearing.heard
        ended = LiveEnded(
            opened.review_path,
            document.hand_over(),
            opened.transcript_path,
            heard,
            document.asked,
        )
        self._post(NextWanted(ended))


def _devices(live: LiveRecording) -> str:
    return " and ".join(live.recorder.devices)


def going_on(document: OpenLive) -> str:
    """What leaving would end, in a sentence; empty for nothing."""
    if document.live is None:
        return ""
    count = counted(len(document.editor.review.markers), "marker", "markers")
    return (
        f"This is being recorded ({clock(document.now)}, {count}). Leave again to end it here: it"
        " is packed when it is opened the next time"
    )
