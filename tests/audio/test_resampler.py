"""Another sample rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.audio.resampler import Resampler


def resampled(samples: np.ndarray, source: int, rate: int, block: int) -> np.ndarray:
    resampler = Resampler(source, rate, samples.shape[1])
    parts = [resampler.push(samples[at : at + block]) for at in range(0, len(samples), block)]
    return np.concatenate([*parts, resampler.flush()])


@pytest.mark.parametrize(
    ("source", "rate"),
    [(8000, 48000), (16000, 48000), (22050, 48000), (44100, 48000), (96000, 48000), (48000, 44100)],
)
def test_a_tone_is_the_same_tone_at_the_same_time(source: int, rate: int) -> None:
    def tone(of: int) -> np.ndarray:
        time = np.arange(of // 2)[:, None] / of
        return (np.sin(2 * np.pi * 700 * time) * 9000).astype(np.float32)

    out = resampled(tone(source), source, rate, 2048)
    expected = tone(rate)
    assert len(out) == len(expected)
    edge = rate // 100
    assert np.abs(out - expected)[edge:-edge].max() < 9000 * 0.002


@given(
    frames=st.integers(0, 3000),
    block=st.integers(1, 700),
    rates=st.sampled_from([(8000, 48000), (44100, 48000), (48000, 44100), (96000, 44100)]),
)
def test_blocks_do_not_matter(frames: int, block: int, rates: tuple[int, int]) -> None:
    samples = np.random.default_rng(1).normal(0, 3000, (frames, 2)).astype(np.float32)
    whole = resampled(samples, *rates, max(frames, 1))
    assert len(whole) == int(np.ceil(frames * rates[1] / rates[0]))
    assert np.allclose(resampled(samples, *rates, block), whole, atol=0.01)


def test_what_the_new_rate_cannot_hold_is_gone() -> None:
    time = np.arange(96000)[:, None] / 96000
    shrill = (np.sin(2 * np.pi * 30000 * time) * 9000).astype(np.float32)
    out = resampled(shrill, 96000, 44100, 2048)
    assert np.abs(out[500:-500]).max() < 9000 * 0.001
