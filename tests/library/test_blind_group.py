"""Observers of a group session are blind until each has finished."""

import datetime as dt
from pathlib import Path

import pytest
from coach_files import NOW, RUBRIC, Opener, review_of, saved
from msgspec.structs import replace
from observers import changed, grouped, three_reviews

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.comparing import break_seal, compare_files
from sessionlens.library.group import bring_files_together
from sessionlens.library.outgoing import outgoing
from sessionlens.library.self_review import finish
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.finished import as_finished, keep_finished
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import ReviewState, save_state


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    return three_reviews(tmp_path)


@pytest.fixture
def talk(three: list[Path]) -> Path:
    return three[0].with_name("talk.wav")


def test_who_has_not_finished_keeps_all_from_being_seen(three: list[Path]) -> None:
    grouped(three, finished=NOW)
    assert len(bring_files_together(three).group.by_all) == 2
    changed(three[1], finished=None)
    with pytest.raises(SessionLensError, match="Jan has not finished: what the others") as caught:
        bring_files_together(three)
    assert caught.value.where == three[1]
    assert "F finishes it" in caught.value.hint
    changed(three[2], finished=None)
    with pytest.raises(SessionLensError, match="Jan and Lea have not finished"):
        bring_files_together(three, unseal=True, for_program=True)
    with pytest.raises(SessionLensError, match="Jan has not finished"):
        compare_files(three[0], three[1])


def test_what_was_exported_is_finished(three: list[Path]) -> None:
    grouped(three)
    for path in three:
        review = load_review(path)
        exported = feedback_from(review, RUBRIC, feedback_id="f", exported=NOW)
        write_feedback(path.with_name(path.name.replace("review", "feedback")), exported)
    assert len(bring_files_together(three).group.by_all) == 2


def test_ones_own_review_beside_the_others_feedback_counts_too(three: list[Path]) -> None:
    grouped(three)
    own, *others = three
    files = []
    for path in others:
        exported = feedback_from(load_review(path), RUBRIC, feedback_id="f", exported=NOW)
        files.append(path.with_name(path.name.replace("review", "feedback")))
        write_feedback(files[-1], exported)
        path.unlink()
    assert len(bring_files_together(files).group.by_all) == 2
    save_state(load_review(own).id, ReviewState())  # this program has worked on it
    with pytest.raises(SessionLensError, match="Maria has not finished"):
        bring_files_together(files)
    changed(own, finished=NOW)
    assert len(bring_files_together(files).group.by_all) == 2


def test_ones_own_review_counts_beside_recordings_of_the_others_own(three: list[Path]) -> None:
    grouped(three)
    own, jan, lea = three
    save_state(load_review(own).id, ReviewState())
    changed(jan, recording=RecordingRef(file="mine.wav", sha256="cd", duration=Timecode(77)))
    files = []
    for path in (jan, lea):
        exported = feedback_from(load_review(path), RUBRIC, feedback_id="f", exported=NOW)
        files.append(path.with_name(path.name.replace("review", "feedback")))
        write_feedback(files[-1], exported)
        path.unlink()
    for first, second in (files, files[::-1]):
        with pytest.raises(SessionLensError, match="Maria has not finished"):
            compare_files(first, second, offsets={"Jan": 1.0})
    changed(own, finished=NOW)
    assert compare_files(files[0], files[1], offsets={"Jan": 1.0}).heard


def test_nothing_else_shows_what_the_others_saw_either(three: list[Path]) -> None:
    grouped(three)
    own, other = three[0], three[1]
    exported = feedback_from(load_review(other), RUBRIC, feedback_id="f", exported=NOW)
    path = other.with_name("jan.feedback.toml")
    write_feedback(path, exported)
    other.unlink()
    with Opener() as opener:
        assert opener.open(path).sealed is None  # nobody here has begun
    save_state(load_review(own).id, ReviewState())
    with Opener() as opener:
        opened = opener.open(path)
        assert opened.sealed is not None
        assert opened.self_review == own
    with pytest.raises(SessionLensError, match="not finished"):
        outgoing(path)
    mine = own.with_name("maria.feedback.toml")
    write_feedback(mine, feedback_from(load_review(own), RUBRIC, feedback_id="g", exported=NOW))
    with Opener() as opener:
        assert opener.open(path).sealed is None
    mine.unlink()
    finish(own, NOW)
    assert len(compare_files(own, path).agreement.both) == 2
    changed(own, markers=())
    assert len(compare_files(own, path).agreement.both) == 2
    with Opener() as opener:
        assert opener.open(path).sealed is None


def test_one_breaks_ones_own_seal_and_nobody_elses(three: list[Path]) -> None:
    grouped(three, finished=NOW)
    changed(three[0], finished=None)
    with pytest.raises(SessionLensError, match="not finished"):
        bring_files_together(three, unseal=True)
    save_state(load_review(three[0]).id, ReviewState())
    with pytest.raises(SessionLensError, match="not finished") as caught:
        bring_files_together(three)
    assert "--break-seal" in caught.value.hint
    compared = bring_files_together(three, unseal=True)
    assert load_review(three[0]).seal_broken is None
    break_seal(compared, NOW)
    assert load_review(three[0]).seal_broken == NOW
    assert len(bring_files_together(three).group.by_all) == 2


def test_what_was_finished_is_compared_as_it_was_then(three: list[Path]) -> None:
    grouped(three, finished=NOW)
    finished = load_review(three[1])
    keep_finished(finished)
    assert as_finished(finished) is None
    later = Marker(id="m9", start=Timecode(1.2), comment="After I have seen yours")
    changed(three[1], markers=(*finished.markers, later))
    compared = bring_files_together(three)
    assert len(compared.group.moments) == 2
    assert "Jan was changed after it was finished on 2026-11-21" in compared.notices[0]
    assert len(compare_files(three[0], three[1]).agreement.both) == 2
    again = changed(three[1], finished=NOW + dt.timedelta(days=1))
    keep_finished(again)
    assert len(bring_files_together(three).group.moments) == 3
    keep_finished(replace(again, finished=None))
    assert as_finished(again) is None


def test_a_coach_finishes_first_in_a_group_as_well(three: list[Path], talk: Path) -> None:
    files = []
    for path in three:
        exported = feedback_from(load_review(path), RUBRIC, feedback_id="f", exported=NOW)
        files.append(path.with_name(path.name.replace("review", "feedback")))
        write_feedback(files[-1], exported)
    own = saved(
        talk.with_name("talk.self.review.toml"), review_of(talk, role="coach", review_id="ef" * 16)
    )
    with pytest.raises(SessionLensError, match="not finished"):
        bring_files_together([own, *files])
    changed(own, finished=NOW)
    assert len(bring_files_together([own, *files]).group.observers) == 4
