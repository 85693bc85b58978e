"""What a recording's name says about the session."""

import datetime as dt
import os
from pathlib import Path

import pytest

from sessionlens.library.naming import title_and_date

DAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("name", "title", "date"),
    [
        ("2026-11-02 Third session.m4a", "Third session", DAY),
        ("third_session_20261102.wav", "Third session", DAY),
        ("GMT20261102-130412_Recording.m4a", "Session of 2026-11-02", DAY),
        ("GMT20261102-130412_Recording_1920x1080.mp4", "Session of 2026-11-02", DAY),
        ("20261102_130412.m4a", "Session of 2026-11-02", DAY),
        ("R20261102-130412.WAV", "Session of 2026-11-02", DAY),
        ("abc-defg-hij (2026-11-02 at 13 04 GMT+1).mp4", "Session of 2026-11-02", DAY),
        ("Coaching Anna - 2026_11_02 13_04 CET - Recording.mp4", "Coaching Anna", DAY),
        ("Meeting started 2026_11_02 13_04 CET - Recording.mp4", "Session of 2026-11-02", DAY),
        ("Call with Anna-20261102_130412-Meeting Recording.mp4", "Call with Anna", DAY),
        ("Anna und Jonas-20261102_130412-Besprechungsaufzeichnung.mp4", "Anna und Jonas", DAY),
        ("2026-11-02 13.04.12 Anna Berg's Zoom Meeting 85512345678.m4a", "Anna Berg", DAY),
        ("2026-11-02 The recording studio.m4a", "The recording studio", DAY),
        ("Anna 2026.11.02 13.04.12.mp3", "Anna", DAY),
        ("2026-11-02 at 13-04 Anna and Jonas.m4a", "Anna and Jonas", DAY),
        ("20261302 and 20261102.wav", "20261302 and", DAY),
    ],
)
def test_a_date_and_a_title_are_taken_from_the_name(
    name: str, title: str, date: dt.date, tmp_path: Path
) -> None:
    assert title_and_date(tmp_path / name) == (title, date)


def test_without_a_date_in_the_name_it_is_the_day_of_the_file(tmp_path: Path) -> None:
    recording = tmp_path / "talk.m4a"
    recording.touch()
    noon = dt.datetime(2026, 11, 2, 12).timestamp()
    os.utime(recording, (noon, noon))
    assert title_and_date(recording) == ("Talk", DAY)


@pytest.mark.parametrize("name", ["audio_only.m4a", "zoom_0.mp4", "audio1855123456.m4a"])
def test_a_name_that_says_nothing_takes_that_of_its_meetings_folder(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "2026-11-02 13.04.12 Third session with Anna 85512345678"
    folder.mkdir()
    assert title_and_date(folder / name) == ("Third session with Anna", DAY)
    other = tmp_path / "Recordings"
    other.mkdir()
    assert title_and_date(other / name)[0] != "Recordings"


@pytest.mark.parametrize("name", ["REC0012", "ZOOM0003", "Voice 001"])
def test_a_recorders_name_is_kept_where_there_is_nothing_else(name: str, tmp_path: Path) -> None:
    assert title_and_date(tmp_path / f"{name}.wav")[0] == name


def test_a_number_that_is_no_date_stays_in_the_title(tmp_path: Path) -> None:
    assert title_and_date(tmp_path / "session 20269999.m4a") == ("Session 20269999", None)


def test_hostile_names_are_cleaned(tmp_path: Path) -> None:
    title, _ = title_and_date(tmp_path / "a\x1b[2Jb\u202e [bold]\udcff.m4a")
    assert title == "Ab [bold]"


@pytest.mark.parametrize("written", [-12_000_000_000, -70_000_000_000, 600_000_000_000])
def test_a_file_from_another_age_has_no_date(tmp_path: Path, written: int) -> None:
    path = tmp_path / "talk.wav"
    path.touch()
    os.utime(path, (written, written))
    _, date = title_and_date(path)
    assert date is None or 1900 <= date.year <= 9998
