"""The coach's file: it stands alone, reads well, and is not overwritten by accident."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Competency, Indicator, Rubric, Step
from sessionlens.domain.text import clean
from sessionlens.storage.feedback import encode_feedback, load_feedback, write_feedback

RUBRIC = Rubric(
    id="icf-core",
    title="ICF core competencies",
    scale=(Step(id="observed", title="Observed"),),
    competencies=(
        Competency(
            id="evokes-awareness",
            key="7",
            title="Evokes Awareness",
            indicators=(
                Indicator(id="a", text="Not pointed to."),
                Indicator(id="c", text="Asks a question that opens something."),
            ),
        ),
        Competency(id="presence", key="5", title="Maintains Presence"),
    ),
)


@pytest.fixture
def feedback(review: Review) -> Feedback:
    exported = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)
    return feedback_from(review, RUBRIC, feedback_id="f1", exported=exported)


def test_reads_back_the_same(tmp_path: Path, feedback: Feedback) -> None:
    path = tmp_path / "talk.feedback.toml"
    write_feedback(path, feedback)
    assert load_feedback(path) == feedback


def test_any_toml_reader_finds_every_field(feedback: Feedback) -> None:
    table = tomllib.loads(encode_feedback(feedback).decode())
    assert table["format"] == "sessionlens.feedback"
    assert table["version"] == 1
    assert table["exported"] == dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)
    assert table["review"] == "5f0c" * 8
    assert table["markers"] == [
        {
            "id": "m7",
            "start": dt.time(0, 12, 34, 200_000),
            "end": dt.time(0, 12, 41, 900_000),
            "competency": "evokes-awareness",
            "indicator": "c",
            "rating": "strength",
            "comment": 'You asked "what would it mean".\nThen you waited.',
            "quote": "what would it mean to you if it worked",
            "speaker": "Coach",
        }
    ]
    first, second = table["rubric"]["competencies"]
    assert first["indicators"] == [{"id": "c", "text": "Asks a question that opens something."}]
    assert second == {"id": "presence", "key": "5", "title": "Maintains Presence"}


def test_reads_well_in_a_plain_editor(tmp_path: Path, feedback: Feedback) -> None:
    path = tmp_path / "talk.feedback.toml"
    write_feedback(path, feedback)
    text = path.read_text("utf-8")
    assert text.startswith("# Feedback on a coaching session")
    assert "sessionlens replay talk.feedback.toml" in text.split("format =")[0]
    assert "start = 00:12:34.200" in text
    assert '\nYou asked "what would it mean".\nThen you waited.' in text
    assert "\\" not in text
    assert "{" not in text
    parts = ("summary.", "session.title", "\nid = ", "[[markers]]", "[[verdicts]]", "[rubric]")
    order = [text.index(part) for part in parts]
    assert order == sorted(order), "the mentor's words come first, ids and the rubric last"
    assert 'competency = "evokes-awareness"  # Evokes Awareness\n' in text


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path, feedback: Feedback) -> None:
    path = tmp_path / "talk.feedback.toml"
    path.write_text("the mentor's own notes")
    with pytest.raises(SessionLensError, match="exists already"):
        write_feedback(path, feedback)
    assert path.read_text() == "the mentor's own notes"
    write_feedback(path, feedback, force=True)
    assert load_feedback(path) == feedback


@pytest.mark.parametrize(
    "name", ["a{b} [x].toml", "a\n[[markers]]\n.toml", "\x1b[31m\x00", "\udcff"]
)
def test_a_name_with_anything_in_it_stays_in_its_comment(name: str, feedback: Feedback) -> None:
    table = tomllib.loads(encode_feedback(feedback, name).decode())
    assert len(table["markers"]) == 1
    assert set(table) == set(tomllib.loads(encode_feedback(feedback).decode()))


def test_a_review_is_not_taken_for_feedback(tmp_path: Path, feedback: Feedback) -> None:
    path = tmp_path / "x.toml"
    text = encode_feedback(feedback).decode()
    path.write_text(re.sub("sessionlens.feedback", "sessionlens.review", text), "utf-8")
    with pytest.raises(SessionLensError, match="a review, not a feedback file"):
        load_feedback(path)


def test_long_paragraphs_are_broken_into_lines_that_programs_do_not_see(
    tmp_path: Path, feedback: Feedback
) -> None:
    words = 'She said "no\\yes" and waited. ' * 12 + "\n\n  then she went on"
    changed = replace(feedback, summary=replace(feedback.summary, next_practice=words))
    path = tmp_path / "talk.feedback.toml"
    write_feedback(path, changed)
    summary = path.read_text("utf-8").split("summary.next_practice")[1].split("summary.")[0]
    assert max(map(len, summary.splitlines())) < 110
    assert load_feedback(path).summary.next_practice == clean(words, multiline=True)


def test_words_beside_an_id_stay_in_their_comment(tmp_path: Path, feedback: Feedback) -> None:
    competencies = tuple(
        replace(competency, title='Asks\n[[markers]]\nid = "x"')
        for competency in feedback.rubric.competencies
    )
    hostile = replace(feedback, rubric=replace(feedback.rubric, competencies=competencies))
    path = tmp_path / "talk.feedback.toml"
    write_feedback(path, hostile)
    assert load_feedback(path).markers == feedback.markers
