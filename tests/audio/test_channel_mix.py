"""A recording with more channels than the device has, and with fewer."""

import numpy as np

from sessionlens.audio.frames import with_channels


def test_both_voices_are_heard_on_one_loudspeaker_at_their_usual_loudness() -> None:
    rng = np.random.default_rng(1)
    voices = (rng.normal(size=(48_000, 2)) * 3000).astype(np.int16)
    mixed = with_channels(voices, 1).astype(float)
    assert mixed.shape == (48_000, 1)
    for voice in voices.T.astype(float):
        assert np.corrcoef(mixed[:, 0], voice)[0, 1] > 0.6
    assert abs(mixed.std() / voices.astype(float).std() - 1) < 0.05


def test_what_is_too_loud_together_is_clipped_and_not_wrapped() -> None:
    loud = np.full((10, 2), 32_000, np.int16)
    assert (with_channels(loud, 1) == 32_767).all()


def test_one_channel_is_heard_on_both_loudspeakers() -> None:
    voice = np.arange(-5, 5, dtype=np.int16)[:, None]
    assert (with_channels(voice, 2) == voice).all()
    assert with_channels(voice, 2).shape == (10, 2)
