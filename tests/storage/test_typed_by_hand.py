"""What a person types by habit is refused in their words, with what to write instead."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.storage.reviews import load_review

REVIEW = """\
format = "sessionlens.review"
version = 1
id = "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"

[session]
coach = "Anna"
date = 2026-11-02

[recording]
file = "talk.wav"

[rubric]
id = "icf-core"
edition = "2025"

[[markers]]
id = "m1"
start = 00:00:27.252
comment = \"\"\"
start = 00:27
in words\"\"\"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "hint"),
    [
        ("start = 00:00:27.252", "start = 00:27", 18, "a time is", "Write 00:00:27"),
        ("start = 00:00:27.252", "start = 75:27  # late", 18, "a time is", "Write 01:15:27"),
        ("start = 00:00:27.252", "start = 1:02:03", 18, "a time is", "Write 01:02:03"),
        ("27.252", "27,252", 18, "a time is", "Write 00:00:27.252, with a point"),
        ("00:00:27.252", "27,5", 18, "with a point", "Write 27.5 with a point"),
        ("2026-11-02", "02.11.2026", 7, "a date is", "Write 2026-11-02"),
        ('"Anna"', "“Anna”", 6, "curly", 'Write straight ones: "…"'),
        ('"Anna"', "„Anna“", 6, "curly", 'Write straight ones: "…"'),
        ('"Anna"', "Anna", 6, "in quotes", 'Write it between straight quotes: "…"'),
    ],
)
def test_a_habit_is_told_in_words(
    tmp_path: Path, old: str, new: str, line: int, what: str, hint: str
) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_text(REVIEW.replace(old, new, 1), "utf-8")
    with pytest.raises(SessionLensError) as caught:
        load_review(path)
    assert (caught.value.line, caught.value.hint) == (line, hint)
    assert what in caught.value.what
    assert "TOML" not in caught.value.what


def test_a_comment_may_quote_what_would_be_refused_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_text(REVIEW, "utf-8")
    assert "start = 00:27" in load_review(path).markers[0].comment


def test_a_moment_without_its_zone_is_one_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "talk.self.review.toml"
    moment = "finished = 2026-11-02T10:00:00\nseal_broken = 0001-01-01T00:00:00\n"
    path.write_text(REVIEW.replace("\n[session]", f"{moment}\n[session]"), "utf-8")
    with pytest.raises(SessionLensError, match="seal_broken"):  # a year that nothing has
        load_review(path)
    path.write_text(path.read_text("utf-8").replace("0001-01-01", "2026-11-03"), "utf-8")
    review = load_review(path)
    assert review.finished is not None and review.finished.tzinfo is not None
    assert review.seal_broken is not None and review.seal_broken > review.finished
