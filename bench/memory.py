"""Memory of a three-hour recording against that of a ten-minute one, and against mpv's.

    python bench/memory.py

Each recording is opened by a process of its own that computes its peaks, keeps them, and reads the
recording from all over; its largest resident size is what counts. Reads /proc, so Linux only.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _common import report, talk

LONG, SHORT = 180, 10

_PROGRAM = """
import sys
from pathlib import Path
from sessionlens.audio.peaks import Peaks, compute_peaks
from sessionlens.audio.recording import open_recording, prepare
path = Path(sys.argv[1])
with open_recording(path) as recording:
    peaks = Peaks(recording.sample_rate, recording.channels)
    prepare(recording)
    for chunk in compute_peaks(path):
        peaks.add(chunk)
    for place in range(0, peaks.frames, peaks.frames // 50):
        recording.seek(place)
        recording.read(recording.sample_rate)
    peaks.columns(200, 0, peaks.duration)
    print(Path("/proc/self/status").read_text())
"""


def largest(status: str) -> float:
    """MB of the largest resident size in a process's status."""
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def ours(path: Path) -> float:
    program = [sys.executable, "-c", _PROGRAM, str(path)]
    return largest(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


def mpv(path: Path) -> float:
    """mpv playing the file into nothing for a few seconds."""
    player = subprocess.Popen(
        ["mpv", "--no-config", "--no-terminal", "--no-video", "--ao=null", str(path)]
    )
    time.sleep(4)
    status = Path(f"/proc/{player.pid}/status").read_text()
    player.kill()
    player.wait()
    return largest(status)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for kind in ("wav", "mp3", "m4a", "flac", "ogg"):
            long = talk(Path(name), kind, LONG, 16000)
            short = talk(Path(name), kind, SHORT, 16000)
            mine = ours(long)
            report(f"{kind} 3 h / 10 min", mine, ours(short), 1.2, "MB")
            if shutil.which("mpv"):
                report(f"{kind} 3 h / mpv", mine, mpv(long), 2.0, "MB")
            long.unlink()
            short.unlink()


if __name__ == "__main__":
    main()
