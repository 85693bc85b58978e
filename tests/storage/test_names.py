"""One place knows what our files are called, both ways."""

from pathlib import Path

import pytest

from sessionlens.storage.kinds import ENDINGS, Kind
from sessionlens.storage.names import counterpart, named, own_names


@pytest.mark.parametrize("kind", ENDINGS)
@pytest.mark.parametrize("stem", ["talk", "talk.self.v2", "日" * 80])
def test_a_name_is_told_by_its_kind_and_the_kind_by_its_name(kind: Kind, stem: str) -> None:
    usual, whole = own_names(Path(f"{stem}.wav"), kind)
    assert named(whole) != named(usual)
    for name in (usual, whole):
        assert len(name.encode()) < 255
        told = named(name)
        assert told is not None
        assert told[1] == kind
        assert name == told[0] + ENDINGS[kind]


def test_other_names_are_not_ours() -> None:
    for name in ("talk.wav", "talk.toml", "review.toml", "talk.json"):
        assert named(name) is None


def test_counterparts_are_each_others() -> None:
    for review, feedback in [
        ("talk.review.toml", "talk.feedback.toml"),
        ("talk.self.review.toml", "talk.self.feedback.toml"),
    ]:
        assert counterpart(Path(review), "review", "feedback") == Path(feedback)
        assert counterpart(Path(feedback), "feedback", "review") == Path(review)
    assert counterpart(Path("renamed.toml"), "reply", "feedback") == Path("renamed.feedback.toml")
    own = Path("x/talk.self.review.toml")
    assert counterpart(own, "self_review", "review") == Path("x/talk.review.toml")
