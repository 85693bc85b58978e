"""How long after the key the next moment is heard: the replay screen against mpv's exact seek.

    python bench/next_moment.py [--times 30] [--rounds 4] [--formats wav mp3 m4a]

Both programs run in a pseudo-terminal, get a key as a keyboard sends it, and play on the same
virtual device; mpv's keys seek exactly to where we begin, shortly before each moment. The recording
is a tone that changes sides every ten seconds, with a moment in the middle of each: the next one
is heard as a change of sides. Times are milliseconds from the key to the arrival of the monitor's
first frame that shows it; the device itself plays in steps of some milliseconds, so that it takes
some rounds to tell the programs apart. Goal: 1.5 times mpv.
"""

import argparse
import datetime as dt
import random
import statistics
import string
import time
from pathlib import Path

import numpy as np

from _terminal import SESSIONLENS, Terminal, environment
from key_to_sound import latency, row
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.timecode import Timecode
from sessionlens.library.exporting import replay_key
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.rubrics import find_rubric
from sessionlens.storage.settings import Settings
from sessionlens.storage.state import ReviewState, save_state
from sound_yardstick import RATE, VirtualSound, folder, require, write

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


def ours(file: Path, home: Path) -> Terminal:
    """`sessionlens replay`, its sound device open."""
    variables = environment(home, welcomed=True)
    looked = ReviewState(invited=True)  # a first look is asked about
    save_state(replay_key(load_feedback(file).review), looked, home / "state" / "sessionlens")
    terminal = Terminal([SESSIONLENS, "replay", str(file)], variables)
    terminal.wait_for("♪", "answered")
    return terminal


def mpv(path: Path, places: list[float]) -> Terminal:
    """mpv with a key for each place, that seeks there exactly."""
    keys = path.with_suffix(".conf")
    seeks = zip(_KEYS, places, strict=False)
    lines = [f"{key} seek {place} absolute+exact\n" for key, place in seeks]
    keys.write_text("".join(lines) + "Q quit\n")
    command = [
        *("mpv", "--no-config", "--no-video", "--ao=pulse", "--no-input-default-bindings"),
        *(f"--input-conf={keys}", str(path)),
    ]
    terminal = Terminal(command)
    terminal.wait_for("A: 00:0")
    return terminal


def measure(sound: VirtualSound, keyed: Terminal, keys: str, leave: str) -> list[float]:
    """Milliseconds for every key but the first, which goes to the first moment."""
    dice = random.Random(1)
    pressed: list[tuple[str, float]] = []
    time.sleep(2)  # what it does at the beginning is done
    with sound.monitor() as monitor:
        keyed.press(keys[0])
        time.sleep(1)
        for number, key in enumerate(keys[1:], start=1):
            time.sleep(0.35 + dice.random() / 10)
            pressed.append(("right" if number % 2 else "left", time.perf_counter()))
            keyed.press(key)
        time.sleep(0.6)
    keyed.close(leave)
    return [latency(monitor, side, when) for side, when in pressed]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=30, choices=range(2, 51), metavar="N")
    parser.add_argument("--rounds", type=int, default=4, help="of both programs in turns")
    parser.add_argument("--formats", nargs="+", default=["wav", "mp3", "m4a"])
    options = parser.parse_args()
    require("mpv")
    moments = options.times + 1
    print("| | mpv median / p95 / max ms | SessionLens | ratio |")
    print("|---|---|---|---|")
    with folder() as place, VirtualSound() as sound:
        for suffix in options.formats:
            path = recording(place / f"tone.{suffix}", moments)
            file = feedback(path, moments)
            places = [one - Settings().pre_roll for one in _places(moments)]
            theirs, mine = [], []
            for _ in range(options.rounds):
                theirs += measure(sound, mpv(path, places), _KEYS[:moments], "Q")
                mine += measure(sound, ours(file, place / "home"), "n" * moments, "\x11")
            ratio = statistics.median(mine) / max(statistics.median(theirs), 0.01)
            print(f"| {suffix} | {row(theirs)} | {row(mine)} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
