"""What goes wrong while a session is recorded: the screen says it, and every mark stays.

A microphone that is lost: `test_another_microphone.py`. What ends the program: `tests/faults`.
"""

from pathlib import Path

import pytest
import soundfile
from dialog_host import until
from disks import disk_of_64_kb, make_room
from fake_sounddevice import FakeSoundDevice
from observing import Observer, observing
from speaking_devices import mono, silence, spoken
from virtual_sound import VirtualSound, wait_until

from sessionlens.audio.capture.microphone import Input
from sessionlens.library.live_recording import LiveRecording
from sessionlens.tui.screens.live.input import InputScreen
from sessionlens.tui.widgets import level_line

NO_MODEL = "none"
"""What nobody has installed: what is said is not what these are about."""


async def saved(observer: Observer, count: int) -> None:
    """Wait until so many markers are on disk."""
    await until(observer.pilot, lambda: len(observer.review.markers) == count)


def ended(observer: Observer) -> Path:
    """End the recording, and wait until all of it is written; returns the raw file."""
    live = observer.document.live
    assert live is not None
    live.close()
    wait_until(lambda: live.closed_within(0.1))
    assert live.recorder.file is not None
    return live.recorder.file.path


async def test_a_full_disk_is_said_and_all_is_written_once_there_is_room(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    with disk_of_64_kb(tmp_path / "disk") as disk:
        async with observing(disk, model=NO_MODEL) as observer:
            await observer.record()
            await observer.sees("NOT WRITTEN: The disk is full")
            await observer.press("7", "5")
            full = observer.recorded
            await observer.hears(full + 0.5)
            make_room(disk)
            await observer.misses("NOT WRITTEN")
            await observer.sees("nothing is missing")
            await saved(observer, 2)
            raw = ended(observer)
            assert observer.review.recording.gaps == ()
        assert soundfile.info(raw).duration > full + 0.5


async def test_a_folder_that_vanishes_is_said_and_all_is_there_once_it_is_back(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    folder, away = tmp_path / "sessions", tmp_path / "away"
    folder.mkdir()
    async with observing(folder, model=NO_MODEL) as observer:
        await observer.record()
        await observer.press("7")
        await saved(observer, 1)
        folder.rename(away)
        await observer.sees("NOT WRITTEN: The folder")
        await observer.press("5")
        gone = observer.recorded
        await observer.hears(gone + 0.5)
        away.rename(folder)
        await observer.misses("NOT WRITTEN")
        await saved(observer, 2)
        assert soundfile.info(ended(observer)).duration > gone + 0.5


async def test_a_folder_that_is_removed_gets_all_of_it_once_it_is_made_again(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    folder = tmp_path / "sessions"
    folder.mkdir()
    async with observing(folder, model=NO_MODEL) as observer:
        await observer.record()
        await observer.press("7")
        await saved(observer, 1)
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        await observer.sees("NOT WRITTEN: The folder")
        await observer.press("5")
        gone = observer.recorded
        folder.mkdir()
        await observer.misses("NOT WRITTEN")
        await until(
            observer.pilot,
            lambda: (
                observer.document.opened.review_path.exists() and len(observer.review.markers) == 2
            ),
        )
        assert soundfile.info(ended(observer)).duration > gone


async def test_where_another_window_records_from_the_microphone_that_is_said(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    other = LiveRecording([Input()], tmp_path / "other.flac")
    async with observing(tmp_path, model=NO_MODEL) as observer:
        await until(observer.pilot, lambda: isinstance(observer.app.screen, InputScreen))
        await observer.sees(" dB ")
        await observer.press("f5")
        await observer.sees("Another window is recording")
        await observer.sees("NOT RECORDED")
        assert observer.document.live is None
        other.finish()
        await observer.press("T")
        await observer.record()


@pytest.fixture
def hasty_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning need not be waited for as long as in a session."""
    for name in ("_SILENT", "_MUTED", "_ALIKE"):
        monkeypatch.setattr(level_line, name, 0.3)


@pytest.mark.usefixtures("hasty_warnings")
async def test_a_microphone_that_is_muted_and_one_that_two_share_are_told(
    tmp_path: Path, devices: FakeSoundDevice
) -> None:
    devices.input_rate = 11025
    devices.refused = {(11025, 2), (48000, 2)}
    async with observing(tmp_path, model=NO_MODEL) as observer:
        with spoken(devices, silence):
            await observer.record()
            await observer.sees("SILENT")
            await observer.sees("Anna is silent: is it muted?")
        with spoken(devices, mono):
            await observer.sees("Client is the same sound")
        await observer.press("7")
        await saved(observer, 1)
        assert soundfile.info(ended(observer)).samplerate == 44100
