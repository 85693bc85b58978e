"""Feedback whose recording is not there is read, and the recording asked for."""

import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from media import retagged
from replaying import Coach, replaying, session
from reviewing import recording

from sessionlens.library import relinking

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.mark.usefixtures("clock_stands")
async def test_without_the_recording_it_is_read_and_a_path_is_asked_for(tmp_path: Path) -> None:
    file = session(tmp_path)
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "talk.wav").rename(away / "call.wav")
    async with replaying(file) as coach:
        await coach.sees("Where is the recording?")
        await coach.press("escape")
        await coach.sees("no recording: reading only")
        await coach.press("n", "n")
        await coach.sees("You waited, and it opened.")
        assert any("what would it mean" in line for line in _transcript(coach))
        for key in ("B", "space", "w", "P", "right_square_bracket", "m"):
            await coach.press(key)
            await coach.sees("There is no recording: F8 says where it is")
            coach.screen.footer.say("")
            await coach.misses("There is no recording")
        await coach.press("a")
        assert coach.answers["m2"]["stance"] == "agree"
        await coach.press("f8")
        await coach.type(str(away / "call.wav"))
        await coach.press("enter")
        await until(coach.pilot, lambda: bool(coach.document.player))
        await coach.press("n")
        assert coach.document.player is not None
        assert coach.document.player.playing
        assert any("what would it mean" in line for line in _transcript(coach))
        assert coach.answers["m2"]["stance"] == "agree"


async def test_another_recording_is_refused_and_asked_for_again(tmp_path: Path) -> None:
    file = session(tmp_path)
    (tmp_path / "talk.wav").unlink()
    other = tmp_path / "other"
    other.mkdir()
    wrong = recording(other, seconds=30)
    async with replaying(file) as coach:
        await coach.type(str(wrong))
        await coach.press("enter")
        await coach.sees("This is another recording")
        await coach.press("escape")
        assert coach.document.recording is None


async def test_a_large_one_is_told_of_once_when_it_has_been_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relinking, "_AT_ONCE", 1000)
    file = session(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    recoded = retagged(recording(other))
    (tmp_path / "talk.wav").unlink()

    def told(coach: Coach) -> str:
        return " ".join(notice.message for notice in coach.app._notifications)

    async with replaying(file) as coach:
        await coach.type(str(recoded))
        await coach.press("enter")
        await until(coach.pilot, lambda: "not what was reviewed" in told(coach))
    async with replaying(file) as coach:
        assert coach.document.recording == recoded
        assert coach.document.opened.located.certainty == "length", "it is not compared again"
        assert "not what was reviewed" not in told(coach)


def _transcript(coach: Coach) -> list[str]:
    view = coach.screen.transcript
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_another_encoding_is_accepted_in_the_dialog_once(tmp_path: Path) -> None:
    file = session(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    recoded = retagged(recording(other))
    (tmp_path / "talk.wav").unlink()
    data = tomllib.loads(file.read_text("utf-8"))
    assert "sound_sha256" not in data["recording"]
    async with replaying(file) as coach:
        await coach.type(str(recoded))
        await coach.press("enter")
        await until(coach.pilot, lambda: bool(coach.document.player))
        assert "not the same file" in " ".join(n.message for n in coach.app._notifications)
    async with replaying(file) as coach:
        assert not coach.shows("Where is the recording?")
        assert coach.document.recording == recoded
        assert "not the same file" not in " ".join(n.message for n in coach.app._notifications)
