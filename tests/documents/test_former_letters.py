"""An indicator that had another letter once is named by the letter that it has now, everywhere."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

from msgspec.structs import replace
from outgoing_samples import options

from sessionlens.documents.content import content_of
from sessionlens.documents.formats import format_named
from sessionlens.domain.changes import Material
from sessionlens.domain.evidence import findings, renamed_letters
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import answer_to, new_reply, thread
from sessionlens.domain.review import RecordingRef, Review, reference
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.undo_words import step_words
from sessionlens.storage.feedback_text import feedback_text
from sessionlens.storage.rubrics import find_rubric
from sessionlens.tui.widgets.answer_text import Threads
from sessionlens.tui.widgets.marker_layout import ListFormat, marker_lines

RUBRIC, _ = find_rubric("icf-core")
OLD = Marker(
    id="m1",
    start=Timecode(12.0),
    competency="evokes-awareness",
    indicator="c",
    rating="strength",
    comment="You waited.",
)
NEW = replace(OLD, indicator="g")
REVIEW = Review(
    id="5" * 32,
    recording=RecordingRef(file="talk.wav"),
    rubric=reference(RUBRIC),
    markers=(OLD,),
)


def sent(review: Review = REVIEW) -> Feedback:
    return feedback_from(
        review, RUBRIC, feedback_id="f" * 32, exported=dt.datetime(2026, 11, 5, tzinfo=dt.UTC)
    )


def test_the_row_of_a_marker_and_its_details_name_the_same_letter() -> None:
    form = ListFormat(RUBRIC, 60, 5)
    for current in (False, True):
        rows = marker_lines(0, OLD, form, Threads(), current=current, drafted=False)
        head = "".join(text for _, text in rows[0].spans)
        assert "Awareness g" in head
        assert "Awareness c" not in head
    details = ["".join(text for _, text in row.spans).strip() for row in rows[1:]]
    assert any(line.startswith("g Asks what something would mean") for line in details)


def test_what_is_undone_is_named_by_the_letter_of_today() -> None:
    without = replace(REVIEW, markers=(replace(OLD, indicator=None),))
    step = step_words(Material(without), Material(REVIEW), RUBRIC, "marker changed")
    assert step.text.endswith("indicator g")


def test_everything_that_goes_out_has_the_letter_of_today(tmp_path: Path) -> None:
    feedback = sent()
    assert [marker.indicator for marker in feedback.markers] == ["g"]
    assert 'indicator = "g"  # Asks what something would mean' in feedback_text(feedback, "f.toml")
    carried = replace(feedback, markers=(OLD,))  # as an earlier version exported it
    for shown in (content_of(feedback), content_of(carried)):
        table = format_named("csv").render(shown, options(tmp_path)).data.decode("utf-8-sig")
        assert [row["indicator"] for row in csv.DictReader(io.StringIO(table))] == ["g"]
        moments = json.loads(format_named("json").render(shown, options(tmp_path)).data)
        assert [moment["indicator"] for moment in moments["moments"]] == ["g"]


def test_former_letters_are_said_once_and_are_nothing_to_be_mended() -> None:
    review = replace(REVIEW, markers=(OLD, replace(OLD, id="m2")))
    assert renamed_letters(review, RUBRIC).startswith("2 markers name their indicators by letters")
    assert not any("letter" in finding.text for finding in findings(review, RUBRIC, None))
    assert not renamed_letters(replace(REVIEW, markers=(NEW,)), RUBRIC)


def test_an_answer_given_under_the_former_letter_is_not_about_another_marker() -> None:
    answer = answer_to(OLD, new_reply(sent()))
    for marker, changed in (
        (sent().markers[0], False),
        (replace(NEW, indicator="b"), True),
        (replace(NEW, comment="You did not wait."), True),
    ):
        answered = thread(answer, marker, RUBRIC)
        assert answered is not None
        assert answered.changed == changed
    later = thread(answer_to(NEW, new_reply(sent())), OLD, RUBRIC)
    assert later is not None
    assert not later.changed
