"""What libraries print does not reach the screen."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, sys
from pathlib import Path
from sessionlens.audio.quiet_stderr import quiet_stderr
print("before", file=sys.stderr)
with quiet_stderr(Path({log!r})):
    os.write(2, b"ALSA lib: underrun\\n")
    print("drawn", file=sys.__stderr__)
    print("said", file=sys.stderr)
os.write(2, b"after\\n")
print("well", file=sys.stderr)
"""


def run(log: Path) -> str:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(log=str(log))],
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stderr


def test_descriptor_2_goes_to_a_private_log_and_the_screen_stays(tmp_path: Path) -> None:
    log = tmp_path / "new" / "sound.log"
    assert run(log).split() == ["before", "drawn", "said", "after", "well"]
    assert log.read_text() == "ALSA lib: underrun\n"
    run(log)
    assert log.read_text().count("underrun") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_log_is_private_even_if_it_was_not(tmp_path: Path) -> None:
    log = tmp_path / "sound.log"
    log.touch(mode=0o644)
    run(log)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    assert "ALSA" not in run(tmp_path)


def test_a_long_log_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "sound.log"
    log.write_bytes(b"x" * 1_100_000)
    run(log)
    assert log.stat().st_size < 100
