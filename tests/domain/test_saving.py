"""Writing one state after another, elsewhere."""

from collections.abc import Callable

from sessionlens.domain.saving import Report, Saving


def test_what_waits_behind_a_write_is_written_at_the_end_at_once() -> None:
    written: list[int] = []
    jobs: list[tuple[Callable[[], None], Report]] = []
    saving = Saving(0, lambda _, new: written.append(new), lambda *job: jobs.append(job))
    saving.put(1)
    saving.put(2)
    ((work, report),) = jobs
    work()
    saving.finish()
    assert (written, saving.saved) == ([1, 2], True)
    report(None)  # comes too late
    assert (written, saving.saved, len(jobs)) == ([1, 2], True, 1)
