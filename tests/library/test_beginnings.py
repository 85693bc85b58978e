"""Recordings of one's own, and none: the times of several observers are brought together."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace
from observers import changed, three_reviews

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.beginnings import parse_offset
from sessionlens.library.comparing import compare_files, open_comparison
from sessionlens.library.group import (
    GroupCompared,
    bring_files_together,
    group_outgoing,
    within_tolerance,
)
from sessionlens.storage.reviews import load_review


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    return three_reviews(tmp_path)


@pytest.fixture
def talk(three: list[Path]) -> Path:
    return three[0].with_name("talk.wav")


def elsewhere(path: Path, **changes: object) -> None:
    """Let a review be of a recording of its own, which is not here."""
    reference = RecordingRef(file="mine.wav", sha256="cd", duration=Timecode(77), **changes)  # type: ignore[arg-type]
    changed(path, recording=reference)


def test_recordings_of_ones_own_are_brought_together_by_an_offset(
    three: list[Path], talk: Path
) -> None:
    elsewhere(three[2])
    early = (Marker(id="m1", start=Timecode(0.1), end=Timecode(1), competency="presence"),)
    changed(three[2], markers=early)
    opened = open_comparison(*three, offsets={"lea": 0.4})
    compared = opened.compared
    assert isinstance(compared, GroupCompared)
    first = compared.group.by_all[0]
    assert {sighting.marker.start for sighting in first.seen} == {0.5}
    assert opened.recording == talk
    assert "Lea begins 0.4 s later" in compared.notices[0]
    assert group_outgoing(compared).content.feedback.recording.file == "talk.wav"


def test_moments_before_the_recording_are_told_of(three: list[Path]) -> None:
    elsewhere(three[1])
    compared = bring_files_together(three, offsets={"jan.review.toml": -1.0})
    assert "1 moment of Jan came before" in compared.notices[1]
    assert compared.group.moments[0].start == 0.0


def test_what_came_before_the_recording_is_no_moment_of_others(three: list[Path]) -> None:
    lone = Marker(id="m1", start=Timecode(0.5), competency="presence")
    changed(three[0], markers=(lone,))
    for path, start in (three[1], 60.0), (three[2], 200.0):
        elsewhere(path)
        before = replace(lone, start=Timecode(start))
        changed(path, markers=(before, replace(before, id="m2", start=Timecode(300.0))))
    compared = bring_files_together(three, offsets={"Jan": -299.0, "Lea": -299.0})
    seen = [(float(one.start), len(one.seen)) for one in compared.group.moments]
    assert seen == [(0.0, 1), (0.0, 1), (0.5, 3)]
    wide = within_tolerance(compared, 60.0).group
    assert [len(one.seen) for one in wide.moments] == [1, 1, 3]
    two = compare_files(three[0], three[1], offsets={"Jan": -299.0})
    assert [pair.b.id for pair in two.agreement.both] == ["m2"]
    assert [marker.id for marker in two.agreement.only_b] == ["m1"]
    assert "shown at 00:00, by itself" in two.notices[1]


def test_two_are_compared_by_an_offset_as_well(three: list[Path]) -> None:
    elsewhere(three[1])
    with pytest.raises(SessionLensError, match="another recording"):
        compare_files(three[0], three[1])
    compared = compare_files(three[0], three[1], offsets={"Jan": 0.25})
    assert [pair.seconds for pair in compared.agreement.both] == [0.25, 0.25]


@pytest.mark.parametrize("name", ["Paul", ""])
def test_an_offset_of_nobody_is_refused(three: list[Path], name: str) -> None:
    with pytest.raises(SessionLensError, match="Nobody here is called") as caught:
        bring_files_together(three, offsets={name: 1.0})
    assert "Maria, Jan and Lea" in caught.value.hint


@pytest.mark.parametrize("text", ["Jan", "Jan=", "=3", "Jan=soon", "Jan=nan", "Jan=1e9"])
def test_an_offset_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SessionLensError, match="how much later"):
        parse_offset(text)


def test_an_offset_as_people_write_it() -> None:
    assert parse_offset(" Jan = -12,5 s") == ("Jan", -12.5)
    assert parse_offset("a=b=3") == ("a=b", 3.0)


def test_without_a_recording_the_time_of_day_brings_them_together(three: list[Path]) -> None:
    began = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.UTC)
    zone = dt.timezone(dt.timedelta(hours=1))
    for number, path in enumerate(three):
        marked = Marker(id="m1", start=Timecode(60 - 7 * number), competency="presence")
        when = (began + dt.timedelta(seconds=7 * number)).astimezone(zone)
        reference = RecordingRef(file=f"{number}.flac", began=when)
        changed(path, recording=reference, markers=(marked,))
    compared = bring_files_together(three)
    (moment,) = compared.group.by_all
    assert moment.start == 60.0
    assert "Jan begins 7.0 s later and Lea begins 14.0 s later" in compared.notices[0]
    assert "--offset says it otherwise" in compared.notices[0]
    hashed = replace(load_review(three[1]).recording, sha256="ab", duration=Timecode(80))
    changed(three[1], recording=hashed)
    assert len(bring_files_together(three).group.by_all) == 1


def test_recordings_of_ones_own_are_never_joined_by_a_clock_alone(three: list[Path]) -> None:
    began = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.UTC)
    first = load_review(three[0])
    changed(three[0], recording=replace(first.recording, began=began))
    elsewhere(three[1], began=began + dt.timedelta(seconds=12.5))
    with pytest.raises(SessionLensError, match="another recording") as caught:
        bring_files_together(three)
    assert "--offset Jan=12.5" in caught.value.hint


def test_sessions_of_which_one_ended_before_the_other_are_not_one(three: list[Path]) -> None:
    began = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.UTC)
    for number, path in enumerate(three):
        when = began + dt.timedelta(hours=2 * (number == 2))
        reference = RecordingRef(file=f"{number}.flac", duration=Timecode(3600), began=when)
        changed(path, recording=reference)
    with pytest.raises(SessionLensError, match="This session began at 2026-11-21") as caught:
        bring_files_together(three)
    assert caught.value.where == three[2]
