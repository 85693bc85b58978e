"""Calls made in a thread that can be left behind: it is there only as long as it is needed."""

import threading
from functools import partial

from virtual_sound import wait_until

from sessionlens.audio.caller import Caller


def threads(name: str) -> int:
    return [thread.name for thread in threading.enumerate()].count(name)


def test_no_thread_waits_for_calls_that_never_come() -> None:
    caller = Caller("patient")
    assert threads("patient") == 0
    assert caller.call(lambda: 7, 60) == 7
    caller.close()
    wait_until(lambda: threads("patient") == 0)


def test_all_that_was_submitted_is_done_before_the_thread_ends() -> None:
    calls: list[int] = []
    caller = Caller("closing")
    for number in range(3):
        caller.submit(partial(calls.append, number))
    caller.close()
    wait_until(lambda: threads("closing") == 0)
    assert calls == [0, 1, 2]
