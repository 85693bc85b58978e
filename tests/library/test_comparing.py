"""Two reviews of one recording are opened side by side, if they can be compared at all."""

from pathlib import Path

import pytest
from coach_files import NOW, feedback_on, mailed, recording, review_of, saved, sent
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef, RubricRef, Session
from sessionlens.domain.timecode import Timecode
from sessionlens.library.comparing import (
    Compared,
    break_seal,
    compare_files,
    open_comparison,
    with_tolerance,
)
from sessionlens.storage.reviews import load_review


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path / "talk.wav")


@pytest.fixture
def mentor(talk: Path) -> Path:
    return saved(talk.with_name("talk.review.toml"), review_of(talk))


@pytest.fixture
def second(talk: Path) -> Path:
    """Of another mentor."""
    review = review_of(talk, review_id="cd" * 16)
    review = replace(review, session=Session(role="mentor", reviewer="Paul"))
    return saved(talk.with_name("paul.review.toml"), review)


@pytest.fixture
def own(talk: Path) -> Path:
    review = review_of(talk, role="coach", review_id="ef" * 16)
    return saved(talk.with_name("talk.self.review.toml"), review)


def test_two_mentors_compare_at_any_time(mentor: Path, second: Path, talk: Path) -> None:
    opened = open_comparison(mentor, second)
    assert isinstance(opened.compared, Compared)
    assert len(opened.compared.agreement.both) == 2
    assert (opened.compared.a.title, opened.compared.b.title) == ("Maria (mentor)", "Paul (mentor)")
    assert opened.recording == talk
    assert with_tolerance(opened.compared, 0.0).agreement.tolerance == 0.0


def test_a_review_and_its_own_export_are_alike(mentor: Path, talk: Path) -> None:
    compared = compare_files(mentor, mailed(talk))
    assert len(compared.agreement.both) == 2
    assert compared.a.title != compared.b.title


@pytest.mark.parametrize("tolerance", [-1.0, 61.0, float("nan")])
def test_a_tolerance_beyond_all_measure_is_refused(
    mentor: Path, second: Path, tolerance: float
) -> None:
    with pytest.raises(SessionLensError, match="tolerance"):
        compare_files(mentor, second, tolerance)


def test_reviews_of_different_recordings_are_refused(
    mentor: Path, second: Path, talk: Path
) -> None:
    other = recording(talk.with_name("other.wav"), seconds=9.0)
    review = load_review(second)
    ref = RecordingRef(file="other.wav", sha256="ab", duration=Timecode(9.0))
    saved(second, replace(review, recording=ref))
    with pytest.raises(SessionLensError, match="another recording") as caught:
        compare_files(mentor, second)
    assert caught.value.where == second
    assert "00:09" in caught.value.what
    assert other.name in caught.value.what


def test_the_same_length_with_other_content_is_compared_with_a_warning(
    mentor: Path, second: Path
) -> None:
    review = load_review(second)
    saved(second, replace(review, recording=replace(review.recording, sha256="ab")))
    assert "different files of one length" in compare_files(mentor, second).notices[0]


def test_a_retagged_recording_is_compared_without_a_word(mentor: Path, second: Path) -> None:
    for path, sha256 in ((mentor, "ab"), (second, "cd")):
        review = load_review(path)
        reference = replace(review.recording, sha256=sha256, sound_sha256="ef")
        saved(path, replace(review, recording=reference))
    assert compare_files(mentor, second).notices == ()
    other = load_review(second)
    reference = replace(other.recording, sound_sha256="00")
    saved(second, replace(other, recording=reference))
    assert "different files of one length" in compare_files(mentor, second).notices[0]


def test_where_it_cannot_be_told_it_is_said(mentor: Path, second: Path) -> None:
    review = load_review(second)
    saved(second, replace(review, recording=RecordingRef(file="else.wav")))
    assert "cannot be told" in compare_files(mentor, second).notices[0]


