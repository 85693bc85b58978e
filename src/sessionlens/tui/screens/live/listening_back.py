"""Listening back to what was said before, while the session goes on."""

from sessionlens.audio.capture.growing_sound import GrowingSound
from sessionlens.domain.timecode import clock
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.live.document import OpenLive

_BACK = 10.0  # seconds, where only playing was asked for
_CAUGHT_UP = 0.7  # seconds behind what is recorded: one hears what is said now, nearly
_ASKS_TO_HEAR = ("play.toggle", "seek.", "marker.next", "marker.previous", "read.play")
_HEADPHONES = "Listen over headphones: from a loudspeaker the microphone would hear it again"


class ListeningBack:
    """Makes a player of what is recorded so far when somebody wants to hear it, and lets it go."""

    def __init__(self, document: OpenLive) -> None:
        self._document = document
        self._told = False

    def before(self, command_id: str) -> str:
        """Have a player there where a command needs one; returns the command to do instead."""
        document = self._document
        if document.live is None or document.player is not None:
            return command_id
        if not command_id.startswith(_ASKS_TO_HEAR):
            return command_id
        recorder = document.live.recorder
        if recorder.recorded <= 0:
            document.say("Nothing is recorded yet")
            return ""
        start = document.now - (_BACK if command_id == "play.toggle" else 0.0)
        document.open_player(lambda: GrowingSound(recorder))
        assert document.player is not None
        document.player.set_duration(recorder.recorded)
        document.player.seek(start)
        document.player.play(step_back=False)
        if not self._told:
            self._told = True
            document.say(_HEADPHONES)
        return "" if command_id == "play.toggle" else command_id

    def tick(self) -> None:
        """Follow what is recorded; come back to now once one has caught up with it."""
        document = self._document
        player = document.player
        if player is None or document.live is None:
            return
        recorded = document.live.recorder.recorded
        player.set_duration(recorded)
        if player.ended or (player.playing and player.position > recorded - _CAUGHT_UP):
            document.stop_listening()
            document.say("This is what is said now")

    @handles("live.now")
    def now(self) -> None:
        """Come back to what is said now; marks go there again."""
        document = self._document
        if document.player is None and document.reader is None:
            document.say("Marks go to what is said now already")
            return
        document.stop_listening()
        document.reader = None
        document.say("Back to now")

    @property
    def text(self) -> str:
        """Where one listens, for the status line; empty while one does not."""
        player = self._document.player
        if player is None:
            return ""
        sign = "▶" if player.playing else "‖"
        return f"{sign} listening to {clock(player.position)}: marks go there"
