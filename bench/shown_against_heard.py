"""The playhead against the sound: where the player says it is, and what the device plays then.

The recording is a tone that rises steadily, so that the pitch of the monitor's 20 ms around a
moment tells which place of the recording is heard. Errors are milliseconds of real time that the
playhead is ahead of the sound.
"""

import argparse
import sys
import time

import numpy as np

from sessionlens.audio.player import Player
from sound_yardstick import RATE, VirtualSound, pitch, require, sweep, wait_until

LOW, SLOPE = 300.0, 250.0
WINDOW = RATE // 50
LIMITS = {1.0: 20.0}
OTHER = 60.0


def measure(sound: VirtualSound, speed: float, seconds: float) -> np.ndarray:
    """Errors in milliseconds of real time at 30 looks per second."""
    player = Player(sweep(seconds * speed + 3, low=LOW, slope=SLOPE))
    wait_until(lambda: player.sound.kind == "device")
    player.set_speed(speed)
    with sound.monitor() as monitor:
        player.play()
        wait_until(lambda: player.position > 0.3 * speed)
        shown = []
        for _ in range(round(seconds * 30)):
            shown.append((time.perf_counter(), player.position))
            time.sleep(1 / 30)
        time.sleep(0.2)
    player.close()
    frames, began = monitor.frames()[:, 0].astype(float), monitor.began()
    errors = []
    for when, position in shown:
        first = round((when - began) * RATE) - WINDOW // 2
        heard = (pitch(frames[first : first + WINDOW], RATE) - LOW) / SLOPE
        errors.append((position - heard) * 1000 / speed)
    return np.array(errors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument(
        "--speeds", type=float, nargs="+", default=[0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0]
    )
    options = parser.parse_args()
    require()
    print("| speed | median ms | worst ms | limit ms |\n|---|---|---|---|")
    missed = False
    with VirtualSound() as sound:
        for speed in options.speeds:
            errors = measure(sound, speed, options.seconds)
            worst, limit = np.abs(errors).max(), LIMITS.get(speed, OTHER)
            missed |= worst > limit
            print(f"| {speed} | {np.median(errors):+.1f} | {worst:.1f} | {limit:.0f} |", flush=True)
    sys.exit(int(missed))


if __name__ == "__main__":
    main()
