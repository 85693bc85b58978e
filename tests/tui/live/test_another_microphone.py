"""Another microphone takes over while a session is recorded: chosen by keys, in the same words."""

from pathlib import Path

import pytest
from dialog_host import burst, until
from observing import Observer, observing
from virtual_sound import VirtualSound

from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.portaudio import devices
from sessionlens.tui.screens.live.input import InputScreen
from sessionlens.tui.widgets.choice import Choice

NO_MODEL = "none"
"""What nobody has installed: what is said is not what these are about."""

pytestmark = pytest.mark.usefixtures("microphone", "two_microphones")


@pytest.fixture
def two_microphones(microphone: VirtualSound) -> None:
    """ALSA's two names for the one that PulseAudio has."""
    assert microphone.address
    if {device.name for device in devices(fresh=True, direction="input")} != {"pulse", "default"}:
        pytest.skip("ALSA has other devices here")


def recorder_of(observer: Observer) -> Recorder:
    """What records."""
    assert observer.document.live is not None
    return observer.document.live.recorder


async def choose(observer: Observer, name: str) -> None:
    """Open the form, and choose a microphone in it."""
    await observer.press("T")
    await observer.sees("from now on")
    first = observer.app.screen.query_one("#first", Choice)
    await until(observer.pilot, lambda: len(first._options) == 2)
    await observer.press(str([value for value, _ in first._options].index(name) + 1))


async def test_a_key_has_another_microphone_take_over(tmp_path: Path) -> None:
    async with observing(tmp_path, model=NO_MODEL) as observer:
        await observer.record()
        recorder = recorder_of(observer)
        assert recorder.devices == ("default",)
        await choose(observer, "pulse")
        await observer.press("f5")
        await observer.sees("Recording from pulse now")
        moved = recorder.recorded
        assert recorder.devices == ("pulse",)
        await observer.hears(moved + 0.5)
        assert observer.document.live is not None
        assert observer.document.live.recorder is recorder
        assert recorder.absent == ()


async def test_who_only_looks_changes_nothing(tmp_path: Path) -> None:
    async with observing(tmp_path, channels=1, model=NO_MODEL) as observer:
        await observer.record()
        before = recorder_of(observer)._sources
        for leave in ("f5", "escape"):
            await choose(observer, "default")
            screen = observer.app.screen
            assert isinstance(screen, InputScreen)
            assert not screen.query_one("#second", Choice).parent.display  # type: ignore[union-attr]
            await burst(observer.pilot, leave)
            await observer.misses("from now on")
        assert recorder_of(observer)._sources == before
        assert recorder_of(observer).gaps == ()


async def test_where_a_microphone_is_lost_it_says_which_key_chooses_another(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path, model=NO_MODEL) as observer:
        await observer.record()
        microphone.kill()
        await observer.sees("T chooses another")
        await observer.sees("NO SOUND")
        await observer.sees("T another microphone")
        await observer.press("T")
        await observer.sees("There is no microphone now")
        microphone.start()
        await until(observer.pilot, lambda: not recorder_of(observer).absent)
        await burst(observer.pilot, "f2", "escape")
        await observer.misses("NO SOUND")
        await observer.press("7")
        assert len(observer.document.editor.review.markers) == 1
        await until(
            observer.pilot,
            lambda: [gap.reason for gap in observer.review.recording.gaps] == ["device"],
        )
