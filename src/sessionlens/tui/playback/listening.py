"""Playing, seeking, speed, loop, volume; and what these say where there is no recording."""

import math
from typing import TYPE_CHECKING

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import first_key
from sessionlens.domain.marker import Marker
from sessionlens.domain.moments import span_of
from sessionlens.domain.timecode import clock
from sessionlens.tui.commands import Handler, handles
from sessionlens.tui.playback.document import OpenDocument

if TYPE_CHECKING:
    from sessionlens.audio.player import Player

_SPEEDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0)

_NEED_RECORDING = ("play.toggle", "moment.past", "moments.all", "marker.loop", "loop.toggle")
_NEED_RECORDING_GROUPS = ("speed.", "volume.")

_NO_RECORDING = "There is no recording"
_NO_UTTERANCES = "There is no transcript to step through"
_BEGINNING = "This is the beginning"
_END = "This is the end of the recording"

_HERE = 0.05  # seconds: nearer than this is where one is

_TAIL = 1.0  # seconds heard after a moment: speech that is cut off sounds like a mistake


class Listening:
    """The commands that the player does; `changes` counts those that change what is heard.

    Going elsewhere and beginning to play end the reading: one is where one listens again.
    """

    def __init__(self, document: OpenDocument) -> None:
        self._document = document
        self._loop_start: float | None = None
        self.changes = 0
        self._play_when_ready = False
        self._until: float | None = None
        self._paused_for_typing = False

    def ready(self) -> None:
        """The player is there: do what was asked of it before."""
        player, start = self._document.player, self._document.start_position
        if player is None:
            return
        if self._play_when_ready:
            player.play_between(start, self._until)
        elif player.position != start:
            player.seek(start)
        self._play_when_ready, self._until = False, None

    def play_marker(self, start: float) -> None:
        """Play from shortly before a marker, which stays the playhead's reason to be there."""
        self.play_from(max(start - self._document.settings.pre_roll, 0.0))

    def play_moment(self, marker: Marker) -> None:
        """Play a moment from shortly before it to its end, and stop there."""
        start, end = span_of(marker, self._document.timeline)
        begin = max(start - self._document.settings.pre_roll, 0.0)
        self._document.reader = None
        if player := self._document.player:
            player.play_between(begin, end + _TAIL)
            self.changes += 1
        else:
            self.play_from(begin)
            self._until = end + _TAIL

    def play_from(self, seconds: float) -> None:
        """Go there and play."""
        self._document.reader = None
        if player := self._document.player:
            player.seek(seconds)
            player.play(step_back=False)
            self.changes += 1
        else:
            self.seek(seconds)
            self._play_when_ready = True

    def seek(self, seconds: float) -> None:
        """Go there; playing goes on, a pause stays a pause."""
        self._document.reader = None
        if player := self._document.player:
            player.seek(seconds)
            self.changes += 1
        else:
            self._document.start_position = max(seconds, 0.0)
            self._until = None

    def pause_for_typing(self) -> None:
        """Pause while words are written, remembering whether it played."""
        player = self._document.player
        if player and player.playing:
            player.pause()
            self._paused_for_typing = True

    def resume_after_typing(self) -> None:
        """Go on from where it stopped, if it played before."""
        if self._paused_for_typing and self._document.player:
            self._document.player.play(step_back=False)
        self._paused_for_typing = False

    @property
    def loop_text(self) -> str:
        """The loop as the status line shows it."""
        player = self._document.player
        if player and player.loop:
            return f"↻ {clock(player.loop.start)}–{clock(player.loop.end)}"
        return f"↻ {clock(self._loop_start)}–…" if self._loop_start is not None else ""

    @property
    def loop_span(self) -> tuple[float, float] | None:
        """A and B in seconds, while looping."""
        player = self._document.player
        return (player.loop.start, player.loop.end) if player and player.loop else None

    @handles("play.toggle")
    def toggle(self) -> None:
        if player := self._document.player:
            self._paused_for_typing = False
            if not player.playing:
                self._document.reader = None
            player.toggle()
            self.changes += 1
        else:
            self._play_when_ready = not self._play_when_ready

    @handles("seek.back10")
    def back10(self) -> None:
        self._go(-10)

    @handles("seek.forward10")
    def forward10(self) -> None:
        self._go(10)

    @handles("seek.back5")
    def back5(self) -> None:
        self._go(-5)

    @handles("seek.forward5")
    def forward5(self) -> None:
        self._go(5)

    @handles("seek.back1")
    def back1(self) -> None:
        self._go(-1)

    @handles("seek.forward1")
    def forward1(self) -> None:
        self._go(1)

    def _go(self, seconds: float) -> None:
        """So far on or back; at either end it says that this is the end."""
        position = self._document.position
        self._go_to(position + seconds, beyond=_BEGINNING if seconds < 0 else _END)

    def _go_to(self, seconds: float, *, beyond: str) -> None:
        """Go there; `beyond` is said where that is where one is already."""
        document = self._document
        before, limit = document.position, document.duration or math.inf
        self.seek(seconds)
        if abs(min(max(seconds, 0.0), limit) - before) < _HERE:
            document.say(beyond)

    @handles("seek.previous")
    def previous_utterance(self) -> None:
        if not self._document.timeline.utterances:
            self._document.say(_NO_UTTERANCES)
            return
        start = self._document.timeline.previous_start(self._document.position)
        self._go_to(start if start is not None else 0.0, beyond=_BEGINNING)

    @handles("seek.next")
    def next_utterance(self) -> None:
        start = self._document.timeline.next_start(self._document.position)
        if start is not None:
            self.seek(start)
        elif not self._document.timeline.utterances:
            self._document.say(_NO_UTTERANCES)
        else:
            self._document.say("This is the last utterance")

    @handles("seek.start")
    def to_start(self) -> None:
        self._go_to(0.0, beyond=_BEGINNING)

    @handles("seek.end")
    def to_end(self) -> None:
        self._go_to(max(self._document.duration - 5, 0.0), beyond="The end is close by")

    @handles("speed.slower")
    def slower(self) -> None:
        self._change_speed(-1)

    @handles("speed.faster")
    def faster(self) -> None:
        self._change_speed(1)

    @handles("speed.normal")
    def normal_speed(self) -> None:
        if (player := self._player()) is None:
            return
        if player.speed == 1.0:
            self._document.say("The speed is normal already")
        player.set_speed(1.0)

    def _player(self) -> "Player | None":
        """The player; says so where there is none yet."""
        if self._document.player is None:
            self._document.say("The recording is still being opened")
        return self._document.player

    def _change_speed(self, step: int) -> None:
        if (player := self._player()) is None:
            return
        before = player.speed
        if step > 0:
            faster = (speed for speed in _SPEEDS if speed > player.speed + 0.01)
            player.set_speed(next(faster, _SPEEDS[-1]))
        else:
            slower = (speed for speed in reversed(_SPEEDS) if speed < player.speed - 0.01)
            player.set_speed(next(slower, _SPEEDS[0]))
        if player.speed == before:
            self._document.say(f"It plays no {'faster' if step > 0 else 'slower'} than this")

    @handles("loop.toggle")
    def loop(self) -> None:
        if (player := self._player()) is None:
            return
        if player.loop:
            player.clear_loop()
            self._document.say("Loop cleared")
        elif self._loop_start is None:
            self._loop_start = player.position
            self._document.say(
                f"Loop from {clock(self._loop_start)}: the same key again sets its end"
            )
        else:
            start, self._loop_start = self._loop_start, None
            self._set_loop(start, player.position)

    @handles("marker.loop")
    def loop_marker(self) -> None:
        player, marker = self._document.player, self._document.marker
        if player is None or marker is None:
            self._document.say("Choose a marker first, with the keys for next and previous marker")
        elif player.loop:
            player.clear_loop()
            self._document.say("Loop cleared")
        else:
            end = marker.last if marker.last - marker.start >= 1 else marker.start + 5
            self._set_loop(max(marker.start - 0.5, 0.0), end)
            self.play_from(max(marker.start - 0.5, 0.0))

    def _set_loop(self, start: float, end: float) -> None:
        assert self._document.player is not None
        try:
            self._document.player.set_loop(start, end)
        except SessionLensError as error:
            self._document.say(str(error))
        else:
            self._document.say(f"Loop {clock(start)}–{clock(end)}; the same key clears it")

    @handles("volume.down")
    def quieter(self) -> None:
        self._change_volume(-0.1)

    @handles("volume.up")
    def louder(self) -> None:
        self._change_volume(0.1)

    def _change_volume(self, step: float) -> None:
        if player := self._player():
            player.set_muted(False)
            player.set_volume(round(player.volume + step, 2))
            self._document.say(f"Volume {player.volume:.0%}")

    @handles("volume.mute")
    def mute(self) -> None:
        if player := self._player():
            player.set_muted(not player.muted)
            self._document.say("Muted" if player.muted else "Sound on")


def playable(commands: dict[str, Handler], document: OpenDocument) -> dict[str, Handler]:
    """The commands as they are; without a recording, those that need one say so instead."""
    if document.can_play:
        return commands
    can_relink = "reply.recording" in commands

    def say() -> None:
        key = first_key(document.keymap, "reply.recording") if can_relink else ""
        document.say(f"There is no recording: {key} says where it is" if key else _NO_RECORDING)

    silent = (
        command_id
        for command_id in commands
        if command_id in _NEED_RECORDING or command_id.startswith(_NEED_RECORDING_GROUPS)
    )
    return commands | dict.fromkeys(silent, say)
