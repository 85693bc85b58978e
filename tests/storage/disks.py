"""Real disks for tests: small ones, and ones that cannot be written."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def disk_of_64_kb(place: Path) -> Iterator[Path]:
    """Mount a small disk at `place`; skips the test where this machine does not let us."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if not sys.platform.startswith("linux") or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def make_room(disk: Path) -> None:
    """The disk is larger from now on."""
    subprocess.run(["mount", "-o", "remount,size=32m", str(disk)], check=True)


def make_read_only(disk: Path) -> None:
    """From now on nobody writes on the disk, not even root."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
