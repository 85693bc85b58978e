"""Recognisers beside a player give way to it."""

import os
import sys
import threading

import pytest

from sessionlens.speech import pool
from sessionlens.speech.pool import Pool

pytestmark = [
    pytest.mark.usefixtures("nothing_gives_way", "giving_way"),
    pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has its own niceness"),
]


@pytest.fixture
def giving_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here they do."""
    monkeypatch.setattr(pool, "_GENTLE", 10)


def niceness() -> int:
    """Of this thread."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def nicenesses_within(own: int, *, gentle: bool) -> list[int]:
    """Of a recogniser that a thread so nice starts."""
    worked: list[int] = []

    def start() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own)
        worked.extend(Pool(iter(["speech"]), lambda _: niceness(), 1, gentle=gentle))

    starting = threading.Thread(target=start)
    starting.start()
    starting.join()
    return worked


@pytest.mark.parametrize(
    ("own", "gentle", "then"),
    [(0, True, 10), (0, False, 0), (15, True, 19)],
    ids=["gentle", "not gentle", "of a program that is nice itself"],
)
def test_a_gentle_recogniser_has_less_say_than_the_program(
    own: int, gentle: bool, then: int
) -> None:
    base = niceness()
    assert nicenesses_within(min(base + own, 19), gentle=gentle) == [min(base + then, 19)]
