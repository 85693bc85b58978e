"""What waits for the disk is done by a thread that is there only while there is something to do."""

import asyncio
import threading

from sessionlens.domain.errors import SessionLensError
from sessionlens.tui.playback.disk import DiskThread

Reports = list[SessionLensError | None]


def disks() -> int:
    return [thread.name for thread in threading.enumerate()].count("disk")


async def reported(reports: Reports, count: int) -> None:
    for _ in range(2400):
        if len(reports) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"only {len(reports)} of {count} were reported")


async def ended(before: int) -> None:
    for _ in range(2400):
        if disks() <= before:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the thread goes on")


async def test_the_thread_ends_with_nothing_to_do_and_begins_again() -> None:
    before = disks()
    disk, done, reports = DiskThread(lingers=0.01), list[int](), Reports()
    for number in range(3):
        disk.run(lambda number=number: done.append(number), reports.append)  # type: ignore[misc]
    assert disk.wait(60)
    await reported(reports, 3)
    await ended(before)
    disk.run(lambda: done.append(3), reports.append)
    await reported(reports, 4)
    assert done == [0, 1, 2, 3]
    assert not disk.busy
    await ended(before)


async def test_what_fails_is_reported_and_what_comes_after_it_is_done() -> None:
    disk, done, reports = DiskThread(), list[int](), Reports()

    def fails() -> None:
        raise SessionLensError("No room", "Make some")

    disk.run(fails, reports.append)
    disk.run(lambda: done.append(1), reports.append)
    await reported(reports, 2)
    assert [report and report.what for report in reports] == ["No room", None]
    assert done == [1]


def test_what_is_asked_for_in_a_loop_that_has_ended_is_done_all_the_same() -> None:
    disk, done = DiskThread(), list[int]()
    go_on = threading.Event()

    def waits() -> None:
        assert go_on.wait(60)

    async def asks() -> None:
        disk.run(waits, lambda _: None)
        disk.run(lambda: done.append(1), lambda _: None)

    asyncio.run(asks())
    go_on.set()
    assert disk.wait(60)
    assert done == [1]
