"""Feedback stays sealed until the coach's own review is finished, or the seal broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coach_files import NOW, Opener, mailed, recording, reference, review_of, saved
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.replay import break_seal, finish_self_review
from sessionlens.storage.reviews import ReviewFile, load_review


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path / "talk.wav")


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


@pytest.fixture
def own(talk: Path) -> Path:
    review = review_of(talk, role="coach", review_id="ef" * 16)
    return saved(talk.with_name("talk.self.review.toml"), review)


def test_an_unfinished_self_review_seals_the_feedback(
    talk: Path, own: Path, opener: Opener
) -> None:
    opened = opener.open(mailed(talk))
    assert opened.sealed is not None
    assert opened.self_review == own
    finished = finish_self_review(opened, NOW)
    assert finished.sealed is None
    opened.store.close()
    assert load_review(own).finished == NOW
    assert opener.open(mailed(talk)).sealed is None


def test_breaking_the_seal_is_recorded_in_the_self_review(
    talk: Path, own: Path, opener: Opener
) -> None:
    opened = break_seal(opener.open(mailed(talk)), NOW)
    assert opened.sealed is None
    review = load_review(own)
    assert (review.finished, review.seal_broken) == (None, NOW)
    assert len(review.markers) == 2


def test_the_seal_holds_without_the_recording(talk: Path, own: Path, opener: Opener) -> None:
    path = mailed(talk)
    talk.unlink()
    opened = opener.open(path)
    assert (opened.sealed is not None, opened.self_review) == (True, own)


def test_a_self_review_of_another_recording_seals_nothing(talk: Path, opener: Opener) -> None:
    other = recording(talk.with_name("other.wav"), sound=2, seconds=6)
    review = replace(review_of(other, role="coach"), recording=reference(other, seconds=6))
    saved(talk.with_name("other.self.review.toml"), review)
    assert opener.open(mailed(talk)).sealed is None


def test_an_open_self_review_cannot_be_finished_from_outside(
    talk: Path, own: Path, opener: Opener
) -> None:
    opened = opener.open(mailed(talk))
    window = ReviewFile(own)
    assert window.claim()
    with pytest.raises(SessionLensError, match="another window"):
        break_seal(opened, NOW)
    window.close()
    assert load_review(own).seal_broken is None


def test_a_self_review_that_is_only_open_yet_seals(talk: Path, opener: Opener) -> None:
    window = ReviewFile(talk.with_name("talk.self.review.toml"))
    assert window.claim()
    opened = opener.open(mailed(talk))
    assert "open in another window" in (opened.sealed or "")
    with pytest.raises(SessionLensError, match="another window"):
        break_seal(opened, NOW)
    window.close()
    assert break_seal(opened, NOW).sealed is None
    assert not window.path.exists()


def test_it_seals_without_the_recording_and_a_dead_programs_lock_does_not(
    talk: Path, opener: Opener
) -> None:
    path = mailed(talk)
    talk.unlink()
    window = ReviewFile(talk.with_name("talk.self.review.toml"))
    assert window.claim()
    assert opener.open(path).sealed is not None
    window.close()
    window.path.with_name("talk.self.review.toml.lock").write_text("1 here 2026-11-21 12:00\n")
    assert opener.open(path).sealed is None


def test_a_self_review_with_a_mistake_is_said(talk: Path, own: Path, opener: Opener) -> None:
    own.write_text(own.read_text("utf-8").replace("[session]", "[sessions]"), "utf-8")
    opened = opener.open(mailed(talk))
    assert any("talk.self.review.toml" in one for one in opened.notices)
    assert "talk.self.review.toml, line " in (opened.sealed or "")
    before = own.read_text("utf-8")
    with pytest.raises(SessionLensError, match="sessions"):
        finish_self_review(opened, NOW)
    assert own.read_text("utf-8") == before
    assert break_seal(opened, NOW).sealed is None
    assert break_seal(opened, NOW).sealed is None
    own.write_text(own.read_text("utf-8").replace("[sessions]", "[session]"), "utf-8")
    assert load_review(own).seal_broken == NOW
    assert len(load_review(own).markers) == 2


def test_what_is_no_text_of_ours_stays_sealed_and_as_it_is(
    talk: Path, own: Path, opener: Opener
) -> None:
    own.write_bytes(b"\0not ours")
    opened = opener.open(mailed(talk))
    with pytest.raises(SessionLensError, match="cannot be written into this file"):
        break_seal(opened, NOW)
    assert own.read_bytes() == b"\0not ours"
