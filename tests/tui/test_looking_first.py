"""Before a coach looks at feedback, they are asked once whether they go through it first."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import MARKERS, REVIEW_ID, feedback, replaying, self_review, session
from reviewing import recording, with_transcript

from sessionlens.domain.timecode import Timecode
from sessionlens.library.exporting import replay_key
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.state import load_state


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "talk.feedback.toml"
    write_feedback(target, feedback(with_transcript(recording(tmp_path))))
    return target


INVITED = "You have not looked at this feedback yet"


async def test_the_first_look_is_asked_about_once(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.sees(INVITED)
        assert not coach.shows(MARKERS[1].comment)
        await coach.press("down", "enter")
        await coach.sees("The topic stays wide")
    assert load_state(replay_key(REVIEW_ID)).invited
    assert not (file.parent / "talk.reply.toml").exists()
    async with replaying(file) as coach:
        await coach.sees("The topic stays wide")


async def test_leaving_asks_again_next_time(file: Path) -> None:
    for _ in range(2):
        async with replaying(file) as coach:
            await coach.sees(INVITED)
            await coach.press("escape")


async def test_going_through_it_first_opens_the_own_review(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.sees(INVITED)
        await coach.press("enter")
        await coach.sees("own review")
        assert not coach.shows(INVITED)


@pytest.mark.parametrize("finished", [False, True])
async def test_who_has_a_review_of_their_own_is_not_asked(file: Path, finished: bool) -> None:
    self_review(file.parent, finished=finished)
    async with replaying(file) as coach:
        await coach.sees("The topic stays wide" if finished else "sealed")
        assert not coach.shows(INVITED)


async def test_who_has_looked_before_is_not_asked(tmp_path: Path) -> None:
    async with replaying(session(tmp_path)) as coach:
        await coach.sees("The topic stays wide")


async def test_without_the_recording_there_is_nothing_to_go_through(file: Path) -> None:
    (file.parent / "talk.wav").unlink()
    async with replaying(file) as coach:
        await coach.sees("Where is the recording?")
        assert not coach.shows(INVITED)


async def test_who_begins_and_notes_nothing_is_asked_again(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.sees(INVITED)
        await coach.press("enter")
        await coach.sees("own review")
        await coach.press("ctrl+q")
        await coach.sees(INVITED)
        assert not coach.shows("The topic stays wide")


async def test_with_another_encoding_alone_the_question_comes_before_the_moments(
    file: Path,
) -> None:
    sent = load_feedback(file)
    heard = replace(sent.recording, sha256="0" * 64, duration=Timecode(60.0))
    write_feedback(file, replace(sent, recording=heard), force=True)
    (file.parent / "talk.wav").rename(file.parent / "zoom.wav")
    async with replaying(file) as coach:
        await coach.sees("not found; zoom.wav is")
        assert not coach.shows("The topic stays wide")
        await coach.press("enter")
        await coach.sees("own review")
        await coach.press("c")
        await coach.type("Mine")
        await coach.press("enter", "F")
        await coach.sees("own review, finished")
        await coach.press("ctrl+q")
        await coach.sees("Where is the recording?")
        assert not coach.shows(INVITED)
