"""Two voices at once, found in the peaks of two channels."""

from collections.abc import Sequence

import numpy as np
import pytest

from sessionlens.audio.levels import both_speaking
from sessionlens.audio.peaks import Peaks, PeaksChunk

RATE = 16_000
_SECONDS = 60


def peaks(
    *voices: Sequence[tuple[float, float]],
    leak: float = 0.05,
    same: bool = False,
) -> Peaks:
    """A minute; each channel has its voice at these times, and a little of the other one."""
    noise = np.random.default_rng(3).integers(0, 60, (_SECONDS * 100, len(voices)))
    values = noise.astype(np.int16)
    for channel, spoken in enumerate(voices):
        for start, end in spoken:
            stretch = slice(int(start * 100), int(end * 100))
            for other in range(len(voices)):
                values[stretch, other] += int(9000 * (1.0 if other == channel else leak))
    made = Peaks(RATE, len(voices))
    made.add(PeaksChunk(0, values, RATE, _SECONDS * RATE, True, same, 0))
    return made


def test_voices_that_overlap_are_found_with_their_times() -> None:
    spans = both_speaking(peaks([(1, 9), (20, 30)], [(8, 16), (24, 26)]))
    assert np.array(spans) == pytest.approx(np.array([[8.0, 9.0], [24.0, 26.0]]))


def test_a_voice_between_short_pauses_goes_on_and_a_murmur_is_none() -> None:
    coach = [(1, 3), (3.2, 6), (40, 50)]
    spans = both_speaking(peaks(coach, [(2, 5), (42, 42.3)]))
    assert np.array(spans) == pytest.approx(np.array([[2.0, 5.0]]))


def test_turns_that_follow_each_other_and_a_leaking_microphone_are_not_both() -> None:
    turns = peaks([(0, 10), (20, 30), (40, 50)], [(10, 20), (30, 40), (50, 60)], leak=0.1)
    assert both_speaking(turns) == ()


def test_one_channel_or_the_same_sound_twice_says_nothing() -> None:
    assert both_speaking(peaks([(1, 9)])) == ()
    assert both_speaking(peaks([(1, 9)], [(1, 9)], same=True)) == ()
    assert both_speaking(Peaks(RATE, 2)) == ()
    assert both_speaking(peaks([], [])) == ()
