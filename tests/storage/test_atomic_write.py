"""A file is replaced whole or not at all, and a failure is said in plain words."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from disks import make_read_only

from sessionlens.domain.errors import SessionLensError
from sessionlens.storage.atomic import sweep, write_bytes

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions or limits")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "talk.review.toml"
    write_bytes(path, b"one")
    write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["talk.review.toml"]


@posix
def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_bytes(b"open to all")
    path.chmod(0o644)
    write_bytes(path, b"confidential")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "cloud").mkdir()
    path, target = tmp_path / "link.toml", tmp_path / "cloud" / "real.toml"
    target.write_bytes(b"old")
    path.symlink_to(target)
    write_bytes(path, b"new")
    assert path.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_full_disk_keeps_the_old_file(small_disk: Path) -> None:
    path = small_disk / "talk.review.toml"
    write_bytes(path, b"a" * 30_000)
    with pytest.raises(SessionLensError, match="disk is full") as caught:
        write_bytes(path, b"b" * 60_000)
    assert "Free some space" in caught.value.hint
    assert path.read_bytes() == b"a" * 30_000
    assert names(small_disk) == ["talk.review.toml"]


@posix
def test_a_limit_reached_halfway_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_bytes(b"old")
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from sessionlens.storage.atomic import write_bytes\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_bytes(Path(sys.argv[1]), b'x' * 5000)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert "larger than this disk allows" in ran.stderr
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["talk.review.toml"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_a_failing_sync_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SessionLensError) as caught:
        write_bytes(path, b"new")
    assert caught.value.where == path
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["talk.review.toml"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match=r"gone.* does not exist"):
        write_bytes(tmp_path / "gone" / "x.toml", b"")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SessionLensError):
        write_bytes(tmp_path / "file" / "x.toml", b"")
    assert (tmp_path / "file").read_bytes() == b""


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    with pytest.raises(SessionLensError, match="folder of this name"):
        write_bytes(tmp_path / "x.toml", b"")
    assert names(tmp_path) == ["x.toml"]


def test_a_read_only_disk_keeps_the_old_file(small_disk: Path) -> None:
    path = small_disk / "talk.review.toml"
    write_bytes(path, b"old")
    make_read_only(small_disk)
    with pytest.raises(SessionLensError, match="disk is read-only") as caught:
        write_bytes(path, b"new")
    assert "Choose another folder" in caught.value.hint
    assert path.read_bytes() == b"old"
    assert names(small_disk) == ["talk.review.toml"]


def test_long_names_work_up_to_what_the_disk_allows(tmp_path: Path) -> None:
    longest = tmp_path / ("é" * 120 + ".toml")
    write_bytes(longest, b"x")
    assert longest.read_bytes() == b"x"
    with pytest.raises(SessionLensError, match="name is too long"):
        write_bytes(tmp_path / ("x" * 300), b"x")


def test_sweep_takes_only_what_a_killed_writer_of_this_file_left(tmp_path: Path) -> None:
    path, other = tmp_path / "talk.review.toml", tmp_path / "talk.self.review.toml"
    for written in (path, other):
        write_and_be_killed(written)
    assert len(names(tmp_path)) == 2
    sweep(path)
    assert len(names(tmp_path)) == 1
    sweep(other)
    assert names(tmp_path) == []


def test_sweep_looks_where_a_link_points_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path, real = tmp_path / "talk.review.toml", tmp_path / "real" / "of-talk.review.toml"
    real.write_bytes(b"old")
    path.symlink_to(real)
    write_and_be_killed(path)
    assert len(names(real.parent)) == 2
    sweep(path)
    assert names(real.parent) == [real.name]


def write_and_be_killed(path: Path) -> None:
    """Die as late as possible before the file is whole."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "from sessionlens.storage import atomic\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "atomic.write_bytes(Path(sys.argv[1]), b'half')\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
