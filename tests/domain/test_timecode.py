import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import Timecode, clock, parse_clock


@given(st.integers(0, 359_999_999))
def test_a_time_survives_being_written_and_read(milliseconds: int) -> None:
    time = Timecode(milliseconds / 1000)
    assert parse_clock(clock(time, 3)) == time
    assert time.milliseconds == milliseconds


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [(0, 0, "00:00"), (59.99, 0, "00:59"), (754.29, 1, "12:34.2"), (3723.5, 1, "1:02:03.5")],
)
def test_a_clock_never_names_a_moment_still_to_come(
    seconds: float, decimals: int, text: str
) -> None:
    assert clock(seconds, decimals) == text


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("1:30", 90), ("0:01:30,5", 90.5)])
def test_times_are_read_as_people_write_them(text: str, seconds: float) -> None:
    assert parse_clock(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1:99", "-5", "1:2:3:4", "٣"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(SessionLensError):
        parse_clock(text)
