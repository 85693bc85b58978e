"""The commands that every screen offers: help, settings, leaving; and those about the device."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from sessionlens.domain.command import MARKING, Context
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap, clash_with
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import parse_clock
from sessionlens.storage.keymaps import find_keymap, list_keymaps
from sessionlens.storage.rubrics import list_rubrics
from sessionlens.storage.settings import Settings, save_settings
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.dialogs import Dialogs, PushScreen

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sessionlens.audio.player import Player

_USUAL = "(the usual one)"
_LOOKING = 2.0  # seconds that looking for devices may take before those known are shown


class Configured(Protocol):
    """What is open, as far as settings go: those in force, and the keymap they name."""

    settings: Settings
    keymap: Keymap

    def say(self, notice: str, /) -> None:
        """Tell something in the screen."""


class ProgramCommands:
    """Help, settings and the way out.

    `rubric` is that of a review, whose keys must not clash with the keymap's. `changed` draws the
    screen anew when keys or colours are other ones; `leave` ends it.
    """

    def __init__(
        self,
        configured: Configured,
        context: Context,
        push: PushScreen,
        leave: Callable[[], object],
        changed: Callable[[], object],
        rubric: Rubric | None = None,
    ) -> None:
        self._configured = configured
        self._context = context
        self._push = push
        self._leave = leave
        self._changed = changed
        self._rubric = rubric

    @handles("app.quit")
    def quit(self) -> None:
        self._leave()

    @handles("app.help")
    def help(self) -> None:
        from sessionlens.tui.screens.help import HelpScreen

        configured = self._configured
        role = configured.role if isinstance(configured, OpenDocument) else None
        self._push(HelpScreen(configured.keymap, self._rubric, self._context, role))

    @handles("app.settings")
    def settings(self) -> None:
        """Show the form; what is chosen is saved, and in force at once.

        The keymap in force, which the command line may have named, stays unless another is chosen.
        """
        from sessionlens.tui.screens.settings import SettingsScreen

        keymaps = [keymap.name for keymap in list_keymaps()]
        rubrics = [
            (entry.name, entry.rubric.title if entry.rubric else entry.name)
            for entry in list_rubrics()
        ]
        self._push(SettingsScreen(self._configured.settings, keymaps, rubrics), self._chosen)

    def _chosen(self, settings: Settings | None) -> None:
        if settings is None:
            return
        configured, before = self._configured, self._configured.settings
        try:
            keymap = configured.keymap
            if settings.keymap != before.keymap:
                keymap = find_keymap(settings.keymap)
            if self._context in MARKING and self._rubric is not None:
                clash_with(keymap, self._rubric)
        except SessionLensError as error:
            configured.say(str(error))
            return
        keep_settings(settings, configured.say)
        redraw = keymap != configured.keymap or settings.theme != before.theme
        configured.settings, configured.keymap = settings, keymap
        if isinstance(configured, OpenDocument) and configured.player:
            _take_over(configured.player, before, settings)
        if redraw:
            self._changed()


class PlayerCommands:
    """The commands of the player that ask something: a time, a device.

    `run` does something that takes a while, and gives up what was begun before. `reload` has the
    player made anew, for another track.
    """

    def __init__(
        self,
        document: OpenDocument,
        listening: Listening,
        dialogs: Dialogs,
        run: "Callable[[Coroutine[None, None, None]], object]",
        reload: Callable[[], None],
    ) -> None:
        self._reload = reload
        self._document = document
        self._listening = listening
        self._dialogs = dialogs
        self._run = run

    @handles("seek.time")
    def to_time(self) -> None:
        self._dialogs.ask(
            "Go to",
            "A time, such as 12:34",
            "",
            parse_clock,
            lambda text: self._listening.seek(parse_clock(text)),
        )

    @handles("sound.track")
    def track(self) -> None:
        if self._document.recording is None:
            self._document.say("There is no recording")
        else:
            self._run(self._ask_for_track(self._document.recording))

    async def _ask_for_track(self, recording: Path) -> None:
        from sessionlens.audio.description import tracks_in
        from sessionlens.audio.tracks import MIXED, chosen_track

        document = self._document
        try:
            tracks = await asyncio.to_thread(tracks_in, recording)
        except SessionLensError as error:
            document.say(str(error))
            return
        if len(tracks) < 2:
            document.say("The recording has one audio track only")
            return
        if self._dialogs.covered():
            return
        self._dialogs.choose(
            "Audio track",
            [
                *((str(track.number), track.title) for track in tracks),
                (str(MIXED), "All of them together"),
            ],
            str(chosen_track(recording) or 1),
            lambda number: self._track_chosen(int(number)),
        )

    def _track_chosen(self, number: int) -> None:
        from sessionlens.audio.tracks import chosen_track

        document = self._document
        if document.recording is None or number == chosen_track(document.recording):
            return
        try:
            document.choose_track(number)
        except SessionLensError as error:
            document.say(str(error))
            return
        self._reload()
        heard = "All tracks are" if number < 0 else f"Track {number} is"
        document.say(f"{heard} heard from now on")

    @handles("sound.device")
    def device(self) -> None:
        if player := self._document.player:
            self._run(self._ask_for_device(player))
        else:
            self._document.say("The recording is still being opened")

    async def _ask_for_device(self, player: "Player") -> None:
        looking = asyncio.wrap_future(player.look_for_devices())
        await asyncio.wait([looking], timeout=_LOOKING)
        if self._dialogs.covered():
            return  # something else is being done by now
        names = [(name, name) for name in player.devices()]
        self._dialogs.choose(
            "Output device",
            [("", _USUAL), *names],
            self._document.settings.output_device,
            self._device_chosen,
        )

    def _device_chosen(self, name: str) -> None:
        document = self._document
        if document.player:
            document.player.set_device(name or None)
        document.settings = replace(document.settings, output_device=name)
        keep_settings(document.settings, document.say)


def keep_settings(settings: Settings, say: Callable[[str], None]) -> None:
    """Save the settings; says why if that cannot be done."""
    try:
        save_settings(settings)
    except SessionLensError as error:
        say(f"The settings hold for now, but were not saved: {error}")


def _take_over(player: "Player", before: Settings, settings: Settings) -> None:
    """Have the player do what was changed; what was not stays as one has set it since."""
    player.set_step_back(settings.step_back)
    if settings.volume != before.volume:
        player.set_volume(settings.volume)
    if settings.output_device != before.output_device:
        player.set_device(settings.output_device or None)
