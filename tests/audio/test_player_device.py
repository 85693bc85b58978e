"""The player and a device that a test controls."""

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from fake_sounddevice import FakeSoundDevice, FakeStream
from memory_recording import MemoryRecording, numbered, numbers
from virtual_sound import wait_until

from sessionlens.audio.caller import all_idle_within
from sessionlens.audio.playback import PlayerOptions
from sessionlens.audio.player import Player

Make = Callable[..., Player]


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSoundDevice]:
    devices = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", devices)
    yield devices
    devices.may_go_on.set()


@pytest.fixture
def make(devices: FakeSoundDevice) -> Iterator[Make]:
    players: list[Player] = []

    def make(recording: MemoryRecording | None = None, **options: object) -> Player:
        player = Player(recording or numbered(30), PlayerOptions(**options))  # type: ignore[arg-type]
        players.append(player)
        return player

    yield make
    devices.may_go_on.set()
    for player in players:
        player.close()


def playing(devices: FakeSoundDevice, player: Player) -> FakeStream:
    player.play()
    wait_until(lambda: devices.playing and player._transport._running)
    assert devices.playing
    return devices.playing


def halted(player: Player) -> None:
    wait_until(lambda: not player._transport._running)


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
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(9600)
    wait_until(lambda: player.position == 9600 / 48000)
    stream.pump(14400, ahead=9.0)  # taken, but never heard
    player.pause()
    halted(player)
    assert player.position == 9600 / 48000
    stream = playing(devices, player)
    assert numbers(stream.pump(10))[0] == 9600


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
        player.seek_by(1)
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


def test_a_vanished_device_is_replaced_by_silence_and_comes_back(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    stream.pump(4800)
    devices.names = []
    stream.vanish()
    wait_until(lambda: player.sound.kind == "silent")
    assert player.playing
    wait_until(lambda: player.position > 0.3)
    wait_until(lambda: player.sound.reason == "no sound device")
    devices.names = ["Headphones"]
    wait_until(lambda: player.sound.device == "Headphones")
    wait_until(lambda: devices.playing)
    assert devices.playing
    at = player.position
    assert numbers(devices.playing.pump(10))[0] / 48000 == pytest.approx(at, abs=1.0)
    assert player.playing


def test_a_device_that_falls_silent_is_noticed(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    playing(devices, player)  # and never pumped
    devices.names = []
    wait_until(lambda: player.sound.kind == "silent")
    assert player.sound.reason in ("the sound device stopped answering", "no sound device")
    wait_until(lambda: player.position > 0.1)


def test_a_device_that_hangs_is_left_behind(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    playing(devices, player).pump(4800)
    devices.may_go_on.clear()
    player.seek(10)
    assert player.position == 10
    wait_until(lambda: player.sound.kind == "silent")
    wait_until(lambda: player.position > 10.2)
    assert not all_idle_within(0)
    player.pause()
    player.seek(3)
    wait_until(lambda: player._transport.done is player._box.intent)
    assert player.position == 3
    devices.may_go_on.set()
    wait_until(lambda: player.sound.kind == "device")
    assert devices.streams[0].closed


def test_a_device_left_behind_cannot_take_frames_from_its_successor(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    first = playing(devices, player)
    first.pump(4800)
    devices.may_go_on.clear()
    player.seek(10)
    wait_until(lambda: player.sound.kind == "silent")
    assert not first.pump(4800).any()
    devices.may_go_on.set()


def test_a_named_device_that_is_not_there_is_never_replaced_by_another(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make(device="Earpiece")
    wait_until(lambda: player.sound.kind == "silent")
    assert player.sound.reason == "the sound device “Earpiece” is not there"
    assert not devices.streams
    devices.names.append("Earpiece")
    wait_until(lambda: player.sound.device == "Earpiece")


def test_the_device_can_be_changed_while_playing(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    assert player.look_for_devices().result(20) == ("Speakers", "Headset")
    assert player.devices() == ("Speakers", "Headset")
    stream = playing(devices, player)
    stream.pump(4800)
    wait_until(lambda: player.position == 0.1)
    player.set_device("Headset")
    wait_until(lambda: player.sound.device == "Headset" and devices.playing)
    wait_until(lambda: stream.closed)
    assert devices.playing
    assert devices.playing.device == 1
    assert numbers(devices.playing.pump(10))[0] == pytest.approx(4800, abs=480)


def test_a_device_that_was_plugged_in_is_found(devices: FakeSoundDevice, make: Make) -> None:
    player = make(position=5.0)
    wait_until(lambda: player.sound.kind == "device")
    devices.names.append("Plugged in")
    assert "Plugged in" in player.look_for_devices().result(20)
    wait_until(lambda: player.sound.kind == "device")
    assert numbers(playing(devices, player).pump(10))[0] == 5 * 48000


def test_looking_for_devices_does_not_disturb_one_that_plays(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    assert player.look_for_devices().result(20) == ("Speakers", "Headset")
    assert devices.playing is stream


def test_a_call_that_hung_does_not_start_the_device_when_it_returns(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    first = playing(devices, player)
    devices.may_go_on.clear()
    player.seek(10)
    wait_until(lambda: player.sound.kind == "silent")
    player.pause()
    devices.may_go_on.set()
    wait_until(lambda: first.closed)
    assert first.starts == 1


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
    heard = stream.pump(rate // 5)
    level = 5000 if channels == 2 else 5000 * np.sqrt(2)
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
