"""Another recording in the place of the one that was reviewed: said each time, never accepted."""

from pathlib import Path

import pytest
from dialog_host import until
from media import retagged
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript

from sessionlens.audio.recording import content_hash
from sessionlens.domain.review import RecordingRef
from sessionlens.storage.reviews import load_review


def told(person: Reviewer) -> str:
    """All notices there are on the screen."""
    return " ".join(notice.message for notice in person.app._notifications)


def reviewed(talk: Path) -> RecordingRef:
    """What the review says of its recording."""
    return load_review(talk.with_name("talk.review.toml")).recording


@pytest.fixture
async def talk(tmp_path: Path) -> Path:
    """A recording that was reviewed, with 25 seconds of another one put into its place."""
    talk = with_transcript(recording(tmp_path))
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await until(person.pilot, lambda: bool(reviewed(talk).sha256))
    return recording(tmp_path, 25)


async def test_what_was_reviewed_stays_known_and_the_warning_comes_each_time(talk: Path) -> None:
    before = reviewed(talk)
    assert before.duration == 60.0
    for key in ("space", "1"):
        async with reviewing(app_on(talk)) as person:
            await until(person.pilot, lambda person=person: "not what was reviewed" in told(person))  # type: ignore[misc]
            assert "Put the right recording back" in told(person)
            assert "delete the lines 'sha256' and 'sound_sha256' from talk.review.toml" in told(
                person
            )
            await person.press(key, "escape")
        assert reviewed(talk) == before
    assert len(load_review(talk.with_name("talk.review.toml")).markers) == 2


async def test_another_encoding_is_accepted_by_deleting_the_hash(talk: Path) -> None:
    path = talk.with_name("talk.review.toml")
    kept = [line for line in path.read_text("utf-8").splitlines() if "sha256" not in line]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: reviewed(talk).sha256 == content_hash(talk))
        assert reviewed(talk).duration == 25.0
        assert "not what was reviewed" not in told(person)


async def test_other_tags_make_no_other_recording(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await until(person.pilot, lambda: bool(reviewed(talk).sound_sha256))
    before = reviewed(talk)
    retagged(talk)
    assert content_hash(talk) != before.sha256
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: bool(person.document.content_hash))
        await person.press("1", "escape")
        assert "not what was reviewed" not in told(person)
    assert reviewed(talk) == before


async def test_a_review_from_before_learns_the_hash_of_the_sound(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    async with reviewing(app_on(talk)) as person:
        await person.press("7", "escape")
        await until(person.pilot, lambda: bool(reviewed(talk).sound_sha256))
    full = reviewed(talk)
    path = talk.with_name("talk.review.toml")
    kept = [line for line in path.read_text("utf-8").splitlines() if "sound_sha256" not in line]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    assert reviewed(talk).sound_sha256 == ""
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: reviewed(talk) == full)
