"""SIGKILL at the n-th call while sessions are deleted: the next run lists them, or finishes.

`--kills 200` kills as often as that, at chosen calls and in random order.
"""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from faulty_disks import DiskFaults
from pseudo_terminal import environment
from whole_session import SAID, everything, whole_session

from sessionlens import resources
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.receipts import load_receipt

_POINTS = [
    f"{call}:{number}:{when}"
    for call, numbers in (
        ("unlink", (1, 2, 3, 4, 6, 9, 15, 25, 30, 32, 34, 36)),
        ("rename", (1, 2, 3)),
        ("fsync", (1, 2, 3, 4, 5, 6)),
    )
    for number in numbers
    for when in ("before", "after")
]


def purge(
    folder: Path, home: Path, variables: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sessionlens", "purge", folder, "--keep-feedback", "--yes"],
        env=environment(home, variables or {}),
        capture_output=True,
        text=True,
        check=False,
    )


def _passes(path: Path) -> bool:
    """Whether it is not counted: what a killed run may leave, too, and the index of patterns."""
    return path.name.endswith((".lock", ".tmp", ".journal", ".sqlite"))


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    for kind in ("config", "data", "state", "cache"):
        own = home / kind / "sessionlens"
        monkeypatch.setattr(resources, f"{kind}_folder", lambda own=own: own)
    return home


def test_nothing_is_half_deleted_for_good_and_the_receipt_is_whole(
    tmp_path: Path, own_home: Path, disk_faults: DiskFaults, pytestconfig: pytest.Config
) -> None:
    kills: int = pytestconfig.getoption("--kills")
    chance = random.Random(pytestconfig.getoption("--seed"))
    points = chance.sample(_POINTS, 6) if not kills else chance.choices(_POINTS, k=kills)
    ended = 0
    for number, point in enumerate(points):
        folder = tmp_path / f"talk{number}"
        folder.mkdir()
        _, files = whole_session(folder)
        feedback = folder / "talk.feedback.toml"
        files -= {feedback}
        killed = purge(folder, own_home, disk_faults(kill=point))
        ended += killed.returncode == 0
        assert "Traceback" not in killed.stderr
        assert load_feedback(feedback).markers
        there = {path for path in files if path.exists()}
        receipts = list(folder.glob("*.purged.toml"))
        if there and there != files:
            assert list((resources.state_folder() / "purges").glob("*.toml")), point
        again = purge(folder, own_home)
        assert again.returncode == 0, (point, again.stderr)
        if there != files and not receipts:
            assert "interrupted" in again.stdout, point
        assert not [path for path in files if path.exists()], point
        (receipt,) = folder.glob("*.purged.toml")
        assert sorted(folder.iterdir()) == sorted([receipt, feedback]), point
        counts = load_receipt(receipt)
        lasting = [count.files for count in counts.removed if count.kind != "unfinished"]
        assert sum(lasting) == len([path for path in files if not _passes(path)]), point
        assert not counts.left
        assert SAID not in feedback.read_text()
        assert not everything(), point
        if kills:
            print(f"{number} {point}: {len(files) - len(there)} of {len(files)} gone", flush=True)
    print(f"{len(points)} kills ({ended} came to an end): all gone, and every receipt whole")
