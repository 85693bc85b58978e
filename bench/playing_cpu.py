"""CPU and memory of a program while it plays, against mpv playing the same recording.

    python bench/playing_cpu.py RECORDING                      the player alone, without a screen
    python bench/playing_cpu.py RECORDING -- sessionlens review RECORDING
                                                               the whole program, in a terminal of
                                                               120 by 40 characters
The program is given some seconds to settle, then the keys of `--keys` (a space: play), then it is
measured with all its children. Needs Linux's /proc.
"""

import argparse
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from sound_yardstick import Mpv, VirtualSound, require

ALONE = """
import sys, time
from pathlib import Path
from sessionlens.audio.player import Player
from sessionlens.audio.recording import open_recording
player = Player(lambda: open_recording(Path(sys.argv[1])))
input()
player.set_speed(float(sys.argv[2]))
player.play()
while True:
    player.position
    time.sleep(1 / 30)
"""
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(int(child)))]


def used(pid: int) -> tuple[float, float]:
    """Seconds of CPU and megabytes resident, of the whole family."""
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


class Terminal:
    """A program in a pseudo-terminal, whose output is read and thrown away."""

    def __init__(self, command: list[str]) -> None:
        import fcntl
        import pty
        import termios

        self._end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        os.close(other)
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        try:
            while os.read(self._end, 65536):
                pass
        except OSError:
            pass  # the program has ended

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._end, keys.encode())

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("recording", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--settle", type=float, default=5.0)
    parser.add_argument("--keys", default=" ")
    parser.add_argument("--speed", type=float, default=1.0, help="of the player alone and of mpv")
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    require("mpv")
    recording = options.recording.resolve()
    alone = [sys.executable, "-c", ALONE, str(recording), str(options.speed)]
    with VirtualSound():
        mpv = Mpv(recording)
        mpv.command("set_property", "speed", options.speed)
        mpv.command("set_property", "pause", False)
        time.sleep(2)
        theirs = measure(mpv.process.pid, options.seconds)
        mpv.close()
        terminal = Terminal(options.command or alone)
        time.sleep(options.settle)
        terminal.press(options.keys if options.command else "\n")
        time.sleep(3)
        ours = measure(terminal.process.pid, options.seconds)
        terminal.close()
    print("| | CPU % of a core | MB resident |\n|---|---|---|")
    print(f"| mpv | {theirs[0]:.1f} | {theirs[1]:.0f} |")
    print(f"| {'program' if options.command else 'player'} | {ours[0]:.1f} | {ours[1]:.0f} |")
    print(f"| ratio | {ours[0] / theirs[0]:.2f} | {ours[1] / theirs[1]:.2f} |")


if __name__ == "__main__":
    main()
