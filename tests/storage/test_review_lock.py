"""A review is open in one window at a time; the dead and unknown programs hold nobody back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from disks import disk_of_64_kb
from review_windows import SAVE_FOR_EVER, opened, saved, with_comment

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review
from sessionlens.storage.reviews import ReviewFile

SECOND = """
import sys
from pathlib import Path
from sessionlens.storage.reviews import ReviewFile

file = ReviewFile(Path(sys.argv[1]))
print(file.claim(), file.read_only)
review = file.load()
try:
    file.save(review)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def path(tmp_path: Path, review: Review) -> Path:
    return saved(tmp_path, review)


def test_a_second_instance_reads_only_and_says_who_has_it(path: Path) -> None:
    file, ours = opened(path)
    assert file.claim()
    before = path.read_bytes()
    second = subprocess.run(
        [sys.executable, "-c", SECOND, str(path)], capture_output=True, text=True, check=True
    )
    claimed, refused = second.stdout.splitlines()
    assert claimed.startswith("False This review is open in another window since ")
    assert f"process {os.getpid()} on " in claimed
    assert refused.startswith("SessionLensError ")
    assert path.read_bytes() == before
    file.save(with_comment(ours, "the first goes on"))
    file.close()
    third = subprocess.run(
        [sys.executable, "-c", SECOND, str(path)], capture_output=True, text=True, check=True
    )
    assert third.stdout.strip() == "True"


def test_two_in_one_process_exclude_each_other_too(path: Path) -> None:
    first, second = ReviewFile(path), ReviewFile(path)
    assert first.claim()
    assert first.claim()
    assert not second.claim()
    assert second.read_only
    first.close()
    assert second.claim()
    assert second.read_only == ""
    second.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no stopping of processes there")
def test_a_lock_of_a_stopped_process_is_kept_and_of_a_dead_one_taken(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SAVE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGSTOP)
        assert not ReviewFile(path).claim()
        child.kill()
        child.stdout.read()
    file = ReviewFile(path)
    assert file.claim()
    file.close()


def test_a_lock_file_left_by_an_unknown_program_holds_nobody_back(path: Path) -> None:
    lock = path.with_name(f"{path.name}.lock")
    lock.write_bytes(b"\x1b[31m\xff" * 100)
    file = ReviewFile(path)
    assert file.claim()
    other = ReviewFile(path)
    assert not other.claim()
    assert other.read_only.isprintable()
    file.close()
    assert not lock.exists()


def test_where_no_lock_can_be_kept_the_writing_itself_tells(tmp_path: Path, review: Review) -> None:
    file = ReviewFile(tmp_path / "gone" / "talk.review.toml")
    assert file.claim()
    with pytest.raises(SessionLensError, match="does not exist"):
        file.save(review)
    file.close()


def test_on_a_full_disk_a_review_is_opened_and_only_saving_fails(
    tmp_path: Path, review: Review
) -> None:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        path = saved(disk, review)
        with (disk / "rest").open("wb", buffering=0) as rest, pytest.raises(OSError, match="space"):
            while True:
                rest.write(bytes(512))
        file, ours = opened(path)
        assert file.claim()
        other = ReviewFile(path)
        assert not other.claim()
        assert other.read_only == "This review is open in another window, so it is read-only here"
        with pytest.raises(SessionLensError, match="disk is full"):
            file.save(with_comment(ours, "more"))
        file.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no limit for the size of files there")
def test_a_lock_that_cannot_be_signed_is_a_lock(path: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from sessionlens.storage.lock import Lock\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "lock = Lock(Path(sys.argv[1])); print(lock.acquire(), lock.held)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["True", "True"]


def test_a_link_in_the_place_of_the_lock_keeps_what_it_points_to(path: Path) -> None:
    other = path.with_name("diary.txt")
    other.write_text("mine")
    try:
        path.with_name(f"{path.name}.lock").symlink_to(other)
    except OSError:
        pytest.skip("no links can be made here")
    file, ours = opened(path)
    assert file.claim()
    file.save(with_comment(ours, "saved all the same"))
    file.close()
    assert other.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_the_place_of_the_lock_stops_nothing(path: Path) -> None:
    os.mkfifo(path.with_name(f"{path.name}.lock"))
    file, ours = opened(path)
    assert file.claim()
    file.save(with_comment(ours, "saved all the same"))
    file.close()
