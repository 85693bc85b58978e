"""Two devices whose clocks differ stay together; what was away leaves silence of true length."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import Device, apart, recorded, times_told

CLOSE = 0.05  # seconds


@pytest.mark.parametrize("fast", [200e-6, -200e-6])
def test_after_two_hours_two_microphones_are_still_together(fast: float) -> None:
    rate = 500
    devices = [
        Device(rate=rate, fast=-fast / 2, jitter=0.01, block=0.25, seed=1),
        Device(rate=rate, fast=fast, jitter=0.01, block=0.25, seed=2, begins=0.3),
    ]
    recording, missing = recorded(devices, 7200)
    assert apart(recording[rate:]) < CLOSE
    # Left to itself, the second would have gone wrong by more than two seconds.
    assert sum(last - first for first, last in missing) < 0.5 * rate


@settings(max_examples=25)
@given(
    fast=st.tuples(st.floats(-300e-6, 300e-6), st.floats(-300e-6, 300e-6)),
    jitter=st.floats(0, 0.015),
    rates=st.sampled_from([(1000, 1000), (1000, 441), (441, 1000), (800, 960)]),
    block=st.floats(0.02, 0.3),
    begins=st.floats(0, 2),
    seed=st.integers(0, 1000),
)
def test_whatever_the_clocks_do_both_channels_tell_the_same_time(
    fast: tuple[float, float],
    jitter: float,
    rates: tuple[int, int],
    block: float,
    begins: float,
    seed: int,
) -> None:
    devices = [
        Device(rate=rates[0], fast=fast[0], jitter=jitter, block=block, seed=seed),
        Device(rate=rates[1], fast=fast[1], jitter=jitter, begins=begins, seed=seed + 1),
    ]
    recording, _ = recorded(devices, 120)
    later = recording[int((begins + 1) * rates[0]) : -rates[0]]
    assert apart(later) < CLOSE


@pytest.mark.parametrize("which", [0, 1])
def test_a_device_that_was_away_comes_back_at_its_time(which: int) -> None:
    rate = 1000
    devices = [Device(rate=rate, jitter=0.005, seed=number) for number in (1, 2)]
    devices[which].fast = 150e-6
    devices[which].away = (60.0, 75.0)
    recording, missing = recorded(devices, 240)
    away = [span for span in missing if span[0] > rate]
    assert min(first for first, _ in away) == pytest.approx(60 * rate, abs=0.15 * rate)
    assert max(last for _, last in away) == pytest.approx(75 * rate, abs=0.15 * rate)
    assert not recording[61 * rate : 74 * rate, which].any()
    assert apart(recording[76 * rate :]) < CLOSE
    assert apart(recording[rate : 59 * rate]) < CLOSE


def test_a_single_microphone_is_recorded_sample_by_sample() -> None:
    device = Device(rate=1000, fast=100e-6, jitter=0.02, block=0.037)
    recording, missing = recorded([device], 100)
    expected = np.concatenate([block.frames for _, block in device.blocks(100)])
    assert np.array_equal(recording, expected[: len(recording)])
    assert len(recording) == len(expected)
    assert missing == []


def test_time_goes_on_while_no_device_is_there() -> None:
    rate = 1000
    device = Device(rate=rate, away=(20.0, 3600.0), jitter=0.005)
    recording, _ = recorded([device], 3620)
    assert len(recording) == pytest.approx(3620 * rate, abs=0.2 * rate)
    told = times_told(recording[3605 * rate : 3608 * rate, 0])
    assert told == pytest.approx(np.arange(3605, 3608, 1 / rate) % 10, abs=CLOSE)
