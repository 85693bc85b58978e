"""Nobody sees the other's view before they have looked for themselves."""

import datetime as dt

from msgspec.structs import replace
from samples import marker, material

from sessionlens.domain.editor import Editor
from sessionlens.domain.seal import (
    FinishReview,
    questions_for_mentor,
    sealed,
    with_broken_seal,
)

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_a_self_review_seals_until_it_is_finished() -> None:
    editor = Editor(material(marker(1)), lambda _saved, _new: None)
    assert sealed(editor.review)
    editor.apply(FinishReview(NOW))
    assert sealed(editor.review) is None
    assert editor.review.finished == NOW
    assert editor.undo() == "review finished"
    assert sealed(editor.review)


def test_a_finished_review_can_be_opened_again() -> None:
    editor = Editor(material(marker(1)), lambda _saved, _new: None)
    editor.apply(FinishReview(NOW))
    editor.apply(FinishReview(None))
    assert sealed(editor.review)


def test_without_a_self_review_there_is_no_seal() -> None:
    assert sealed(None) is None


def test_a_broken_seal_stays_broken_and_says_when_it_was() -> None:
    broken = with_broken_seal(material().review, NOW)
    assert sealed(broken) is None
    assert with_broken_seal(broken, LATER).seal_broken == NOW


def test_a_coach_brings_questions_and_nothing_else_before_that() -> None:
    own = replace(
        material().review,
        markers=(
            marker(1, start=30, rating="question", comment="Too long?"),
            marker(2, start=5, rating="growth"),
            marker(3, start=10, rating="question"),
            marker(4, start=11, rating="question", private=True),
            marker(5, start=12),
        ),
    )
    assert [one.id for one in questions_for_mentor(own)] == ["m3", "m1"]
