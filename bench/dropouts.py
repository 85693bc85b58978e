"""Drop-outs while two programs use all cores and the screen is busy, and mpv under the same load.

The recording's frames hold their own numbers, and no sample of it is zero: a frame of silence
between the first and the last frame heard is a drop-out. The busy screen is this process's main
thread, which computes 80 % of each thirtieth of a second.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from sessionlens.audio.player import Player
from sessionlens.audio.recording import open_recording
from sound_yardstick import (
    RATE,
    Monitor,
    Mpv,
    VirtualSound,
    folder,
    numbered,
    numbers,
    require,
    wait_until,
    write,
)

FRAME = 1 / 30


@contextmanager
def hogs(count: int) -> Iterator[None]:
    """Programs that compute all the time."""
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def busy(seconds: float, share: float) -> None:
    """Compute in Python for a share of each frame of the screen."""
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        while time.perf_counter() < start + FRAME * share:
            sum(range(200))
        time.sleep(FRAME * (1 - share))


def silent(monitor: Monitor) -> tuple[int, int]:
    """How often and for how many frames it was silent between the first and the last sound."""
    sounding = numbers(monitor.frames()) >= 0
    places = np.flatnonzero(sounding)
    inside = sounding[places[0] : places[-1]] if len(places) else sounding
    gaps = np.flatnonzero(np.diff(inside.astype(int)) == -1)
    return len(gaps), int((~inside).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--hogs", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.8)
    parser.add_argument("--speed", type=float, default=1.0)
    options = parser.parse_args()
    require("mpv")
    with folder() as place, VirtualSound() as sound:
        path = write(place / "numbered.wav", numbered(options.seconds * 3 + 5).sound)
        player = Player(lambda: open_recording(path))
        wait_until(lambda: player.sound.kind == "device")
        player.set_speed(options.speed)
        with hogs(options.hogs), sound.monitor() as monitor:
            player.play()
            busy(options.seconds, options.share)
        player.close()
        ours = silent(monitor)
        mpv = Mpv(path)
        with hogs(options.hogs), sound.monitor() as monitor:
            mpv.command("set_property", "pause", False)
            time.sleep(options.seconds)
        mpv.close()
        theirs = silent(monitor)
    print("| | drop-outs | silent ms |\n|---|---|---|")
    for name, (gaps, frames) in {"SessionLens": ours, "mpv": theirs}.items():
        print(f"| {name} | {gaps} | {frames * 1000 / RATE:.1f} |")
    sys.exit(ours[0] > 0)


if __name__ == "__main__":
    main()
