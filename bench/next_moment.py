"""How long after the key the next moment is heard: the replay screen against mpv's exact seek.

    python bench/next_moment.py [--times 30] [--formats wav mp3 m4a]

Both programs run in a pseudo-terminal, get a key as a keyboard sends it, and play on the same
virtual device; mpv's keys seek exactly to where we begin, shortly before each moment. The recording
is a tone that changes sides every ten seconds, with a moment in the middle of each: the next one
is heard as a change of sides. Times are milliseconds from the key to the arrival of the monitor's
first frame that shows it. Goal: 1.5 times mpv.
"""

import argparse
import datetime as dt
import fcntl
import os
import pty
import random
import statistics
import string
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from key_to_sound import latency, row
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.rubrics import find_rubric
from sessionlens.storage.settings import Settings
from sound_yardstick import RATE, VirtualSound, folder, require, wait_until, write

_STEP = 10.0  # seconds on one side
_KEYS = string.ascii_letters.replace("Q", "")


def recording(path: Path, moments: int) -> Path:
    """A tone, ten seconds on the left, ten on the right, and so on."""
    clock = np.arange(int(_STEP * RATE)) / RATE
    tone = (np.sin(2 * np.pi * 400 * clock) * 12000).astype(np.int16)
    sound = np.zeros((moments * len(tone), 2), np.int16)
    for number in range(moments):
        sound[number * len(tone) : (number + 1) * len(tone), number % 2] = tone
    return write(path, sound)


def feedback(path: Path, moments: int) -> Path:
    """Feedback with a moment in the middle of each side."""
    rubric, _ = find_rubric("icf-core")
    markers = tuple(
        Marker(id=f"m{number}", start=Timecode(place), end=Timecode(place + 3), comment="here")
        for number, place in enumerate(_places(moments))
    )
    target = path.with_suffix(".feedback.toml")
    content = Feedback(
        id="0" * 32,
        review="1" * 32,
        exported=dt.datetime.now().astimezone(),
        session=Session(title="Measured"),
        recording=RecordingRef(file=path.name, duration=Timecode(moments * _STEP)),
        markers=markers,
        rubric=rubric,
    )
    write_feedback(target, content, force=True)
    return target


def _places(moments: int) -> list[float]:
    return [number * _STEP + _STEP / 2 for number in range(moments)]


def _own_terminal() -> None:
    """Make the pseudo-terminal the process's own: mpv takes no keys from another."""
    fcntl.ioctl(0, termios.TIOCSCTTY)


class Keyed:
    """A program in a pseudo-terminal, sent keys as a keyboard sends them."""

    def __init__(self, command: list[str], ready: Callable[[bytes], bool], leave: bytes) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._leave = leave
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=os.environ | {"TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - nothing else runs yet that could lock
        )
        os.close(slave)
        self._seen = b""
        threading.Thread(target=self._read, daemon=True).start()
        wait_until(lambda: ready(self._seen))
        time.sleep(2)  # what it does at the beginning is done

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._master, key.encode())

    def close(self) -> None:
        """Leave."""
        os.write(self._master, self._leave)
        self._process.wait(20)
        os.close(self._master)

    def _read(self) -> None:
        while True:
            try:
                self._seen = (self._seen + os.read(self._master, 65536))[-1_000_000:]
            except OSError:
                return


def ours(file: Path) -> Keyed:
    """`sessionlens replay`, its sound device open."""
    command = [sys.executable, "-m", "sessionlens", "replay", str(file)]
    return Keyed(command, lambda seen: "♪".encode() in seen and b"answered" in seen, b"\x11")


def mpv(path: Path, places: list[float]) -> Keyed:
    """mpv with a key for each place, that seeks there exactly."""
    keys = path.with_suffix(".conf")
    seeks = zip(_KEYS, places, strict=False)
    lines = [f"{key} seek {place} absolute+exact\n" for key, place in seeks]
    keys.write_text("".join(lines) + "Q quit\n")
    command = [
        *("mpv", "--no-config", "--no-video", "--ao=pulse", "--no-input-default-bindings"),
        *(f"--input-conf={keys}", str(path)),
    ]
    return Keyed(command, lambda seen: b"A: 00:0" in seen, b"Q")


def measure(sound: VirtualSound, keyed: Keyed, keys: str) -> list[float]:
    """Milliseconds for every key but the first, which goes to the first moment."""
    dice = random.Random(1)
    pressed: list[tuple[str, float]] = []
    with sound.monitor() as monitor:
        keyed.press(keys[0])
        time.sleep(1)
        for number, key in enumerate(keys[1:], start=1):
            time.sleep(0.35 + dice.random() / 10)
            pressed.append(("right" if number % 2 else "left", time.perf_counter()))
            keyed.press(key)
        time.sleep(0.6)
    keyed.close()
    return [latency(monitor, side, when) for side, when in pressed]


@contextmanager
def home(place: Path) -> Iterator[None]:
    """A home that holds nothing."""
    names = [f"XDG_{name}_HOME" for name in ("CONFIG", "DATA", "STATE", "CACHE")]
    os.environ |= {name: str(place / name) for name in names}
    yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=30, choices=range(2, 51), metavar="N")
    parser.add_argument("--formats", nargs="+", default=["wav", "mp3", "m4a"])
    options = parser.parse_args()
    require("mpv")
    moments = options.times + 1
    print("| | mpv median / p95 / max ms | SessionLens | ratio |")
    print("|---|---|---|---|")
    with folder() as place, home(place / "home"), VirtualSound() as sound:
        for suffix in options.formats:
            path = recording(place / f"tone.{suffix}", moments)
            file = feedback(path, moments)
            places = [one - Settings().pre_roll for one in _places(moments)]
            theirs = measure(sound, mpv(path, places), _KEYS[:moments])
            mine = measure(sound, ours(file), "n" * moments)
            ratio = statistics.median(mine) / max(statistics.median(theirs), 0.01)
            print(f"| {suffix} | {row(theirs)} | {row(mine)} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
