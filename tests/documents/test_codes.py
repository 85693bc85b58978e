"""Codes of other programs: read, given a meaning, and back as the markers they were."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outgoing_samples import MARKERS, RUBRIC, content, options

from sessionlens.documents.codes.coded import Coded, CodesRead
from sessionlens.documents.codes.meaning import Meaning, markers_of, obvious, parse_meaning
from sessionlens.documents.codes.recognise import read_codes
from sessionlens.documents.formats import format_named
from sessionlens.domain.errors import SessionLensError

BORIS_EVENTS = """\
Observation id,Subject,Behavior,Behavioral category,Modifiers,Behavior type,Time,Comment
one,Anna,open question,asking,,POINT,12.5,short
one,Anna,silence,waiting,long,START,20.0,begins
one,Anna,open question,asking,,POINT,22.0,
one,Anna,silence,waiting,long,STOP,24.25,ends
one,Anna,silence,waiting,,START,40.0,
"""

BORIS_AGGREGATED = """\
Subject\tBehavior\tBehavior type\tStart (s)\tStop (s)\tComment start\tComment stop
Anna\tsilence\tSTATE\t20.0\t24.25\tbegins\tends
Anna\topen question\tPOINT\t12.5\t12.5\t\t
"""


def read(tmp_path: Path, name: str, text: str) -> CodesRead:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_codes(path)


def exported(tmp_path: Path, name: str) -> CodesRead:
    format = format_named(name)
    path = tmp_path / f"talk{format.ending}"
    path.write_bytes(format.render(content(), options(tmp_path, target=path)).data)
    return read_codes(path)


def test_starts_and_stops_of_boris_become_one_interval(tmp_path: Path) -> None:
    codes_read = read(tmp_path, "events.csv", BORIS_EVENTS)
    assert [(one.start, one.end, one.code) for one in codes_read.codes] == [
        (12.5, None, "open question"),
        (20.0, 24.25, "silence"),
        (22.0, None, "open question"),
        (40.0, None, "silence"),
    ]
    assert codes_read.codes[1].comment == "begins\n(long)\nends"
    assert codes_read.codes[0].speaker == "Anna"
    assert "1 START or STOP has no counterpart: taken as points" in codes_read.notices
    assert any("'Behavioral category'" in notice for notice in codes_read.notices)


def test_aggregated_events_of_boris_are_intervals_already(tmp_path: Path) -> None:
    codes_read = read(tmp_path, "aggregated.tsv", BORIS_AGGREGATED)
    assert [(one.start, one.end, one.code) for one in codes_read.codes] == [
        (12.5, None, "open question"),
        (20.0, 24.25, "silence"),
    ]
    assert codes_read.codes[1].comment == "begins\nends"


def test_labels_have_their_code_before_a_colon(tmp_path: Path) -> None:
    codes_read = read(
        tmp_path,
        "labels.txt",
        "1.5\t2.5\tsilence\n3\t3\tAsks +: well done\n"
        "9\t9\tThis is a whole sentence about nothing.\n",
    )
    assert [(one.code, one.rating, one.comment) for one in codes_read.codes] == [
        ("silence", None, ""),
        ("Asks", "strength", "well done"),
        ("", None, "This is a whole sentence about nothing."),
    ]


@pytest.mark.parametrize("name", ["csv", "eaf", "labels"])
def test_what_was_exported_comes_back_without_a_question(tmp_path: Path, name: str) -> None:
    codes_read = exported(tmp_path, name)
    meanings = {one.code: obvious(one.code, RUBRIC) for one in codes_read.codes}
    assert None not in meanings.values()
    obvious_meanings = {code: meaning for code, meaning in meanings.items() if meaning is not None}
    back = markers_of(codes_read.codes, obvious_meanings, RUBRIC)
    assert [(one.start, one.competency, one.phase, one.rating) for one in back] == [
        (marker.start, marker.competency, marker.phase, marker.rating) for marker in MARKERS
    ]
    comments = [" ".join(one.comment.split()) for one in back]
    assert comments == [" ".join(one.comment.split()) for one in MARKERS]
    if name != "labels":
        assert [one.quote for one in back] == [one.quote for one in MARKERS]


def test_the_transcript_in_an_elan_file_is_no_code_and_that_is_said(tmp_path: Path) -> None:
    assert exported(tmp_path, "eaf").notices == (
        "Left out as transcript: 'Coach', 3 annotations",
        "Left out as transcript: 'Client', 2 annotations",
    )


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("listens", Meaning(competency="listens")),
        ("1", Meaning(competency="listens")),
        ("Listens b", Meaning(competency="listens", indicator="b")),
        ("listens b +", Meaning(competency="listens", indicator="b", rating="strength")),
        ("ASKS ?", Meaning(competency="asks", rating="question")),
        ("goal", Meaning(phase="goal")),
        ("comment", Meaning()),
        ("Leave out", Meaning(left_out=True)),
    ],
)
def test_a_meaning_is_written_as_people_say_it(text: str, meaning: Meaning) -> None:
    assert parse_meaning(text, RUBRIC) == meaning


@pytest.mark.parametrize("text", ["", "nonsense", "listens z", "asks b +"])
def test_a_meaning_that_the_rubric_does_not_know_is_refused(text: str) -> None:
    if text == "":
        assert parse_meaning(text, RUBRIC) == Meaning()
        return
    with pytest.raises(SessionLensError, match="no competency of the rubric 'small'"):
        parse_meaning(text, RUBRIC)


def test_a_code_that_becomes_a_comment_is_kept_in_words() -> None:
    coded = Coded(start=1.0, code="laughs", comment="both")
    (marker,) = markers_of([coded], {"laughs": Meaning()}, RUBRIC)
    assert marker.comment == "laughs: both"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "when,what\n1,2\n", "No row names its columns"),
        ("a.csv", "start,code\n", "There is no code in this file"),
        ("a.eaf", "<ANNOTATION_DOCUMENT><TIER></ANNOTATION_DOCUMENT>", "broken XML"),
    ],
)
def test_what_holds_no_codes_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(SessionLensError, match=message):
        read(tmp_path, name, text)


@given(st.text(max_size=300))
def test_no_text_brings_the_readers_down(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("codes") / "any.csv"
    path.write_text(f"start,code\n{text}", encoding="utf-8", errors="replace")
    with suppress(SessionLensError):
        read_codes(path)
