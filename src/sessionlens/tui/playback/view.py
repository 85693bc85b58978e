"""Shows what is being heard now: in the status line, the timeline and the transcript."""

import time

from msgspec import Struct

from sessionlens.audio.levels import levels
from sessionlens.domain.timeline import Timeline
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.widgets.status_bar import Status, StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_PEAKS_EVERY = 0.25  # seconds between redraws of a growing timeline
_SOONEST = 0.005  # seconds between two looks at the player
_NO_RECORDING = "no recording: reading only"


class StatusWords(Struct, frozen=True):
    """What the status line says besides: whose session, and whether all is saved.

    `mode` stands beside the loop: what else goes on by itself.
    """

    title: str
    saved: str = ""
    unsaved: bool = False
    mode: str = ""


class PlayheadView:
    """`show` as often as you like; it touches only what has changed.

    `beside` is what else goes on and stands beside the time: somebody speaks a comment.
    """

    def __init__(
        self,
        document: OpenDocument,
        listening: Listening,
        status: StatusBar,
        timeline: TimelineBar,
        transcript: TranscriptView,
    ) -> None:
        self._document = document
        self._listening = listening
        self._status = status
        self._bar = timeline
        self._transcript = transcript
        self.beside = ""
        self._timeline: Timeline | None = None
        self._peaks_shown = (-1, 0, 0.0)
        self._peaks_at = 0.0

    def show(self, words: StatusWords) -> None:
        """Show the playhead, and a transcript or peaks that are new."""
        document = self._document
        if document.timeline is not self._timeline:
            self._timeline = document.timeline
            self._transcript.show_transcript(document.timeline)
            self._peaks_shown = (-1, 0, 0.0)
        show_reader(document, self._transcript)
        position = document.position
        self._transcript.show_playhead(
            document.timeline.heard_at(position), document.timeline.begun_by(position)
        )
        self._bar.show_playhead(position, self._listening.loop_span)
        self._status.show(self._status_at(position, words))
        self._show_peaks()

    def until_next_word(self, longest: float) -> float:
        """Seconds until another word is heard, held below `longest`."""
        player = self._document.player
        if player is None or not player.playing:
            return longest
        position = player.position
        left = self._document.timeline.next_change(position) - position
        return min(max(left / player.speed, _SOONEST), longest)

    def _status_at(self, position: float, words: StatusWords) -> Status:
        player = self._document.player
        sound, silent = self._sound()
        playing = bool(player and player.playing)
        # Each other figure costs a redraw, and is one that flickers beside the words being read.
        steps = 2 if playing else 10
        return Status(
            title=words.title,
            position=int(position * steps) / steps,
            duration=self._document.duration,
            playing=playing,
            speed=player.speed if player else self._document.state.speed,
            loop=" ".join(filter(None, [self.beside, self._listening.loop_text, words.mode])),
            sound=sound,
            silent=silent,
            saved=words.saved,
            unsaved=words.unsaved,
        )

    def _sound(self) -> tuple[str, bool]:
        """Through what one hears, and whether there is no sound."""
        if self._document.recording is None:
            return _NO_RECORDING, True
        player = self._document.player
        if player is None:
            return "", False
        if player.failure is not None:
            return "cannot play", True
        sound = player.sound
        if sound.kind == "silent":
            return sound.reason, True
        if player.muted:
            return "♪ muted", True
        volume = "" if player.volume == 1.0 else f" {player.volume:.0%}"
        return (f"♪ {sound.device}{volume}" if sound.kind == "device" else "♪ …"), False

    def _show_peaks(self) -> None:
        document, width = self._document, self._bar.columns
        due = (document.peaks_version, width, document.duration)
        now = time.monotonic()
        if due == self._peaks_shown or now - self._peaks_at < _PEAKS_EVERY:
            return
        self._peaks_shown, self._peaks_at = due, now
        duration = document.duration
        peaks = document.peaks
        self._bar.show_levels(
            levels(peaks, document.timeline, width, duration) if peaks else [], duration
        )


def show_reader(document: OpenDocument, transcript: TranscriptView) -> None:
    """Show the reader's cursor; it is taken away where its utterance has gone."""
    reader = document.reader
    gone = reader is not None and reader >= len(document.timeline.utterances)
    if gone:
        document.reader = None
    elif reader == transcript.reader:
        return
    transcript.show_reader(document.reader)
    if document.reader is None:
        transcript.following = True
        transcript.follow()
