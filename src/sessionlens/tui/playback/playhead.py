"""Shows what is being heard now: in the status line, the timeline and the transcript."""

import time

from msgspec import Struct

from sessionlens.domain.timeline import Timeline
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.stage import HearingStage
from sessionlens.tui.playback.voices import levels
from sessionlens.tui.widgets.status_bar import Status, StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_PEAKS_EVERY = 0.25  # seconds between redraws of a growing timeline
_SOONEST = 0.005  # seconds between two looks at the player
_NO_RECORDING = "no recording: reading only"


class Said(Struct, frozen=True):
    """What the status line says besides: whose session, and whether all is saved.

    `mode` stands beside the loop: what else goes on by itself.
    """

    title: str
    saved: str = ""
    unsaved: bool = False
    mode: str = ""


class Playhead:
    """`show` as often as you like; it touches only what has changed."""

    def __init__(
        self,
        stage: HearingStage,
        booth: Booth,
        listening: Listening,
        status: StatusBar,
        timeline: TimelineBar,
        transcript: TranscriptView,
    ) -> None:
        self._stage = stage
        self._booth = booth
        self._listening = listening
        self._status = status
        self._bar = timeline
        self._transcript = transcript
        self._timeline: Timeline | None = None
        self._peaks_shown = (-1, 0, 0.0)
        self._peaks_at = 0.0

    def show(self, said: Said) -> None:
        """Show the playhead, and a transcript or peaks that are new."""
        booth = self._booth
        if booth.timeline is not self._timeline:
            self._timeline = booth.timeline
            self._transcript.show_transcript(booth.timeline)
            self._peaks_shown = (-1, 0, 0.0)
        self._show_reader()
        position = booth.position
        self._transcript.show_playhead(
            booth.timeline.heard_at(position), booth.timeline.begun_by(position)
        )
        self._bar.show_playhead(position, self._listening.loop_span)
        self._status.show(self._status_at(position, said))
        self._show_peaks()

    def _show_reader(self) -> None:
        booth, transcript = self._booth, self._transcript
        if booth.reader is not None and booth.reader >= len(booth.timeline.utterances):
            booth.reader = None
        if booth.reader == transcript.reader:
            return
        transcript.show_reader(booth.reader)
        if booth.reader is None:
            transcript.following = True
            transcript.follow()

    def until_next_word(self, longest: float) -> float:
        """Seconds until another word is heard, held below `longest`."""
        player = self._booth.player
        if player is None or not player.playing:
            return longest
        position = player.position
        left = self._booth.timeline.next_change(position) - position
        return min(max(left / player.speed, _SOONEST), longest)

    def _status_at(self, position: float, said: Said) -> Status:
        player = self._booth.player
        sound, silent = self._sound()
        playing = bool(player and player.playing)
        # Each other figure costs a redraw, and is one that flickers beside the words being read.
        steps = 2 if playing else 10
        return Status(
            title=said.title,
            position=int(position * steps) / steps,
            duration=self._booth.duration,
            playing=playing,
            speed=player.speed if player else self._stage.state.speed,
            loop=" ".join(filter(None, [self._listening.loop_text, said.mode])),
            sound=sound,
            silent=silent,
            saved=said.saved,
            unsaved=said.unsaved,
        )

    def _sound(self) -> tuple[str, bool]:
        """Through what one hears, and whether there is no sound."""
        if self._booth.no_recording:
            return _NO_RECORDING, True
        player = self._booth.player
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
        stage, width = self._stage, self._bar.columns
        wanted = (stage.peaks_version, width, self._booth.duration)
        now = time.monotonic()
        if wanted == self._peaks_shown or now - self._peaks_at < _PEAKS_EVERY:
            return
        self._peaks_shown, self._peaks_at = wanted, now
        duration = self._booth.duration
        found = levels(stage.peaks, self._booth.timeline, width, duration) if stage.peaks else []
        self._bar.show_levels(found, duration)
