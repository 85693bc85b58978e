"""Players on a device that a test controls."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from fake_sounddevice import FakeSoundDevice, FakeStream
from memory_recording import MemoryRecording, numbered
from virtual_sound import wait_until

from sessionlens.audio import device_opener, device_output, output, ring
from sessionlens.audio.clock import now
from sessionlens.audio.playback import PlayerOptions
from sessionlens.audio.player import Player

Make = Callable[..., Player]


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSoundDevice]:
    """What the player takes for the sounddevice module."""
    devices = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", devices)
    yield devices
    devices.may_go_on.set()


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No device is given up because the machine is busy."""
    monkeypatch.setattr(device_opener, "_PATIENCE", 60.0)
    monkeypatch.setattr(ring, "_DECODER_MAY_TAKE", 10.0)
    for limit in ("_STALLED", "_STARTS_WITHIN", "_ANSWERS_WITHIN"):
        monkeypatch.setattr(device_output, limit, 60.0)


@pytest.fixture
def make(devices: FakeSoundDevice, unhurried: None) -> Iterator[Make]:
    """Makes players on these devices, and closes them in the end."""
    del unhurried
    players: list[Player] = []

    def make(recording: MemoryRecording | None = None, **options: object) -> Player:
        player = Player(recording or numbered(30), PlayerOptions(**options))  # type: ignore[arg-type]
        players.append(player)
        return player

    yield make
    devices.may_go_on.set()
    for player in players:
        player.close()
    wait_until(lambda: all(stream.closed for stream in devices.streams))


@contextmanager
def standing() -> Iterator[None]:
    """Time stands still meanwhile for a player without a device."""
    moment = now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "now", lambda: moment)
        yield


def playing(devices: FakeSoundDevice, player: Player) -> FakeStream:
    """Let the player play; returns the stream that was started."""
    wait_until(lambda: player.sound.kind == "device")
    player.play()
    wait_until(lambda: devices.playing and player._transport._running)
    wait_until(lambda: player._transport.done is player._box.intent)
    assert devices.playing
    return devices.playing


def halted(player: Player) -> None:
    """Wait until nothing is played any more."""
    wait_until(lambda: not player._transport._running)
