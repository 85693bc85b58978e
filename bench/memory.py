"""Memory of the program with a three-hour recording against ten minutes of the same, and mpv's.

    python bench/memory.py [--formats wav mp3 m4a]

Each program is started on the recording in a terminal of its own, plays it on a virtual sound
device, and is looked at every tenth of a second until it has computed all peaks, and for some
seconds more. What counts is what is resident while it plays; the largest it ever was is beside it.
Reads /proc, so Linux only.
"""

import argparse
import re
import tempfile
import time
from pathlib import Path

from _common import report, talk
from _terminal import SESSIONLENS, Terminal, environment
from sound_yardstick import Mpv, VirtualSound, require

LONG, SHORT = 180, 10
_AFTER = 5.0  # seconds of playing when all else is done


def megabytes(pid: int, field: str) -> float:
    """A figure of a process's status: VmRSS is resident now, VmHWM the largest so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    match = re.search(rf"{field}:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else 0.0


def ours(path: Path) -> tuple[float, float]:
    """MB resident while playing, and the largest so far."""
    with tempfile.TemporaryDirectory() as home:
        variables = environment(Path(home), welcomed=True)
        program = Terminal([SESSIONLENS, "review", str(path)], variables)
        program.wait_for("♪")
        program.press(" ")
        program.wait_for("▶")
        while not list(Path(home).rglob("*.peaks.npz")):
            time.sleep(0.1)
        time.sleep(_AFTER)
        figures = tuple(megabytes(program.process.pid, field) for field in ("VmRSS", "VmHWM"))
        program.close("\x11")
    return figures[0], figures[1]


def mpv(path: Path) -> float:
    player = Mpv(path)
    player.command("set_property", "pause", False)
    time.sleep(_AFTER)
    resident = megabytes(player.process.pid, "VmRSS")
    player.close()
    return resident


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--formats", nargs="+", default=["wav", "mp3", "m4a", "flac", "ogg"])
    formats = parser.parse_args().formats
    require("mpv", "ffmpeg")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, VirtualSound():
        for kind in formats:
            short = talk(Path(name), kind, SHORT, 16000)
            usual, usual_peak = ours(short)
            short.unlink()
            long = talk(Path(name), kind, LONG, 16000)
            mine, peak = ours(long)
            report(f"{kind} 3 h / 10 min", mine, usual, 1.2, "MB")
            report(f"{kind} 3 h / mpv", mine, mpv(long), 2.0, "MB")
            print(f"    largest: {peak:.0f} MB, of ten minutes {usual_peak:.0f} MB", flush=True)
            long.unlink()


if __name__ == "__main__":
    main()
