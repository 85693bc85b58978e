"""Which microphones record a live session: chosen by name, with levels to be seen before."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.portaudio import Device
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.library.live_recording import microphones
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field import Field, Labelled
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.level_line import LevelLine

_USUAL = ""
_NONE = "-"
_ONE, _TWO = "1", "2"
_CHANNELS = [(_ONE, "one, of all voices"), (_TWO, "two: a speaker on either side")]
_LEVELS_EVERY = 0.1  # seconds
_AGAIN = 2.0  # seconds until a microphone that could not be opened is tried again
_FROM_NOW_ON = "What records from now on"
_LOOKING = "Looking for microphones …"
_LISTENING = "Opening the microphone …"
_KEPT_NOTHING = "Only the level is looked at: nothing is kept before you press F5."
_NONE_THERE = "There is no microphone. Marks and notes work without one: Esc"
_NONE_NOW = "There is no microphone now. F2 looks again; time goes on, in silence"
_ONE_CHANNEL = "It has one channel: choose a second microphone for the other voice"
_GOES_ON = "The recording goes on meanwhile, as before, until you press F5."


class ChosenInput(NamedTuple):
    """What records, and the names of the channels that come of it; None for a mixed one."""

    inputs: tuple[Input, ...]
    voices: tuple[str | None, ...]


class InputScreen(Dialog[ChosenInput]):
    """Devices, channels and names; `asked` are devices named on the command line.

    Where `recorder` records already, others may take over from its devices: as many voices, under
    the names that they have.
    """

    DEFAULT_CSS = """
    InputScreen > .sheet { width: 84; }
    InputScreen Labelled, InputScreen Field { margin: 0 1; }
    InputScreen Labelled > .label, InputScreen Field > .label { width: 18; }
    InputScreen .warning {
        color: $warning; margin: 0 1; height: auto; min-height: 1; max-height: 3;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "record", show=False),
        Binding("f2", "look", show=False),
        Binding("enter", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        names: Sequence[str],
        asked: Sequence[str] = (),
        channels: int = 0,
        recorder: Recorder | None = None,
    ) -> None:
        super().__init__("What records" if recorder is None else _FROM_NOW_ON, _keys(recorder))
        self._recording = recorder
        if recorder is not None:
            channels = recorder.channels
        self._asked = tuple(asked)
        self._devices: tuple[Device, ...] = ()
        first, second = _before(recorder)
        self._first = Choice([(first, first or "the usual one")], first, id="first")
        self._second = Choice([(_NONE, "none")], second, id="second")
        self._channels = Choice(_CHANNELS, str(channels or 1), id="channels")
        self._channels_row = Labelled("Its channels", self._channels)
        self._second_row = Labelled("A second one", self._second)
        self._names = [Field("First voice", names[0]), Field("Second voice", names[-1])]
        self._levels = LevelLine()
        self._warning = Static(classes="warning", markup=False)
        self._recorder: Recorder | None = None
        self._shown: tuple[Input, ...] | None = None
        self._trouble = self._lacking = self._warned = ""
        self._opening = asyncio.Lock()
        self._leaving = False

    def body(self) -> Iterable[Widget]:
        yield self._levels
        yield self._warning
        yield Labelled("Microphone", self._first)
        yield self._second_row
        yield self._channels_row
        yield from self._names
        yield Static(_KEPT_NOTHING if self._recording is None else _GOES_ON, classes="note")

    def on_mount(self) -> None:
        self._levels.show((), (), _LOOKING)
        self._arrange()
        self._first.focus()
        self.app.clear_notifications()  # what was said of a microphone would cover the keys
        self.set_interval(_LEVELS_EVERY, self._show_levels)
        self.action_look()

    # ---------------------------------------------------------------- what is chosen

    @property
    def chosen(self) -> ChosenInput:
        """What the form says."""
        first = self._first.value or None
        names = [clean(field.text) or None for field in self._names]
        if self._second.value != _NONE:
            inputs = (Input(device=first), Input(device=self._second.value or None))
            return ChosenInput(inputs, tuple(names))
        if self._channels.value == _TWO:
            return ChosenInput((Input(device=first, channels=(0, 1)),), tuple(names))
        return ChosenInput((Input(device=first),), (None,))

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._arrange()
        self._listen()

    def _arrange(self) -> None:
        """Offer what fits: two channels of one device, or two devices; names for two voices."""
        one_device = self._second.value == _NONE
        self._channels_row.display = one_device
        first = next((one for one in self._devices if one.name == self._first.value), None)
        lacks = first is not None and first.channels < 2 and one_device
        two_voices = self._recording is not None and self._recording.channels > 1
        self._lacking = _ONE_CHANNEL if lacks and two_voices else ""
        if first is not None and first.channels < 2 and not two_voices:
            self._channels.show(_CHANNELS[:1], _ONE)
        else:
            self._channels.show(_CHANNELS, self._channels.value)
        two = not one_device or self._channels.value == _TWO
        for field in self._names:
            field.display = two and self._recording is None
        if self._recording is not None:  # the file has its voices
            self._second_row.display = self._recording.channels > 1
            self._channels_row.display = False

    # ---------------------------------------------------------------- looking and listening

    def action_look(self) -> None:
        """Look for microphones anew."""
        self.run_worker(self._look(), group="looking", exclusive=True)

    async def _look(self) -> None:
        async with self._opening:  # devices are looked for anew only while none is open
            await self._close()
        try:
            self._devices = await asyncio.to_thread(microphones)
        except SessionLensError as error:
            self._devices = ()
            self._tell(f"{error.what}. {error.hint}")
            self._levels.show((), (), "no microphone")
            return
        if not self._devices:
            self._tell(_NONE_THERE if self._recording is None else _NONE_NOW)
            self._levels.show((), (), "no microphone")
            return
        self._tell("")
        names = [(device.name, _called(device)) for device in self._devices]
        asked = [self._named(text) for text in self._asked]
        usual = next((device.name for device in self._devices if device.usual), names[0][0])
        first = asked[0] if asked else self._first.value or usual
        self._first.show(names, first)
        second = asked[1] if len(asked) > 1 else self._second.value
        self._second.show([(_NONE, "none"), *names], second)
        self._asked = ()
        self._arrange()
        self._listen()

    def _named(self, text: str) -> str:
        """The device that a text means: its name, or a part of it."""
        exact = [device.name for device in self._devices if device.name == text]
        part = [d.name for d in self._devices if text.casefold() in d.name.casefold()]
        return next(iter([*exact, *part]), text)

    def _listen(self) -> None:
        self.run_worker(self._open(), group="listening")

    async def _open(self) -> None:
        """Listen to what is chosen, for its levels; tries again where it cannot be opened."""
        async with self._opening:
            inputs = self.chosen.inputs
            if self._leaving or (self._recorder is not None and inputs == self._shown):
                return
            await self._close()
            if self._recording is not None and inputs == self._recording.inputs:
                self._tell("")
                return
            self._levels.show((), (), _LISTENING)
            recorder = Recorder(inputs, None)
            try:
                await asyncio.to_thread(recorder.start)
            except SessionLensError as error:
                self._tell(f"{error.what}. {error.hint}")
                self._levels.show((), (), "no level")
                self.set_timer(_AGAIN, self._listen)
                return
            self._recorder, self._shown = recorder, inputs
            self._tell("")

    def _show_levels(self) -> None:
        recorder = self._recorder
        if recorder is None and self._recording and self._recording.inputs == self.chosen.inputs:
            recorder = self._recording
        if recorder is None:
            return
        names = [name or "All voices" for name in self.chosen.voices]
        self._levels.show(names, recorder.levels)
        lost = "; ".join(f"{device}: {reason}" for device, reason in recorder.absent)
        self._warn(self._trouble or lost or self._lacking or self._levels.warning)

    def _tell(self, text: str) -> None:
        self._trouble = text
        self._warn(text)

    def _warn(self, text: str) -> None:
        if text != self._warned:  # each update lays the whole sheet out again
            self._warned = text
            self._warning.update(Content(text))

    async def _close(self) -> None:
        if self._recorder is not None:
            recorder, self._recorder = self._recorder, None
            recorder.close()
            await asyncio.to_thread(recorder.closed_within, 3.0)

    # ---------------------------------------------------------------- the way out

    def action_record(self) -> None:
        """Let go of the level meters, and record what is chosen."""
        if not self._devices:
            self.query_one(FooterBar).say("There is no microphone to record with")
            return
        self.run_worker(self._answer(self.chosen), group="leaving", exclusive=True)

    def action_leave(self) -> None:
        self.run_worker(self._answer(None), group="leaving", exclusive=True)

    async def _answer(self, chosen: ChosenInput | None) -> None:
        self._leaving = True
        async with self._opening:
            await self._close()
        self.dismiss(chosen)

    def on_unmount(self) -> None:
        if self._recorder is not None:
            self._recorder.close()


def _called(device: Device) -> str:
    return f"{clean(device.name)} (usual)" if device.usual else clean(device.name)


def _before(recorder: Recorder | None) -> tuple[str, str]:
    """The devices that record, as values of the two choices."""
    names = [recorded.device or _USUAL for recorded in recorder.inputs] if recorder else [_USUAL]
    return names[0], names[1] if len(names) > 1 else _NONE


def _keys(recorder: Recorder | None) -> tuple[tuple[str, str], ...]:
    leaves = "without a recording" if recorder is None else "as before"
    choosing = (("F5", "records"), ("Tab", "next"), ("1–9", "choose"))
    return (*choosing, ("F2", "looks again"), ("Esc", leaves))
