"""What records a live session is chosen: devices, their channels, names of voices."""

import pytest
from dialog_host import Host, until

from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.portaudio import Device
from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.screens.live import input as chosen_input
from sessionlens.tui.screens.live.input import InputScreen
from sessionlens.tui.widgets.choice import Choice

MONO = Device("Built-in", 1, 48000, usual=True)
STEREO = Device("Interface", 2, 48000)


@pytest.fixture(autouse=True)
def devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two microphones, neither of which can be opened."""

    def refused(_recorder: Recorder) -> None:
        raise SessionLensError("The microphone is busy", "Choose another")

    monkeypatch.setattr(chosen_input, "microphones", lambda: (MONO, STEREO))
    monkeypatch.setattr(Recorder, "start", refused)


async def test_two_channels_are_offered_where_the_chosen_microphone_has_them() -> None:
    screen = InputScreen(("Anna", "K."))
    host = Host(screen)
    async with host.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: screen.query_one("#first", Choice).value == MONO.name)
        await pilot.press("tab", "tab", "2")
        assert list(screen.chosen.voices) == [None]
        await pilot.press("shift+tab", "shift+tab", "2", "tab", "tab", "2")
        (recorded,) = screen.chosen.inputs
        assert (recorded.device, recorded.channels) == (STEREO.name, (0, 1))
        assert list(screen.chosen.voices) == ["Anna", "K."]
        await pilot.press("shift+tab", "shift+tab", "1")
        (recorded,) = screen.chosen.inputs
        assert (recorded.device, recorded.channels) == (MONO.name, ())
        await pilot.press("escape")
