"""Hearing what was spoken: comments and answers, through the same device as the recording."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sessionlens.audio.caller import Caller
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import clock
from sessionlens.library.spoken import SpokenFiles, ready_to_play
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.document import OpenDocument

if TYPE_CHECKING:
    from sessionlens.audio.player import Player

_NONE = "Nothing was spoken here"


class SpokenPlayback:
    """The command that plays what was spoken to the chosen moment, and stops it again.

    `names` gives the files there, in the order in which they are heard. The recording pauses
    meanwhile, and goes on afterwards if it played.
    """

    def __init__(
        self,
        document: OpenDocument,
        files: SpokenFiles,
        names: Callable[[], Sequence[str]],
        run: Callable[[Coroutine[None, None, None]], object],
        say: Callable[[str], None],
    ) -> None:
        self._document = document
        self._files = files
        self._names = names
        self._run = run
        self._say = say
        self._caller = Caller("spoken comments")
        self._waiting: list[Path] = []
        self._player: Player | None = None
        self._resume = False
        self._opening = False

    @property
    def text(self) -> str:
        """What the status line says of it; empty when nothing is heard."""
        if self._player is None:
            return ""
        return f"♫ {clock(self._player.position)} / {clock(self._player.duration)}"

    @handles("speak.play")
    def toggle(self) -> None:
        if self._player is not None or self._opening:
            self.stop()
            return
        names = self._names()
        paths = [self._files.find(name) for name in names]
        self._waiting = [path for path in paths if path is not None]
        if not names:
            self._say(_NONE)
        elif not self._waiting:
            self._say(f"The file of the spoken comment is not there: {names[0]}")
        else:
            player = self._document.player
            self._resume = bool(player and player.playing)
            if player and player.playing:
                player.pause()
            self._next()

    def tick(self) -> None:
        """Go on with the next one when one has come to its end."""
        player = self._player
        if player is None:
            return
        if player.failure is not None:
            self._say(str(player.failure))
        elif not player.ended:
            return
        player.close()
        self._player = None
        self._next()

    def stop(self, *, resume: bool = True) -> None:
        """Be silent."""
        self._waiting = []
        self._opening = False
        if self._player is not None:
            self._player.close()
            self._player = None
        if resume:
            self._go_on()

    def close(self) -> None:
        """Be silent for good."""
        self.stop(resume=False)
        self._caller.close()

    def _next(self) -> None:
        if self._waiting:
            self._opening = True
            self._run(self._play(self._waiting.pop(0)))
        else:
            self._go_on()

    def _go_on(self) -> None:
        resume, self._resume = self._resume, False
        if resume and self._document.player is not None:
            self._document.player.play(step_back=False)

    async def _play(self, path: Path) -> None:
        from sessionlens.audio.playback import PlayerOptions
        from sessionlens.audio.player import Player

        try:
            opening = self._caller.submit(lambda: ready_to_play(path))
            recording = await asyncio.wrap_future(opening)
        except SessionLensError as error:
            self._say(f"The spoken comment cannot be heard: {error}")
            self.stop()
            return
        if not self._opening:
            return  # stopped meanwhile
        self._opening = False
        settings = self._document.settings
        options = PlayerOptions(device=settings.output_device or None, volume=settings.volume)
        self._player = Player(recording, options)
        self._player.play()
