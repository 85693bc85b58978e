"""Recognition beside a player gives way to it."""

import os
import sys
import threading
import time

import pytest

from sessionlens import processor
from sessionlens.resources import sample_folder
from sessionlens.speech.guessing import Guessing
from sessionlens.speech.pool import Pool

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only there a thread has its own niceness"
)

NICEST = 19
SHIPPED = processor.GENTLE


@pytest.fixture(autouse=True)
def giving_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it does."""
    monkeypatch.setattr(processor, "GENTLE", SHIPPED)


def of_this_thread() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def nicenesses_within(own: int, *, gentle: bool) -> list[int]:
    """Of a recogniser that a thread so nice starts."""
    worked: list[int] = []

    def start() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own)
        worked.extend(Pool(iter(["speech"]), lambda _: of_this_thread(), 1, gentle=gentle))

    starting = threading.Thread(target=start)
    starting.start()
    starting.join()
    return worked


@pytest.mark.parametrize(
    ("own", "gentle", "then"),
    [(0, True, SHIPPED), (0, False, 0), (15, True, NICEST)],
    ids=["gentle", "not gentle", "of a program that is nice itself"],
)
def test_a_gentle_recogniser_has_less_say_than_the_program(
    own: int, gentle: bool, then: int
) -> None:
    base = of_this_thread()
    assert SHIPPED >= 5
    assert nicenesses_within(min(base + own, NICEST), gentle=gentle) == [min(base + then, NICEST)]


@pytest.mark.parametrize("gentle", [True, False])
def test_the_child_that_tells_voices_apart_has_less_say_than_the_program(gentle: bool) -> None:
    own = has = of_this_thread()
    guess = Guessing(sample_folder() / "first-session.ogg", 2, gentle=gentle)
    try:
        while has == own and not guess.fraction:
            assert not guess.over, guess.error
            time.sleep(0.02)
            if guess._child is not None:
                has = os.getpriority(os.PRIO_PROCESS, guess._child.pid)
    finally:
        guess.cancel()

    assert has == min(own + (SHIPPED if gentle else 0), NICEST)
