"""How loud each voice is, by column of the timeline."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.audio.levels import levels
from sessionlens.audio.peaks import Peaks, PeaksChunk
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance

TALK = Timeline(
    Transcript(
        utterances=(
            Utterance(start=0, end=5, text="what brings you", speaker="Coach"),
            Utterance(start=5, end=10, text="I am tired", speaker="Client"),
        )
    )
)


def peaks_of(*channels: list[int], same: bool = False) -> Peaks:
    values = np.array(channels, np.int16).T
    peaks = Peaks(8000, len(channels))
    peaks.add(PeaksChunk(0, values, 8000, len(values) * 80, True, same, 0))
    return peaks


@given(
    values=st.lists(st.integers(1, 32767), min_size=1, max_size=300),
    width=st.integers(1, 80),
    unheard=st.floats(0, 2),
)
def test_a_column_is_the_mean_of_its_peaks(values: list[int], width: int, unheard: float) -> None:
    duration = len(values) / 100 + unheard
    edges = [int(edge) for edge in np.linspace(0, duration * 100, width + 1)]
    means = [
        float(np.mean(values[begin : max(end, begin + 1)])) if begin < len(values) else 0.0
        for begin, end in pairwise(edges)
    ]
    shown = levels(peaks_of(values), Timeline(None), width, duration)
    loud = max(means)
    assert len(shown) == width
    assert all(lower == 0.0 for _, lower in shown)
    for (upper, _), mean in zip(shown, means, strict=True):
        assert (upper == 0) == (mean == 0)
        assert upper >= mean / loud - 1e-9


def test_two_channels_are_two_sides_and_the_first_speaker_is_above() -> None:
    coach, client = [900] * 500 + [10] * 500, [10] * 500 + [900] * 500
    above, below = levels(peaks_of(coach, client), TALK, 2, 10.0)
    assert [round(level, 1) for level in (*above, *below)] == [1, 0, 0, 1]
    assert levels(peaks_of(client, coach), TALK, 2, 10.0) == [above, below]


@pytest.mark.parametrize("channels", [([900] * 1000,), ([900] * 1000, [900] * 1000)])
def test_one_sound_is_on_the_side_of_whoever_speaks(channels: tuple[list[int], ...]) -> None:
    shown = levels(peaks_of(*channels, same=len(channels) == 2), TALK, 2, 10.0)
    assert shown == [(1.0, 0.0), (0.0, 1.0)]


def test_without_length_or_room_nothing_is_shown() -> None:
    assert levels(peaks_of([5]), TALK, 0, 1.0) == []
    assert levels(peaks_of([5]), TALK, 10, 0.0) == []
