"""Hearing the moments of one's feedback."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from dialog_host import until
from msgspec.structs import replace
from replaying import MARKERS, REVIEW_ID, Coach, feedback, looked_at, replaying, session
from reviewing import recording

from sessionlens.audio import output, portaudio
from sessionlens.domain.command import in_context
from sessionlens.domain.timecode import Timecode
from sessionlens.library.replay import open_replay
from sessionlens.storage.feedback import write_feedback
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.replay import playlist as playing_all
from sessionlens.tui.showing import showing_replay


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return session(tmp_path)


class Clock:
    """The player's, and that of the pauses between moments: it stands unless it is put on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        """What it shows."""
        return self.seconds

    def put_on(self) -> bool:
        """Let half a second pass; what one waits for is still to come."""
        self.seconds += 0.5
        return False


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A moment lasts until the test lets it end, however busy the machine is."""
    clock = Clock()
    monkeypatch.setattr(output, "now", clock.now)
    monkeypatch.setattr(playing_all, "time", SimpleNamespace(monotonic=clock.now))
    return clock


async def test_every_command_of_the_registry_does_something(file: Path) -> None:
    async with replaying(file) as coach:
        assert set(coach.screen.commands) == {command.id for command in in_context("replay")}


async def test_next_goes_to_a_moment_and_plays_it_with_pre_roll(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n")
        player = coach.document.player
        assert player is not None
        assert player.playing
        assert 8.0 <= player.position < 9.0
        assert coach.screen.document.current == "m2"
        await coach.sees("You waited, and it opened.")
        await coach.press("p", "p")
        await coach.sees("This was the first moment")
        assert coach.screen.document.current == "m1"
        await coach.press("n", "n", "n")
        await coach.sees("This was the last moment")


@pytest.mark.parametrize("key", ["n", "P"])
async def test_a_key_pressed_before_sound_is_ready_is_done_then(file: Path, key: str) -> None:
    app = SessionLensApp(showing_replay(open_replay(file)))
    async with app.run_test() as pilot:
        coach = Coach(app, pilot)
        await coach.press("n", "n", "n", "p", key)
        await until(pilot, lambda: app.document.player is not None)
        player = app.document.player
        assert player is not None
        await until(pilot, lambda: player.playing)
        start, stop = (23.0, 26.0) if key == "n" else (8.0, 15.0)
        assert start <= player.position < start + 1.5
        assert player.stop_at is not None
        assert player.stop_at >= stop
        assert coach.screen.replaying.playlist.on == (key == "P")
    app.document.close()


async def test_a_comment_with_markup_is_shown_as_it_is_and_whole(file: Path) -> None:
    async with replaying(file, size=(80, 24)) as coach:
        await coach.press("n")
        await coach.sees("The topic stays wide [/x]")
        await coach.sees("open.")


async def test_what_is_said_in_the_moment_is_pointed_out(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n")
        await until(coach.pilot, lambda: any(line.startswith("▎") for line in _transcript(coach)))
        lines = [line for line in _transcript(coach) if line.startswith("▎")]
        assert len(lines) == 1
        assert "what would it mean" in lines[0]
        assert any("I want to work less" in line for line in _transcript(coach))


def _transcript(coach: Coach) -> list[str]:
    view = coach.screen.transcript
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_a_moment_ends_and_one_can_listen_on(file: Path, clock: Clock) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n")
        player = coach.document.player
        assert player is not None
        assert player.stop_at == 15.0
        await until(coach.pilot, lambda: player.stopped_at_stop or clock.put_on())
        await coach.press("space")
        assert player.playing
        assert player.stop_at is None


async def test_listening_on_is_decided_while_the_moment_plays(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n", "w")
        player = coach.document.player
        assert player is not None
        assert player.playing
        assert player.stop_at is None
        await coach.press("space", "enter")
        assert player.playing
        assert player.stop_at == 15.0
        assert 8.0 <= player.position < 9.0


async def test_a_moment_past_the_end_of_the_recording_says_so(file: Path) -> None:
    late = replace(MARKERS[2], start=Timecode(75.0))
    talk = file.with_name("talk.wav")
    write_feedback(file, feedback(talk, (MARKERS[0], late)), force=True)
    async with replaying(file) as coach:
        await coach.press("n")
        assert not coach.shows("past the end")
        await coach.press("n")
        await coach.sees("The moment at 01:15 is past the end of the recording (01:00)")
        assert coach.screen.document.current == "m3"


async def test_a_moment_loops(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n", "B")
        player = coach.document.player
        assert player is not None
        assert player.loop is not None
        assert (player.loop.start, player.loop.end) == (9.5, 14.0)
        await coach.press("B")
        assert player.loop is None


async def test_all_moments_are_played_with_the_pause_that_is_set(file: Path, clock: Clock) -> None:
    async with replaying(file, pre_roll=0.0, pause_between=0.2) as coach:
        await coach.press("P")
        player = coach.document.player
        assert player is not None
        assert coach.screen.document.current == "m1"
        await coach.sees("all: 1 of 3")
        playlist = coach.screen.replaying.playlist
        for moment in ("m2", "m3"):
            await until(coach.pilot, lambda: playlist.waiting or clock.put_on())
            assert not player.playing
            clock.seconds += 0.2
            await until(coach.pilot, lambda: not playlist.waiting)
            assert coach.screen.document.current == moment
            assert player.playing
        await until(coach.pilot, lambda: not playlist.on or clock.put_on())
        await coach.sees("That was the last moment")


async def test_going_elsewhere_ends_playing_all(file: Path, clock: Clock) -> None:
    async with replaying(file, pause_between=30.0) as coach:
        playlist = coach.screen.replaying.playlist
        await coach.press("P", "l")
        assert not playlist.on
        await coach.press("P")
        player = coach.document.player
        assert player is not None
        await until(coach.pilot, lambda: playlist.waiting or clock.put_on())
        await coach.press("space")
        assert not playlist.on
        assert not player.playing


async def test_the_place_is_found_again_next_time(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n", "space")
        coach.screen.remember()
    async with replaying(file) as coach:
        player = coach.document.player
        assert player is not None
        assert 8.0 <= player.position < 9.5


async def test_a_rubric_whose_keys_are_ours_is_no_reason_to_refuse_feedback(
    tmp_path: Path,
) -> None:
    path = recording(tmp_path)
    content = feedback(path)
    first, *others = content.rubric.competencies
    rubric = replace(content.rubric, competencies=(replace(first, key="a"), *others))
    file = tmp_path / "talk.feedback.toml"
    write_feedback(file, replace(content, rubric=rubric))
    looked_at(REVIEW_ID)
    async with replaying(file) as coach:
        await coach.press("n", "a")
        assert coach.answers["m1"]["stance"] == "agree"


async def test_a_long_sentence_on_the_sound_leaves_room_for_title_and_count(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise portaudio.NoPortAudioError("the sound device “Speakers of the hall” is not there")

    monkeypatch.setattr(portaudio, "_module", missing)
    async with replaying(file, size=(80, 24)) as coach:
        await coach.press("n")
        await coach.sees("the sound device")
        await until(coach.pilot, lambda: "0 of 3 answered" in coach.lines[0])
        assert "Third session" in coach.lines[0]
        assert "/ 01:00" in coach.lines[0]
        await coach.press("a")
        await until(coach.pilot, lambda: "1 of 3 answered" in coach.lines[0])
        await coach.pilot.resize_terminal(140, 24)
        await coach.sees("the sound device “Speakers of the hall” is not there")
        await until(coach.pilot, lambda: "ago · 1 of 3 answered" in coach.lines[0])
        await coach.pilot.resize_terminal(40, 24)
        await until(coach.pilot, lambda: "1 of 3 answered" in coach.lines[0])
        assert "/ 01:00" in coach.lines[0]