def test_different_rubrics_are_refused(mentor: Path, second: Path) -> None:
    review = load_review(second)
    saved(second, replace(review, rubric=RubricRef(id="emcc-v2")))
    with pytest.raises(SessionLensError, match="rubric 'emcc-v2'"):
        compare_files(mentor, second)


def test_another_edition_is_said(mentor: Path, talk: Path) -> None:
    from sessionlens.storage.feedback import write_feedback

    old = feedback_on(talk)
    path = talk.with_name("old.feedback.toml")
    write_feedback(path, replace(old, rubric=replace(old.rubric, edition="2019")))
    assert "different editions" in compare_files(mentor, path).notices[0]


def test_the_editions_count_that_the_reviews_were_made_with(mentor: Path, second: Path) -> None:
    review = load_review(second)
    saved(second, replace(review, rubric=replace(review.rubric, edition="2019")))
    (notice,) = compare_files(mentor, second).notices
    assert "different editions of 'icf-core': 2025 and 2019" in notice
    first = load_review(mentor)
    saved(mentor, replace(first, rubric=replace(first.rubric, edition="2019")))
    (notice,) = compare_files(mentor, second).notices
    assert "made with edition 2019 of 'icf-core', this is edition 2025" in notice


def test_one_file_is_not_compared_with_itself(mentor: Path) -> None:
    with pytest.raises(SessionLensError, match="one and the same"):
        compare_files(mentor, mentor)


@pytest.mark.parametrize("wrong", ["talk.wav", "rubric.toml", "absent.toml"])
def test_anything_else_is_refused(mentor: Path, talk: Path, wrong: str) -> None:
    talk.with_name("rubric.toml").write_text('format = "sessionlens.rubric"\n', "utf-8")
    with pytest.raises(SessionLensError) as caught:
        compare_files(mentor, talk.with_name(wrong))
    assert caught.value.hint


# ------------------------------------------------------------------------------- the seal


def test_the_mentor_compares_with_the_coach_after_exporting(mentor: Path, talk: Path) -> None:
    own = sent(talk)
    with pytest.raises(SessionLensError, match="when your own feedback has been exported"):
        compare_files(mentor, own)
    mailed(talk)
    assert len(compare_files(mentor, own).agreement.both) == 2


def test_an_export_of_another_review_opens_nothing(mentor: Path, talk: Path) -> None:
    own = sent(talk)
    mailed(talk)
    saved(mentor, replace(load_review(mentor), id="12" * 16))
    with pytest.raises(SessionLensError, match="exported"):
        compare_files(own, mentor)


def test_the_coach_compares_with_the_mentor_after_finishing(own: Path, talk: Path) -> None:
    feedback = mailed(talk)
    with pytest.raises(SessionLensError, match="not finished"):
        compare_files(own, feedback)
    saved(own, replace(load_review(own), finished=NOW))
    assert len(compare_files(own, feedback).agreement.both) == 2


def test_the_feedback_of_two_mentors_is_sealed_as_well(own: Path, talk: Path) -> None:
    feedback = mailed(talk)
    other = feedback.rename(talk.with_name("paul.feedback.toml"))
    other.write_text(other.read_text("utf-8").replace("Maria", "Paul"), "utf-8")
    feedback = mailed(talk)
    with pytest.raises(SessionLensError, match="not finished"):
        compare_files(feedback, other)
    saved(own, replace(load_review(own), finished=NOW))
    assert len(compare_files(feedback, other).agreement.both) == 2


def test_the_coach_breaks_the_seal_knowingly_and_it_is_recorded(own: Path, talk: Path) -> None:
    feedback = mailed(talk)
    shown = compare_files(own, feedback, unseal=True)
    assert load_review(own).seal_broken is None
    break_seal(shown, NOW)
    assert load_review(own).seal_broken == NOW
    assert compare_files(own, feedback).notices == ()


def test_nobody_but_the_coach_breaks_a_seal(mentor: Path, talk: Path) -> None:
    own = sent(talk)
    with pytest.raises(SessionLensError, match="exported"):
        compare_files(mentor, own, unseal=True)
    break_seal(compare_files(mentor, own, for_program=True), NOW)
    assert load_review(own).seal_broken is None
