"""Words that cannot be kept where they belong are not let go silently."""

import shutil
from pathlib import Path

import pytest
from dialog_host import until
from replaying import replaying, session
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript

from sessionlens import resources
from sessionlens.storage.rescued import Rescue, rescued_folder

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def block(folder: Path) -> None:
    """Make a folder one that nothing can be written to, not even by root."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")


def told(person: Reviewer) -> str:
    """All notices there are on the screen."""
    return " ".join(f"{notice.title}: {notice.message}" for notice in person.app._notifications)


async def left_as_a_draft(person: Reviewer, text: str) -> None:
    await person.go_to(12.0)
    await person.press("c")
    await person.type(text)
    await person.press("escape")


async def test_a_draft_that_cannot_be_kept_is_not_called_kept(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        block(resources.state_folder())
        await left_as_a_draft(person, "half a thought")
        await until(person.pilot, lambda: "NOT KEPT on disk" in told(person))
        await person.press("ctrl+q")
        await until(
            person.pilot, lambda: "NOT KEPT are the words that you have begun" in told(person)
        )
        assert person.app.is_running
        (copy,) = rescued_folder().iterdir()
        assert "half a thought" in copy.read_text("utf-8")
        assert copy.name in told(person)
        await person.press("ctrl+q")
        await until(person.pilot, lambda: not person.app.is_running)


async def test_such_a_draft_comes_back_at_the_next_opening(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        block(resources.state_folder())
        await left_as_a_draft(mentor, "half a thought")
        await mentor.press("ctrl+q")
        await until(mentor.pilot, lambda: "NOT KEPT are the words" in told(mentor))
    resources.state_folder().unlink()
    async with reviewing(app_on(talk)) as mentor:
        await until(mentor.pilot, lambda: "still a draft" in told(mentor))
        await until(mentor.pilot, lambda: not list(rescued_folder().iterdir()))
    async with reviewing(app_on(talk)) as mentor:
        await mentor.go_to(12.0)
        await mentor.press("c")
        await mentor.sees("half a thought")


async def test_a_note_of_the_coach_comes_back_too(tmp_path: Path) -> None:
    file = session(tmp_path)
    async with replaying(file) as coach:
        block(resources.state_folder())
        await coach.press("n", "o")
        await coach.type("only for me")
        await coach.press("escape", "ctrl+q")
        await until(coach.pilot, lambda: bool(list(rescued_folder().glob("*.drafts.toml"))))
    resources.state_folder().unlink()
    async with replaying(file) as coach:
        await coach.sees("(draft)")
        await coach.press("n", "o")
        await coach.sees("only for me")


async def test_what_was_kept_after_all_is_no_copy_any_more(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        block(resources.state_folder())
        await left_as_a_draft(mentor, "half a thought")
        await mentor.press("ctrl+q")
        await until(mentor.pilot, lambda: bool(list(rescued_folder().glob("*.drafts.toml"))))
        resources.state_folder().unlink()
        await until(mentor.pilot, lambda: not list(rescued_folder().iterdir()))


async def test_where_no_copy_can_be_kept_either_that_is_said(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        block(resources.state_folder())
        block(resources.data_folder())
        await left_as_a_draft(person, "half a thought")
        await person.press("ctrl+q")
        await until(person.pilot, lambda: "Not even a copy could be kept" in told(person))
        assert person.app.is_running


async def test_nothing_is_said_of_a_place_that_cannot_be_kept(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        block(resources.state_folder())
        await person.go_to(12.0)
        await person.press("ctrl+q")
        await until(person.pilot, lambda: not person.app.is_running)


def test_a_copy_replaces_its_own_earlier_one_and_nobody_elses() -> None:
    rescue = Rescue()
    first = rescue.copy("talk.self.review.toml", b"Monday")
    other = Rescue().copy("talk.self.review.toml", b"Tuesday")
    again = rescue.copy("talk.self.review.toml", b"Monday evening")
    assert first is not None
    assert other is not None
    assert again == first
    assert other.name == "talk-2.self.review.toml"
    assert (first.read_bytes(), other.read_bytes()) == (b"Monday evening", b"Tuesday")
