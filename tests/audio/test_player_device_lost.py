"""A device that is lost, hangs, is changed or plugged in: the player goes on."""

import pytest
from device_players import Make, playing, standing
from fake_sounddevice import FakeSoundDevice
from memory_recording import numbers
from virtual_sound import wait_until

from sessionlens.audio import device_output
from sessionlens.audio.caller import all_idle_within
from sessionlens.audio.device_output import SILENT


@pytest.fixture
def noticed(monkeypatch: pytest.MonkeyPatch, unhurried: None) -> None:
    """What hangs is soon left behind."""
    del unhurried
    monkeypatch.setattr(device_output, "_ANSWERS_WITHIN", 0.3)


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


def test_a_device_that_falls_silent_is_noticed(
    devices: FakeSoundDevice, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = make()
    playing(devices, player)  # and never pumped
    devices.names = []
    monkeypatch.setattr(device_output, "_STALLED", 0.3)
    wait_until(lambda: player.sound.kind == "silent")
    assert player.sound.reason in (SILENT, "no sound device")
    wait_until(lambda: player.position > 0.1)


@pytest.mark.usefixtures("noticed")
def test_a_device_that_hangs_is_left_behind(devices: FakeSoundDevice, make: Make) -> None:
    player = make()
    playing(devices, player).pump(4800)
    devices.may_go_on.clear()
    with standing():
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


@pytest.mark.usefixtures("noticed")
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
    assert player.look_for_devices().result(60) == ("Speakers", "Headset")
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
    assert "Plugged in" in player.look_for_devices().result(60)
    wait_until(lambda: player.sound.kind == "device")
    assert numbers(playing(devices, player).pump(10))[0] == 5 * 48000


def test_looking_for_devices_does_not_disturb_one_that_plays(
    devices: FakeSoundDevice, make: Make
) -> None:
    player = make()
    stream = playing(devices, player)
    assert player.look_for_devices().result(60) == ("Speakers", "Headset")
    assert devices.playing is stream


@pytest.mark.usefixtures("noticed")
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


def test_two_players_never_call_the_sound_system_at_once(
    devices: FakeSoundDevice, make: Make
) -> None:
    devices.takes = 0.02
    devices.names = []  # each looks for devices anew, again and again
    players = [make() for _ in range(3)]
    for player in players:
        player.play()
    wait_until(lambda: all(player.sound.reason == "no sound device" for player in players))
    devices.names = ["Speakers"]
    wait_until(lambda: all(player.sound.device == "Speakers" for player in players))
    players[0].close()
    wait_until(lambda: any(stream.closed for stream in devices.streams))
    assert devices.broken == ""


def test_devices_are_not_looked_for_anew_under_another_player(
    devices: FakeSoundDevice, make: Make
) -> None:
    playing(devices, make()).pump(480)
    other = make(device="Headphones")
    wait_until(lambda: other._transport._opener._tries > 2)
    assert devices.broken == ""
