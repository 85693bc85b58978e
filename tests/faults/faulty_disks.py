"""Disks that are slow, or end the program. Longer: `pytest tests/faults --kills 1000`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from sessionlens.storage.state import load_program_state, save_program_state


class DiskFaults:
    """Gives the environment in which the disk behaves as told."""

    def __init__(self, library: Path) -> None:
        self._library = library

    def __call__(self, slow: float = 0.0, kill: str = "") -> dict[str, str]:
        """`slow` are the seconds of each fsync; `kill` is such as `rename:3:before`."""
        chosen = {"FAULT_SLOW": str(slow) if slow else "", "FAULT_KILL": kill}
        return {"LD_PRELOAD": str(self._library), **{k: v for k, v in chosen.items() if v}}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("faults")
    group.addoption("--kills", type=int, default=0, help="how many kills of each kind")
    group.addoption("--within", type=float, default=0.0, help="seconds of typing that may be lost")
    group.addoption("--seed", type=int, default=1, help="of the moments at which is killed")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of somebody who has seen the program before."""
    home = tmp_path / "home"
    state = home / "state" / "sessionlens"
    save_program_state(replace(load_program_state(state), welcome_seen=True), state)
    return home


@pytest.fixture(scope="session")
def disk_faults(tmp_path_factory: pytest.TempPathFactory) -> "DiskFaults":
    """The library that slows the disk and kills at a call to it, built here."""
    if sys.platform != "linux":
        pytest.skip("LD_PRELOAD is Linux'")
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    library = tmp_path_factory.mktemp("faults") / "disk_faults.so"
    source = Path(__file__).with_name("disk_faults.c")
    command = ["gcc", "-O1", "-Wall", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    built = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    return DiskFaults(library)
