"""What a recording's name says about the session."""

import datetime as dt
import os
from pathlib import Path

import pytest

from sessionlens.library.review import title_and_date

DAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("name", "title", "date"),
    [
        ("2026-11-02 Third session.m4a", "Third session", DAY),
        ("third_session_20261102.wav", "Third session", DAY),
        ("GMT20261102-130412_Recording.m4a", "GMT20261102-130412_Recording", DAY),
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


def test_a_number_that_is_no_date_stays_in_the_title(tmp_path: Path) -> None:
    assert title_and_date(tmp_path / "session 20269999.m4a") == ("Session 20269999", None)


def test_hostile_names_are_cleaned(tmp_path: Path) -> None:
    title, _ = title_and_date(tmp_path / "a\x1b[2Jb\u202e [bold]\udcff.m4a")
    assert title == "Ab [bold]"
