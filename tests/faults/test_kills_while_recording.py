"""SIGKILL while one records, and while the recording is packed: at most a second is missing.

`--kills 100` kills as often as that, at random moments, and holds that no more than a second is
missing; `--within` gives it more, for a busy machine.
"""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from faulty_disks import DiskFaults
from pseudo_terminal import environment
from virtual_sound import RATE, VirtualSound, missing

from sessionlens.audio.capture.au import AuFormat, format_of
from sessionlens.audio.recording import open_recording
from sessionlens.library.live_recording import finished
from sessionlens.library.live_remains import live_remains

RECORD = """
import sys, time
from pathlib import Path
from sessionlens.audio.capture.microphone import Input
from sessionlens.library.live_recording import LiveRecording
live = LiveRecording([Input(channels=(0, 1))], Path(sys.argv[1]))
while True:
    print(live.recorder.position, flush=True)
    time.sleep(0.02)
"""
PACK = """
import sys
from pathlib import Path
from sessionlens.library.live_recording import finished
finished(Path(sys.argv[1]))
"""
PLACES = (
    *("fsync:1:before", "fsync:1:after", "fsync:2:before", "rename:1:before", "rename:1:after"),
    *("unlink:1:before", "unlink:1:after", "fsync:3:before"),
)


@pytest.fixture
def sound() -> Iterator[VirtualSound]:
    if missing():
        pytest.skip(f"not here: {missing()}")
    with VirtualSound() as server:
        yield server


def killed(folder: Path, home: Path, sound: VirtualSound, seconds: float) -> float:
    """Record for that long, then kill; returns the position that was told last."""
    with subprocess.Popen(
        [sys.executable, "-c", RECORD, str(folder / "talk.flac")],
        env=environment(home, {"PULSE_SERVER": sound.address}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as program:
        assert program.stdout is not None
        told = [program.stdout.readline()]
        time.sleep(seconds)
        program.kill()
        told += program.stdout.read().splitlines()
    return float(next(line for line in reversed(told) if line.strip() and "." in line))


def test_a_killed_recording_is_whole(
    tmp_path: Path, home: Path, sound: VirtualSound, pytestconfig: pytest.Config
) -> None:
    kills: int = pytestconfig.getoption("--kills")
    # The disk's thread waits for its turn; on a busy machine it waits longer.
    within: float = pytestconfig.getoption("--within") or (1.0 if kills else 5.0)
    chance = random.Random(pytestconfig.getoption("--seed"))
    noise = np.random.default_rng(1).integers(-9000, 9000, (60 * RATE, 2), np.int16)
    longest = 0.0
    for number in range(kills or 4):
        folder = tmp_path / str(number)
        folder.mkdir()
        with sound.speech(noise):
            position = killed(folder, home, sound, chance.uniform(0.2, 3.0))
        assert live_remains(folder / "talk.flac").raw == folder / "talk.au"
        form = format_of(folder / "talk.au")
        assert form is not None
        frames = form.frames_in((folder / "talk.au").stat().st_size)
        lost = position - frames / form.rate
        longest = max(longest, lost)
        assert lost <= within
        if not frames:
            continue  # killed before anything was heard
        with open_recording(folder / "talk.au") as raw:
            assert raw.frames == frames
        packed = finished(folder / "talk.flac")
        assert [left.name for left in folder.iterdir() if left.suffix != ".lock"] == ["talk.flac"]
        assert soundfile.info(packed).frames == frames
    print(f"{number + 1} kills while recording: {longest:.2f} s missing at most")


@pytest.mark.parametrize("place", PLACES)
def test_killed_while_packing_one_whole_recording_is_there(
    tmp_path: Path, home: Path, disk_faults: DiskFaults, place: str
) -> None:
    form = AuFormat(16000, 1)
    samples = np.random.default_rng(2).integers(-9000, 9000, (50_000, 1), np.int16)
    (tmp_path / "talk").mkdir()
    raw = tmp_path / "talk" / "talk.au"
    raw.write_bytes(form.header + form.encoded(samples))
    ended = subprocess.run(
        [sys.executable, "-c", PACK, str(raw)],
        env=environment(home, disk_faults(kill=place)),
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    left = [path for path in (raw, raw.with_suffix(".flac")) if path.exists()]
    for path in left:
        assert np.array_equal(soundfile.read(path, dtype="int16", always_2d=True)[0], samples)
    assert left
    packed = finished(raw)
    assert np.array_equal(soundfile.read(packed, dtype="int16", always_2d=True)[0], samples)
    assert [path.name for path in raw.parent.iterdir() if path.suffix != ".lock"] == ["talk.flac"]
