"""What is recorded just now is drawn: no disk is waited for, and what was taken back is silent."""

import threading
from collections.abc import Callable

import numpy as np
from virtual_sound import wait_until

from sessionlens.audio.capture.growing_sound import GrowingPeaks
from sessionlens.audio.frames import Frames

RATE = 8000


class Loud:
    """A recording of a second, as loud as can be; `while_read` happens as it is read."""

    rate, channels, recorded = RATE, 2, 1.0

    def __init__(self, while_read: Callable[[], object]) -> None:
        self.while_read = while_read
        self.reads = 0

    def read(self, start: float, stop: float) -> Frames:
        self.reads += 1
        self.while_read()
        return np.full((round((stop - start) * RATE), 2), 32767, np.int16)


def test_a_disk_that_hangs_is_not_waited_for() -> None:
    answers = threading.Event()
    recording = Loud(answers.wait)
    growing = GrowingPeaks(recording)
    growing.follow()
    growing.follow()
    assert len(growing.peaks.values) == 0
    answers.set()
    wait_until(lambda: len(growing.peaks.values) == 100)
    assert (growing.peaks.values == 32767).all()
    assert recording.reads == 1


def test_what_is_taken_back_while_it_is_measured_is_silent() -> None:
    growing = GrowingPeaks(Loud(lambda: growing.forget(0.2, 0.7)))
    growing.follow()
    wait_until(lambda: len(growing.peaks.values) == 100 and not growing.peaks.values[20:70].any())
    values = growing.peaks.values
    assert values[:20].all()
    assert values[71:].all()
