"""Players on a device that a test controls."""

import sys
from collections.abc import Callable, Iterator

import pytest
from fake_sounddevice import FakeSoundDevice, FakeStream
from memory_recording import MemoryRecording, numbered
from virtual_sound import wait_until

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
def make(devices: FakeSoundDevice) -> Iterator[Make]:
    """Makes players on these devices, and closes them in the end."""
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
    """Let the player play; returns the stream that was started."""
    player.play()
    wait_until(lambda: devices.playing and player._transport._running)
    assert devices.playing
    return devices.playing


def halted(player: Player) -> None:
    """Wait until nothing is played any more."""
    wait_until(lambda: not player._transport._running)
