"""Whatever is saved reads back the same, and reads well in a plain editor."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback, feedback_from, file_name
from sessionlens.domain.marker import RATINGS, Marker
from sessionlens.domain.review import (
    Consent,
    IndicatorVerdict,
    RecordingRef,
    Response,
    Review,
    RubricRef,
    Session,
    Summary,
    Verdict,
)
from sessionlens.domain.rubric import Competency, Indicator, Rubric, Step
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode
from sessionlens.storage import document, feedback, reviews, rubrics, toml

AWKWARD = st.lists(
    st.one_of(
        st.sampled_from(['"', '"""', "'", "'''", "\\", "\n", "\n\n", " ", "\t", "#", "="]),
        st.sampled_from(["[[markers]]", "é", "🧑\u200d🤝\u200d🧑", "\x1b[31m", "\x00", "\u202e"]),
        st.sampled_from(["\ud800", "\r\n", "\u2028", "word", "\\u0041", "”", "日本"]),
    )
).map("".join)
LINES = st.one_of(AWKWARD, st.text()).map(lambda text: clean(text, multiline=True))
LINE = st.one_of(AWKWARD, st.text()).map(clean)
MAYBE = st.one_of(st.none(), LINE)
TIMES = st.floats(0, 3 * 24 * 3600).map(Timecode)


@st.composite
def markers(draw: st.DrawFn, number: int) -> Marker:
    start = draw(TIMES)
    return Marker(
        id=f"m{number}",
        start=start,
        end=draw(st.one_of(st.none(), st.floats(0, 99).map(lambda more: Timecode(start + more)))),
        open=draw(st.booleans()),
        competency=draw(MAYBE),
        also=tuple(draw(st.lists(LINE, max_size=2))),
        indicator=draw(MAYBE),
        phase=draw(MAYBE),
        rating=draw(st.sampled_from([None, *RATINGS])),
        comment=draw(LINES),
        quote=draw(LINE),
        speaker=draw(MAYBE),
        exchange=draw(st.booleans()),
        quote_by_hand=draw(st.booleans()),
        note=file_name(draw(LINE)),
        seen_by=tuple(draw(st.lists(LINE, max_size=2))),
        private=draw(st.booleans()),
    )


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    dates = st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(9998, 12, 31)))
    return Consent(purpose=draw(LINE), given=draw(dates), until=draw(dates), withdrawn=draw(dates))


@st.composite
def rubrics_with_everything(draw: st.DrawFn) -> Rubric:
    names = draw(st.lists(LINE, max_size=3))
    return Rubric(
        id=draw(LINE),
        title=draw(LINE),
        scale=tuple(
            Step(id=name, title=draw(LINE), anchor=draw(LINE), levels=tuple(names))
            for name in names
        ),
        competencies=tuple(
            Competency(
                id=name, key=draw(LINE), title=draw(LINE), counts_for=tuple(names),
                indicators=tuple(
                    Indicator(
                        id=letter, text=draw(LINES), counts_for=tuple(names),
                        polarity=draw(st.sampled_from(["for", "against"])), formerly=draw(LINE),
                    )
                    for letter in "ab"
                ),
            )
            for name in names
        ),
    )  # fmt: skip


@st.composite
def whole_reviews(draw: st.DrawFn) -> Review:
    count = draw(st.integers(0, 4))
    dates = st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(9998, 12, 31)))
    return Review(
        id=draw(LINE),
        session=Session(
            title=draw(LINE), date=draw(dates), coach=draw(LINE), client=draw(LINE),
            credential=draw(LINE),
            role=draw(st.sampled_from([None, "mentor", "coach", "supervisor"])),
            consent=draw(LINES), delete_by=draw(dates),
            number=draw(st.one_of(st.none(), st.integers(1, 999))),
            setting=draw(st.sampled_from([None, "individual", "group"])),
            observed=draw(st.sampled_from([None, "recorded", "live"])),
            dialogue_minutes=draw(st.one_of(st.none(), st.integers(0, 999))),
            consents=tuple(draw(st.lists(consents(), max_size=3))),
        ),
        recording=RecordingRef(
            file=draw(LINE), sound_sha256=draw(LINE), duration=draw(st.one_of(st.none(), TIMES))
        ),
        rubric=RubricRef(id=draw(LINE), file=draw(LINE)),
        last_marker=draw(st.integers(4, 10**9)),
        markers=tuple(draw(markers(number)) for number in range(1, count + 1)),
        verdicts=tuple(
            Verdict(
                competency=name, value=draw(LINE), development=draw(LINES),
                indicators=tuple(
                    IndicatorVerdict(id=letter, value=draw(LINE))
                    for letter in draw(st.lists(st.sampled_from("abdef"), max_size=2, unique=True))
                ),
            )
            for name in draw(st.lists(LINE, max_size=3, unique=True))
        ),
        summary=Summary(strengths=draw(LINES), reviewer_learning=draw(LINES)),
        responses=tuple(
            Response(marker=f"m{number}", text=draw(LINES)) for number in range(1, count + 1)
        ),
    )  # fmt: skip


def loaded(data: bytes) -> Review:
    return toml.convert(document.parse(data, Path("x")).require(reviews.FORMAT), Review)


@given(whole_reviews())
def test_any_review_reads_back_the_same(review: Review) -> None:
    assert loaded(reviews.encode_review(review)) == review


@given(rubrics_with_everything())
def test_any_rubric_reads_back_the_same(rubric: Rubric) -> None:
    data = toml.dumps(rubrics.FORMAT, rubric)
    parsed = document.parse(data, Path("x")).require(rubrics.FORMAT)
    assert toml.convert(parsed, Rubric) == rubric


@given(whole_reviews(), rubrics_with_everything())
def test_a_feedback_file_carries_what_it_should(review: Review, rubric: Rubric) -> None:
    exported = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)
    made = feedback_from(review, rubric, feedback_id="f", exported=exported)
    parsed = document.parse(feedback.encode_feedback(made), Path("x")).require(feedback.FORMAT)
    read = toml.convert(parsed, Feedback)
    assert replace(read, recording=made.recording) == made
    shared = {marker.id for marker in review.markers if not marker.private}
    assert {marker.id for marker in read.markers} == shared
    assert {response.marker for response in read.responses} == shared
    assert [verdict.indicators for verdict in read.verdicts] == [
        verdict.indicators for verdict in review.verdicts
    ]
    assert read.session == review.session


@given(st.text(), st.text())
def test_dirty_text_is_cleaned_on_its_way_out(comment: str, quote: str) -> None:
    marker = Marker(id="m1", start=Timecode(0), comment=comment, quote=quote)
    review = Review(
        id="x", recording=RecordingRef(file="f"), rubric=RubricRef(id="r"), markers=(marker,)
    )
    cleaned = replace(marker, comment=clean(comment, multiline=True), quote=clean(quote))
    assert loaded(reviews.encode_review(review)).markers == (cleaned,)


def test_a_review_is_written_as_the_format_says(review: Review) -> None:
    text = reviews.encode_review(review).decode()
    assert text.startswith('format = "sessionlens.review"\nversion = 1\n')
    assert (
        '[[markers]]\nid = "m7"\nstart = 00:12:34.200\nend = 00:12:41.900\n'
        'competency = "evokes-awareness"\nindicator = "c"\nrating = "strength"\n'
        'comment = """\nYou asked "what would it mean".\nThen you waited."""\n'
        'quote = "what would it mean to you if it worked"\nspeaker = "Coach"\n'
    ) in text
    assert text.count("[[markers]]") == 2
    table = tomllib.loads(text)
    assert table["recording"] == {"file": "talk.m4a", "duration": dt.time(0, 45, 12, 480_000)}
    assert table["session"]["date"] == dt.date(2026, 11, 2)
    assert table["markers"][1]["private"] is True


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("00:00:01.5", 1.5),
        ("23:59:59.999", 86399.999),
        ("90000.25", 90000.25),
        ("75", 75),
        ('"12:34.2"', 754.2),
        ("00:00:00.123456", 0.123),
    ],
)
def test_times_as_people_write_them(written: str, seconds: float) -> None:
    data = (
        'format="sessionlens.review"\nversion=1\nid="x"\nrubric.id="r"\nrecording.file="f"\n'
        f'[[markers]]\nid="m1"\nstart={written}\n'
    )
    assert loaded(data.encode()).markers[0].start == seconds


def test_head_lines_are_comments(review: Review) -> None:
    text = toml.dumps("sessionlens.review", review, head="Hello\n\n[[markers]]").decode()
    assert text.startswith("# Hello\n#\n# [[markers]]\nformat = ")


def test_a_change_in_place_of_an_equal_marker_is_written(review: Review) -> None:
    """The remembered text of a marker must never stand for another one."""
    reviews.encode_review(review)
    for change in ({"rating": "growth"}, {"comment": ""}, {"end": None}, {"private": True}):
        values: dict[str, Any] = change
        changed = replace(
            review, markers=(replace(review.markers[0], **values), *review.markers[1:])
        )
        assert loaded(reviews.encode_review(changed)) == changed
