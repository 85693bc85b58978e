"""The player through a real sound system: what is heard, and when."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from device_players import standing
from memory_recording import MemoryRecording, numbered, numbers
from numpy.typing import NDArray
from virtual_sound import RATE, Monitor, VirtualSound, missing, wait_until

from sessionlens.audio import clock
from sessionlens.audio.player import Player


@pytest.fixture(scope="module")
def virtual_sound() -> Iterator[VirtualSound]:
    if lacking := missing():
        pytest.skip(f"a virtual sound device needs {lacking}")
    with VirtualSound() as sound:
        yield sound


def ready(recording: MemoryRecording) -> Player:
    player = Player(recording)
    wait_until(lambda: player.sound.kind == "device")
    return player


def heard(monitor: Monitor) -> NDArray[np.int64]:
    """Numbers of the frames heard, silence left out."""
    frame_numbers = numbers(monitor.frames())
    return frame_numbers[frame_numbers >= 0]


@pytest.mark.usefixtures("unhurried")
def test_every_frame_is_heard_as_it_was_recorded(virtual_sound: VirtualSound) -> None:
    player = ready(numbered(2))
    with virtual_sound.monitor() as monitor:
        player.play()
        wait_until(lambda: player.ended)
        wait_until(lambda: heard(monitor)[-1:] == 2 * RATE - 1)
    player.close()
    sounding = numbers(monitor.frames())
    first = int(np.argmax(sounding >= 0))
    assert np.array_equal(sounding[first : first + 2 * RATE], np.arange(2 * RATE))


@pytest.mark.usefixtures("unhurried")
def test_the_position_is_the_frame_being_heard(virtual_sound: VirtualSound) -> None:
    player = ready(numbered(300))
    with virtual_sound.monitor() as monitor:
        player.seek(10)
        player.play()
        wait_until(lambda: player.position > 10.5)
        shown: list[tuple[float, float]] = []
        while len(shown) < 100:
            shown.append((time.perf_counter(), player.position))
            time.sleep(0.02)
        last = shown[-1][1] + 0.1
        wait_until(lambda: heard(monitor)[-1] > last * RATE)
    player.close()
    sounding, began = numbers(monitor.frames()), monitor.began()
    errors = [
        position - sounding[min(round((when - began) * RATE), len(sounding) - 1)] / RATE
        for when, position in shown
    ]
    # A player that counts what the device took is ahead by the buffer, a third of a second.
    assert abs(np.median(errors)) < 0.03


@pytest.mark.usefixtures("unhurried")
def test_pauses_lose_nothing_and_seeks_are_exact(
    virtual_sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_LATE", 60.0)  # the device is late because the machine is busy
    player = ready(numbered(60))
    with virtual_sound.monitor() as monitor:
        for place in (0.5, 1.0, 1.5, 2.0):
            player.play()
            wait_until(lambda at=place: player.position > at)  # type: ignore[misc]
            player.pause()
            time.sleep(0.05)
        player.seek(40)
        player.play()
        wait_until(lambda: player.position > 40.2)
        player.pause()
        wait_until(lambda: (heard(monitor) >= 40 * RATE).sum() > 0.1 * RATE)
    player.close()
    played = heard(monitor)
    before, after = played[played < 30 * RATE], played[played >= 30 * RATE]
    assert np.array_equal(np.unique(before), np.arange(before.max() + 1))
    assert len(before) - before.max() < 0.5 * RATE  # little is repeated
    assert np.array_equal(after, np.arange(40 * RATE, 40 * RATE + len(after)))


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_a_sound_server_that_fails_is_done_without_until_it_is_back(
    virtual_sound: VirtualSound, fault: str
) -> None:
    player = ready(numbered(300))
    player.play()
    wait_until(lambda: player.position > 0.3)
    if fault == "killed":
        virtual_sound.kill()
    else:
        virtual_sound.freeze()
    wait_until(lambda: player.sound.kind == "silent")
    lost = player.position
    assert player.playing
    wait_until(lambda: player.position > lost + 0.3)
    with standing():
        player.seek(100)
        assert player.position == 100
    wait_until(lambda: player.position > 100.1)
    if fault == "killed":
        virtual_sound.start()
    else:
        virtual_sound.thaw()
    wait_until(lambda: player.sound.kind == "device")
    with virtual_sound.monitor() as monitor:
        wait_until(lambda: len(heard(monitor)) > RATE // 5)
        player.close()
    assert 100 * RATE < heard(monitor)[0] < 130 * RATE


def test_a_suspended_device_is_said_until_it_plays_again(virtual_sound: VirtualSound) -> None:
    player = ready(numbered(300))
    player.play()
    wait_until(lambda: player.position > 0.3)
    virtual_sound.suspend(on=True)
    wait_until(lambda: "suspended" in player.sound.reason)
    # It can be opened, and is, but that alone does not make it sound.
    opened = player._transport._output
    wait_until(lambda: player._transport._output not in (opened, None))
    assert player.sound.kind == "silent"
    virtual_sound.suspend(on=False)
    wait_until(lambda: player.sound.kind == "device")
    with virtual_sound.monitor() as monitor:
        wait_until(lambda: len(heard(monitor)) > RATE // 5)
        player.close()
