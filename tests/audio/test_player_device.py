"""The player on a device that works: frames, position, seeks, volume and formats."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest
from device_players import Make, halted, playing
from fake_sounddevice import FakeSoundDevice
from memory_recording import MemoryRecording, numbered, numbers
from virtual_sound import wait_until

from sessionlens.audio import clock, device_output
from sessionlens.audio.clock import AHEAD


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Those of the clock by which frames are heard: it stands until a test turns it."""
    hands = SimpleNamespace(seconds=1000.0)
    for module in (clock, device_output):
        monkeypatch.setattr(module, "now", lambda: hands.seconds)
    return hands


def test_the_device_gets_the_recorded_frames(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    stream = playing(devices, player)
    heard = np.concatenate([stream.pump(size) for size in (1, 480, 4000, 9000)])
    assert list(numbers(heard)) == list(range(len(heard)))
    assert player.sound.device == "Speakers"


def test_the_position_is_what_is_heard_not_what_was_taken(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(14400, ahead=9.0)  # the device keeps it for nine seconds
    assert player.position == 0
    stream.pump(4800, ahead=0.0)
    wait_until(lambda: player.position == pytest.approx(19200 / 48000))


def test_after_a_pause_the_frame_that_was_heard_goes_on(
    devices: FakeSoundDevice, make: Make, hands: SimpleNamespace
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(9600)
    hands.seconds += 1
    assert player.position == 9600 / 48000
    stream.pump(14400, ahead=9.0)  # taken, but never heard
    player.pause()
    halted(player)
    goes_on = 9600 - round(AHEAD * 48000)  # a device's times are not exact: nothing is left out
    assert player.position == pytest.approx(goes_on / 48000)
    stream = playing(devices, player)
    assert numbers(stream.pump(10))[0] == goes_on


def test_pausing_again_and_again_does_not_go_back(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    for _ in range(5):
        stream = playing(devices, player)
        stream.pump(480)
        player.pause()
        halted(player)
    assert player.position == 0


def test_what_a_stalled_device_took_but_did_not_play_is_heard_after_a_pause(
    devices: FakeSoundDevice, make: Make, hands: SimpleNamespace
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(9600)
    stream.pump(4800, ahead=0.2)  # it plays from frame 0 on, if it plays at all
    hands.seconds += 0.29
    assert player.position > 0.25
    player.pause()
    halted(player)
    stream = playing(devices, player)
    assert numbers(stream.pump(10))[0] <= 480


def test_the_position_never_goes_back_although_the_device_wavers(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(4800)
    wait_until(lambda: player.position == 0.1)
    stream.pump(4800, ahead=0.05)
    assert player.position >= 0.1


def test_a_seek_while_playing_drops_what_the_device_still_has(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    playing(devices, player).pump(14400, ahead=9.0)
    player.seek(20)
    wait_until(lambda: player._transport.done is player._box.intent)
    assert devices.playing
    assert numbers(devices.playing.pump(10))[0] == 20 * 48000
    assert player.position == pytest.approx(20, abs=0.01)


def test_seeks_during_one_that_hangs_become_one(devices: FakeSoundDevice, make: Make) -> None:
    seeks: list[int] = []

    class Counting(MemoryRecording):
        def seek(self, frame: int) -> None:
            seeks.append(frame)
            super().seek(frame)

    player = make(Counting(numbered(300, 8000).sound, 8000))
    playing(devices, player)
    devices.may_go_on.clear()
    for _ in range(200):
        player.seek(player.position + 1)
        player.pause()
        player.play()
    assert player.position >= 200
    devices.may_go_on.set()
    wait_until(lambda: player._transport.done is player._box.intent)
    assert len(seeks) < 20
    assert player.position >= 200
    assert player.playing


def test_the_last_frames_are_heard_before_it_stops(devices: FakeSoundDevice, make: Make) -> None:
    player = make(numbered(0.5))
    stream = playing(devices, player)
    heard = stream.pump(30000)
    wait_until(lambda: player.ended)
    assert player.position == 0.5
    assert numbers(heard)[23999] == 23999
    assert not heard[24000:].any()


@pytest.mark.parametrize(
    ("refused", "rate", "channels"),
    [
        ({(44100, 2)}, 48000, 2),
        ({(44100, 2), (44100, 1), (48000, 2)}, 48000, 1),
        (set(), 44100, 2),
    ],
)
def test_a_refused_format_is_converted(
    devices: FakeSoundDevice,
    make: Make,
    refused: set[tuple[int, int]],
    rate: int,
    channels: int,
) -> None:
    devices.refused = refused
    tone = np.full((44100 * 4, 2), 5000, np.int16)
    player = make(MemoryRecording(tone, 44100))
    stream = playing(devices, player)
    assert (stream.rate, stream.channels) == (rate, channels)
    level = 5000 if channels == 2 else 5000 * np.sqrt(2)
    wait_until(lambda: player._transport._decoder.written > rate // 5)
    heard = stream.pump(rate // 5)
    assert heard[rate // 10 :].mean() == pytest.approx(level, rel=0.01)
    wait_until(lambda: player.position == pytest.approx(0.2, abs=0.001))


def test_volume_and_mute_are_heard(devices: FakeSoundDevice, make: Make) -> None:
    player = make(MemoryRecording(np.full((48000 * 5, 1), 8000, np.int16), 48000), volume=0.5)
    stream = playing(devices, player)
    assert (stream.pump(480) == 1000).all()
    player.set_muted(True)
    assert not stream.pump(4800)[2000:].any()
    player.set_muted(False)
    player.set_volume(1.0)
    assert (stream.pump(4800)[2000:] == 8000).all()


def test_every_voice_of_many_microphones_is_heard(devices: FakeSoundDevice, make: Make) -> None:
    sound = np.zeros((48000, 4), np.int16)
    sound[:, 2] = 4000
    stream = playing(devices, make(MemoryRecording(sound, 48000)))
    assert stream.channels == 2
    assert (stream.pump(100) == 2000).all()


@pytest.mark.usefixtures("devices")
def test_whoever_asks_for_the_devices_is_told(make: Make) -> None:
    player = make()
    asked = [player.look_for_devices() for _ in range(3)]
    names = [one.result(60) for one in asked]
    assert names[0]
    assert names == [player.devices()] * 3


def test_a_closed_player_leaves_no_thread_behind(devices: FakeSoundDevice, make: Make) -> None:
    before = set(threading.enumerate())
    player = make()
    playing(devices, player)
    own = set(threading.enumerate()) - before
    assert own
    player.close()
    wait_until(lambda: not any(thread.is_alive() for thread in own))
