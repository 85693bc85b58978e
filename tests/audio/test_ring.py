"""The frames between decoder and device."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.audio.ring import Gain, Reader, Ring


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=80))
def test_frames_come_out_in_order_and_missing_ones_as_silence(
    turns: list[tuple[int, int]],
) -> None:
    ring = Ring(100, 1)
    reader = Reader(ring, 0, Gain(), 48000, lambda: None)
    for write, take in turns:
        if ring.written + write - reader.next <= ring.capacity:
            frames = np.arange(ring.written, ring.written + write) + 1
            ring.write(frames.astype(np.int16)[:, None])
        out = np.full((take, 1), 99, np.int16)
        first, count = reader.take(out)
        assert list(out[:count, 0]) == list(range(first + 1, first + count + 1))
        assert not out[count:].any()
        assert count == take or reader.next == ring.written


def test_frames_played_a_moment_ago_are_still_there() -> None:
    ring = Ring(100, 1)
    for first in range(0, 400, 40):
        ring.write(np.arange(first, first + 40).astype(np.int16)[:, None])
    assert ring.oldest == 300
    out = np.zeros((30, 1), np.int16)
    assert ring.read(310, out) == 30
    assert list(out[:, 0]) == list(range(310, 340))


def test_a_full_volume_leaves_every_sample_as_it_is() -> None:
    block = np.random.default_rng(1).integers(-32768, 32767, (500, 2)).astype(np.int16)
    played = block.copy()
    Gain().apply(played, 48000)
    assert np.array_equal(played, block)


@given(volumes=st.lists(st.floats(0, 1.5), min_size=1, max_size=6), size=st.integers(1, 700))
def test_a_change_of_volume_never_jumps(volumes: list[float], size: int) -> None:
    gain = Gain()
    played = []
    for volume in volumes:
        gain.set_volume(volume)
        for _ in range(3):
            block = np.full((size, 1), 8000, np.int16)
            gain.apply(block, 48000)
            played.append(block)
    steps = np.abs(np.diff(np.concatenate(played)[:, 0].astype(int)))
    assert steps.max(initial=0) <= 8000 / (0.02 * 48000) + 1


def test_the_volume_arrives_and_loud_sound_is_clipped_not_wrapped() -> None:
    gain = Gain()
    gain.set_volume(1.5)
    for _ in range(20):
        block = np.full((1000, 1), 30000, np.int16)
        gain.apply(block, 48000)
    assert (block == 32767).all()
    gain.set_volume(0)
    gain.settle()
    gain.apply(block, 48000)
    assert not block.any()
