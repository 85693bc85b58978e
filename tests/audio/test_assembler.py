"""Runs of the recording one after another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_recording import numbered, numbers, sweep

from sessionlens.audio.assembler import Assembler, PositionMap
from sessionlens.audio.output import Format
from sessionlens.audio.ring import Ring

RATE = 8000


def assembled(seconds: float = 10.0) -> tuple[Assembler, PositionMap]:
    positions = PositionMap()
    ring = Ring(1 << 19, 2)
    return Assembler(numbered(seconds, RATE), Format(RATE, 2), ring, positions), positions


def played(assembler: Assembler, first: int, enough: int = 1 << 30) -> np.ndarray:
    while not assembler.finished and assembler.ring.written - first < enough:
        assembler.step()
    out = np.zeros((min(assembler.ring.written - first, enough), 2), np.int16)
    assembler.ring.read(first, out)
    return out


@given(place=st.integers(0, 10 * RATE))
def test_plays_to_the_end_and_stops_there(place: int) -> None:
    assembler, positions = assembled()
    first = assembler.begin(place, 1.0, None, None)
    assert list(numbers(played(assembler, first))) == list(range(place, 10 * RATE))
    assert assembler.at_recording_end
    assert positions.source(assembler.ring.written) == 10 * RATE


@given(place=st.integers(0, 70000), stop=st.integers(0, 90000))
def test_stops_exactly_where_asked(place: int, stop: int) -> None:
    assembler, _ = assembled()
    first = assembler.begin(place, 1.0, None, stop)
    end = min(stop, 10 * RATE) if stop > place else 10 * RATE
    assert len(played(assembler, first)) == end - place
    assert assembler.at_recording_end == (stop <= place or stop > 10 * RATE)


@given(
    loop=st.tuples(st.integers(0, 30000), st.integers(800, 30000)),
    place=st.integers(0, 60000),
)
def test_a_loop_goes_round_without_a_gap(loop: tuple[int, int], place: int) -> None:
    begin, length = loop
    end = begin + length
    assembler, positions = assembled(40)
    first = assembler.begin(place, 1.0, (begin, end), None)
    out = numbers(played(assembler, first, 100_000))
    joint = RATE // 200
    if place >= end:
        assert list(out[:1000]) == list(range(place, place + 1000))
        return
    for frame in range(0, 100_000, 997):
        source = positions.source(first + frame)
        ahead = frame - (end - place)
        expected = place + frame if ahead < 0 else begin + ahead % length
        assert source == expected
        if ahead < 0 or ahead % length >= joint:
            assert out[frame] == expected


def test_a_loop_up_to_the_end_goes_round_too() -> None:
    assembler, _ = assembled(2)
    first = assembler.begin(0, 1.0, (RATE, 3 * RATE), None)
    out = numbers(played(assembler, first, 4 * RATE))
    assert list(out[3 * RATE : 3 * RATE + 100]) == list(range(RATE, RATE + 100))


def test_a_loop_that_holds_no_sound_ends() -> None:
    assembler, _ = assembled(2)
    assembler.begin(2 * RATE, 1.0, (2 * RATE, 3 * RATE), None)
    assembler.step()
    assert assembler.finished


@pytest.mark.parametrize("speed", [0.5, 1.5, 3.0])
def test_the_loop_closes_without_a_click_at_any_speed(speed: float) -> None:
    assembler = Assembler(sweep(8, RATE), Format(RATE, 2), Ring(1 << 18, 2), PositionMap())
    first = assembler.begin(RATE, speed, (RATE, 3 * RATE), None)
    out = played(assembler, first, 6 * RATE).astype(int)
    steepest = np.abs(np.diff(sweep(8, RATE).sound[: 3 * RATE + 200].astype(int), axis=0)).max()
    assert np.abs(np.diff(out, axis=0)).max() < 1.5 * steepest
