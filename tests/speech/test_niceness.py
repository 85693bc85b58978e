"""Recognition beside a player gives way to it."""

import os
import sys
import threading
import time

import pytest

from sessionlens.resources import sample_folder
from sessionlens.speech import niceness
from sessionlens.speech.guessing import Guessing
from sessionlens.speech.pool import Pool

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only there a thread has its own niceness"
)

NICEST = 19
SHIPPED = niceness.GENTLE


@pytest.fixture(autouse=True)
def giving_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it does."""
    monkeypatch.setattr(niceness, "GENTLE", SHIPPED)


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
    guess = Guessing(sample_folder() / "first-session.ogg", 2, gentle=gentle)
    try:
        while not guess.fraction and not guess.over:
            time.sleep(0.02)
        assert guess._child is not None
        assert not guess.over
        has = os.getpriority(os.PRIO_PROCESS, guess._child.pid)
    finally:
        guess.cancel()

    assert has == min(of_this_thread() + (SHIPPED if gentle else 0), NICEST)
