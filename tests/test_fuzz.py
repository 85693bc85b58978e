"""The fuzzer finds what breaks a reader, and goes on after a crash."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "tools" / "fuzz.py"


def fuzz(*options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(FUZZ), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("reader", ["documents", "zips"])
def test_mutated_files_break_no_reader(reader: str, tmp_path: Path) -> None:
    done = fuzz("--reader", reader, "--count", "40", "--keep", str(tmp_path / "kept"))
    assert done.returncode == 0, done.stdout
    assert "40 inputs" in done.stdout
    assert not (tmp_path / "kept").exists()


def test_a_crash_is_told_with_its_input_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text(
        "import sys\n"
        "if '--from' in sys.argv:\n"
        "    import os, zipfile\n"
        "    zipfile.ZipFile.infolist = lambda self: os.abort()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(modules))
    done = fuzz("--reader", "zips", "--count", "12", "--keep", str(tmp_path / "kept"))
    assert done.returncode == 1
    assert "the process ended with" in done.stdout
    assert "12 inputs" in done.stdout
    (kept,) = (tmp_path / "kept").iterdir()
    assert str(kept) in done.stdout
