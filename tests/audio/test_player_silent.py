"""The player without a sound device: every command works on the wall clock."""

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from device_players import standing
from memory_recording import MemoryRecording, numbered
from virtual_sound import wait_until

from sessionlens.audio.playback import Loop, PlayerOptions
from sessionlens.audio.player import Player
from sessionlens.domain.errors import SessionLensError

Make = Callable[..., Player]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    players: list[Player] = []

    def make(seconds: float = 60.0, **options: object) -> Player:
        player = Player(numbered(seconds, 8000), PlayerOptions(**options))  # type: ignore[arg-type]
        players.append(player)
        wait_until(lambda: player.sound.kind == "silent" and player.duration)
        return player

    yield make
    for player in players:
        player.close()


def settled(player: Player) -> bool:
    return player._transport.done is player._box.intent


def test_says_why_there_is_no_sound(make: Make) -> None:
    assert make().sound.reason.startswith("PortAudio is not installed")


def test_time_goes_on_while_playing_and_stands_still_otherwise(make: Make) -> None:
    player = make()
    assert player.position == 0
    player.play()
    assert player.playing
    wait_until(lambda: player.position > 0.2)
    player.pause()
    assert not player.playing
    wait_until(lambda: settled(player))
    paused = player.position
    assert 0.2 < paused < 20
    wait_until(lambda: settled(player))
    assert player.position == paused


def test_a_seek_shows_at_once_and_never_flickers_back(make: Make) -> None:
    player = make()
    player.play()
    for target in (30.0, 5.0, 50.0):
        with standing():
            player.seek(target)
            shown = [player.position]
        while len(shown) < 20_000 and not settled(player):
            shown.append(player.position)
        wait_until(lambda at=target: player.position > at)  # type: ignore[misc]
        shown.append(player.position)
        assert shown[0] == target
        assert all(target - 0.001 <= position < target + 20 for position in shown)
        assert all(later >= sooner - 0.001 for sooner, later in pairwise(shown))


def test_seeks_by_steps_add_up_however_fast_the_keys_are(make: Make) -> None:
    player = make()
    for _ in range(50):
        player.seek(player.position + 1.0)
    for _ in range(10):
        player.seek(player.position - 1.0)
    assert player.position == pytest.approx(40)
    wait_until(lambda: settled(player))
    assert player.position == pytest.approx(40)


def test_seeks_are_held_within_the_recording(make: Make) -> None:
    player = make(5.0)
    player.seek(-3)
    assert player.position == 0
    player.seek(99)
    assert player.position == 5


def test_stops_at_the_end_holds_there_and_begins_anew(make: Make) -> None:
    player = make()
    player.seek(59.9)
    player.play()
    wait_until(lambda: player.ended)
    assert (player.position, player.playing) == (60.0, False)
    player.seek(player.position - 0.5)
    assert not player.ended
    wait_until(lambda: settled(player))
    player.seek(60.0)
    wait_until(lambda: player.ended)
    with standing():
        player.play()
        assert player.position == 0
        assert player.playing
    wait_until(lambda: 0 < player.position < 30)


def test_plays_between_two_moments_and_goes_on_from_there(make: Make) -> None:
    player = make()
    with standing():
        player.play_between(10.0, 10.1)
        assert player.position == 10
        assert player.playing
    wait_until(lambda: not player.playing)
    assert player.stopped_at_stop
    assert not player.ended
    assert player.position == pytest.approx(10.1)
    player.play()
    wait_until(lambda: player.position > 10.2)
    assert player.position < 30


def test_a_seek_forgets_the_stop(make: Make) -> None:
    player = make()
    with standing():
        player.play_between(10.0, 10.3)
        player.seek(10.2)
    wait_until(lambda: player.position > 10.4)
    assert player.playing


def test_loops_between_a_and_b_until_told_otherwise(make: Make) -> None:
    player = make()
    player.set_loop(5.2, 5.0)
    assert player.loop == Loop(5.0, 5.2)
    player.seek(4.9)
    player.play()
    seen: list[float] = []

    def has_gone_round() -> bool:
        seen.append(player.position)
        return sum(b < a for a, b in pairwise(seen)) >= 3

    wait_until(has_gone_round)
    assert max(seen) <= 5.2
    player.clear_loop()
    wait_until(lambda: player.position > 5.3)


def test_a_loop_that_lies_behind_begins_at_once(make: Make) -> None:
    player = make()
    player.seek(20)
    wait_until(lambda: settled(player))
    player.set_loop(3, 4)
    assert player.position == 3


def test_a_loop_needs_some_length(make: Make) -> None:
    with pytest.raises(SessionLensError, match="too short"):
        make().set_loop(3.0, 3.05)


def test_speed_changes_how_fast_time_goes(make: Make) -> None:
    player = make(speed=9.0)
    assert player.speed == 3.0
    player.play()
    wait_until(lambda: player.position > 0.3)
    player.set_speed(0.1)
    assert player.speed == 0.5
    before = player.position
    wait_until(lambda: settled(player))
    assert player.position >= before - 0.001


@pytest.mark.parametrize("step_back", [0.0, 1.5])
def test_steps_back_on_resume_if_wished(make: Make, step_back: float) -> None:
    player = make(position=30.0, step_back=step_back)
    player.play()
    wait_until(lambda: player.position > 30.1)
    player.pause()
    wait_until(lambda: settled(player))
    paused = player.position
    with standing():
        player.play()
        assert player.position >= paused - step_back
        assert player.position < paused - step_back + 1
    player.pause()
    wait_until(lambda: settled(player))
    paused = player.position
    player.play(step_back=False)
    assert player.position >= paused


def test_a_seek_during_a_pause_is_not_stepped_back_from(make: Make) -> None:
    player = make(position=30.0, step_back=2.0)
    player.play()
    player.pause()
    player.seek(40)
    player.play()
    assert player.position >= 40


def test_begins_where_told(make: Make) -> None:
    player = make(position=12.5, speed=1.5, volume=0.5, muted=True)
    wait_until(lambda: settled(player))
    assert (player.position, player.speed, player.volume, player.muted) == (12.5, 1.5, 0.5, True)


def test_opens_the_recording_in_its_own_thread_and_closes_it(make: Make) -> None:
    make()  # keeps PortAudio away
    recording = numbered(3.0, 8000)
    player = Player(lambda: recording)
    wait_until(lambda: player.duration)
    assert player.duration == 3.0
    player.close()
    wait_until(lambda: recording.closed)


def test_a_recording_that_cannot_be_opened_is_told(make: Make) -> None:
    make()

    def fail() -> MemoryRecording:
        raise SessionLensError("is broken")

    player = Player(fail)
    player.play()
    wait_until(lambda: player.failure)
    wait_until(lambda: not player.playing)
    assert str(player.failure) == "is broken."
    player.close()


def test_a_recording_that_breaks_while_playing_stops_and_is_told(make: Make) -> None:
    make()

    class Breaking(MemoryRecording):
        def read(self, frames: int):  # type: ignore[no-untyped-def]
            if self._at > 8000:
                raise SessionLensError("cannot be read any more")
            return super().read(frames)

    player = Player(Breaking(numbered(5, 8000).sound, 8000))
    player.play()
    wait_until(lambda: player.failure)
    wait_until(lambda: not player.playing)
    assert player.position <= 2
    player.close()
