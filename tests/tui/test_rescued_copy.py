"""What could not be saved where it belongs is offered at the next opening."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import replaying, session
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Review
from sessionlens.domain.timecode import Timecode
from sessionlens.library.review import open_review
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.rescued import Rescue, rescued_folder
from sessionlens.storage.reviews import encode_review, load_review


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def with_marker(review: Review, comment: str) -> Review:
    marker = Marker(id=f"m{review.last_marker + 1}", start=Timecode(3.0), comment=comment)
    number = review.last_marker + 1
    return replace(review, markers=(*review.markers, marker), last_marker=number)


def saved_and_rescued(talk: Path) -> Path:
    """A review with one marker, and a copy of it with two."""
    opened = open_review(talk)
    opened.store.close()
    first = with_marker(opened.review, "saved")
    opened.review_path.write_bytes(encode_review(first))
    copy = Rescue().copy(opened.review_path.name, encode_review(with_marker(first, "rescued")))
    assert copy is not None
    os.utime(opened.review_path, (1_700_000_000, 1_700_000_000))
    os.utime(copy, (1_700_003_600, 1_700_003_600))
    return opened.review_path


async def test_a_rescued_copy_is_taken_and_can_be_given_back(talk: Path) -> None:
    path = saved_and_rescued(talk)
    async with reviewing(app_on(talk)) as person:
        await person.sees("A copy was kept of what could not be saved")
        await person.sees("2023-11-1")
        await person.sees("1 marker")
        await person.sees("2 markers")
        await person.press("down", "enter")
        assert [marker.comment for marker in load_review(path).markers] == ["saved", "rescued"]
        await person.press("u")
        assert [marker.comment for marker in load_review(path).markers] == ["saved"]
    assert [one.suffix for one in rescued_folder().iterdir()] == [".seen"]
    async with reviewing(app_on(talk)) as person:
        assert not person.shows("A copy was kept")


async def test_a_rescued_copy_may_be_left(talk: Path) -> None:
    path = saved_and_rescued(talk)
    before = load_review(path).markers
    async with reviewing(app_on(talk)) as person:
        await person.press("escape")
    assert load_review(path).markers == before
    async with reviewing(app_on(talk)) as person:
        await person.sees("A copy was kept")  # it is asked until it is answered
        await person.press("enter")
    assert load_review(path).markers == before
    assert len(list(rescued_folder().iterdir())) == 1


async def test_what_was_never_saved_is_offered_too(talk: Path) -> None:
    path = saved_and_rescued(talk)
    path.unlink()
    async with reviewing(app_on(talk)) as person:
        await person.sees("A new one")
        await person.press("down", "enter")
    assert len(load_review(path).markers) == 2


async def test_the_copy_of_another_review_is_not_offered(talk: Path, tmp_path: Path) -> None:
    (other := tmp_path / "other").mkdir()
    saved_and_rescued(with_transcript(recording(other)))
    opened = open_review(talk)
    opened.store.close()
    opened.review_path.write_bytes(encode_review(opened.review))
    async with reviewing(app_on(talk)) as person:
        assert not person.shows("A copy was kept")


async def test_a_coachs_answers_are_offered_in_the_same_way(tmp_path: Path) -> None:
    file = session(tmp_path)
    async with replaying(file) as coach:
        await coach.press("n", "a")
        reply = coach.document.editor.reply
    (answer,) = reply.answers
    rescued = replace(reply, answers=(replace(answer, text="I see it now"),))
    path = coach.document.writing.path
    assert Rescue().copy(path.name, encode_reply(rescued)) is not None
    async with replaying(file) as coach:
        await coach.sees("A copy was kept")
        await coach.press("down", "enter")
        assert coach.answers["m1"]["text"] == "I see it now"
