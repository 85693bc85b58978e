"""Processor and memory while playing, against mpv playing the same recording.

    python bench/playing_cpu.py [--formats m4a wav] [--seconds 20] [--speed 1]

The program reviews an hour with a transcript of 10,000 words and 200 markers, in a terminal of 120
by 40 characters; the player alone plays without a screen. All play on the same virtual sound
device. Processor time is that of a program and all its children, memory what is resident at the
end. Goals for the program: 1.5 times mpv's processor time and 10 % of a core, twice its memory.
Needs Linux's /proc.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from _common import family, talk
from _terminal import SESSIONLENS, Terminal, environment
from screen_data import notes
from sound_yardstick import Mpv, VirtualSound, require

ALONE = """
import sys, time
from pathlib import Path
from sessionlens.audio.player import Player
from sessionlens.audio.recording import open_recording
player = Player(lambda: open_recording(Path(sys.argv[1])))
player.set_speed(float(sys.argv[2]))
player.play()
while player.position < 0.1:
    time.sleep(0.01)
print("playing", flush=True)
while True:
    player.position
    time.sleep(1 / 30)
"""
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
_SETTLE = 10.0  # seconds: peaks, the content's hash, and what else is done once


def used(pid: int) -> tuple[float, float]:
    """Seconds of processor time and megabytes resident, of the whole family."""
    seconds = megabytes = 0.0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICK
        megabytes += int(fields[21]) * PAGE / 1e6
    return seconds, megabytes


def measure(pid: int, seconds: float) -> tuple[float, float]:
    """Percent of a core over `seconds`, and megabytes at the end."""
    before, start = used(pid)[0], time.perf_counter()
    time.sleep(seconds)
    after, megabytes = used(pid)
    return (after - before) * 100 / (time.perf_counter() - start), megabytes


def mpv(recording: Path, speed: float, seconds: float) -> tuple[float, float]:
    player = Mpv(recording)
    player.command("set_property", "speed", speed)
    player.command("set_property", "pause", False)
    time.sleep(_SETTLE)
    figures = measure(player.process.pid, seconds)
    player.close()
    return figures


def alone(recording: Path, speed: float, seconds: float) -> tuple[float, float]:
    terminal = Terminal([sys.executable, "-c", ALONE, str(recording), str(speed)])
    terminal.wait_for("playing")
    time.sleep(_SETTLE)
    figures = measure(terminal.process.pid, seconds)
    terminal.close()
    return figures


def program(recording: Path, speed: float, seconds: float) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as home:
        variables = environment(Path(home), welcomed=True)
        terminal = Terminal([SESSIONLENS, "review", str(recording)], variables)
        terminal.wait_for("♪", "Measured")
        terminal.press(" ")
        terminal.wait_for("▶")
        while speed != 1.0 and not terminal.shows(f"{speed:g}×"):
            terminal.press("]" if speed > 1.0 else "[")
            time.sleep(0.5)
        time.sleep(_SETTLE)
        figures = measure(terminal.process.pid, seconds)
        terminal.close("\x11")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--formats", nargs="+", default=["m4a", "wav"])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--speed", type=float, default=1.0)
    options = parser.parse_args()
    require("mpv", "ffmpeg")
    print("| | processor % of a core | ratio | MB resident | ratio |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, VirtualSound():
        for kind in options.formats:
            recording = talk(Path(name), kind, 60)
            notes(recording)
            theirs = mpv(recording, options.speed, options.seconds)
            print(f"| {kind}: mpv | {theirs[0]:.1f} | | {theirs[1]:.0f} | |")
            for who, player in (("player alone", alone), ("program", program)):
                ours = player(recording, options.speed, options.seconds)
                print(
                    f"| {kind}: {who} | {ours[0]:.1f} | {ours[0] / theirs[0]:.2f}"
                    f" | {ours[1]:.0f} | {ours[1] / theirs[1]:.2f} |",
                    flush=True,
                )
            recording.unlink()


if __name__ == "__main__":
    main()
