"""Dates are taken as people write them, and nobody has to guess which day is meant."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.dates import DateOrder, UnclearDateError, parse_date, spoken

APRIL = dt.date(2026, 4, 12)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-04-12", "2026-4-12", "2026/4/12", "2026.4.12", "12.4.2026", "12.04.26"),
        *("12 April 2026", "12. April 2026", "12 Apr 2026", "April 12, 2026", " 12.4.2026 "),
        "12. 4. 2026",
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(text: str) -> None:
    assert parse_date(text) == APRIL


def test_a_day_past_the_twelfth_is_clear_whatever_comes_first() -> None:
    assert parse_date("25/4/2026") == parse_date("4/25/2026") == dt.date(2026, 4, 25)
    assert parse_date("5/5/26") == dt.date(2026, 5, 5)


@pytest.mark.parametrize("text", ["12/4/2026", "12-4-26", "12 4 2026"])
def test_an_unclear_one_is_asked_about(text: str) -> None:
    with pytest.raises(UnclearDateError, match="12 April 2026 or 4 December 2026") as caught:
        parse_date(text)
    orders: tuple[DateOrder, ...] = ("day", "month")
    assert tuple(parse_date(text, order) for order in orders) == caught.value.days


@pytest.mark.parametrize(
    "text", ["31.4.2026", "2026-13-01", "soon", "12.4.", "1", "99/99/2026", "12 Foo 2026", "0.0.26"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_nothing_is_no_date() -> None:
    assert parse_date("  ") is None


@given(st.dates(dt.date(1000, 1, 1)))
def test_what_is_shown_is_understood(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == parse_date(spoken(day)) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_value_error(text: str) -> None:
    try:
        parse_date(text)
    except ValueError:
        return
