"""How long after a command the sound changes: our player against mpv on the same virtual device.

The recording is a tone, on the left in its first half and on the right in its second: a seek
into the other half is heard as a change of sides. Times are milliseconds from the command to the
arrival of the monitor's first frame that shows it, the monitor's own few milliseconds included.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from sessionlens.audio.player import Player
from sessionlens.audio.recording import open_recording
from sound_yardstick import RATE, Monitor, Mpv, VirtualSound, folder, require, wait_until, write

SECONDS = 300
LOUD = 1500


class Driven(Protocol):
    """What is measured: our player, or mpv."""

    def seek(self, place: float) -> None: ...
    def pause(self) -> None: ...
    def play(self) -> None: ...
    def close(self) -> None: ...


class DrivenMpv:
    """mpv, commanded like a player."""

    def __init__(self, path: Path) -> None:
        self._mpv = Mpv(path)
        self.close = self._mpv.close

    def seek(self, place: float) -> None:
        self._mpv.command("seek", place, "absolute+exact")

    def pause(self) -> None:
        self._mpv.command("set_property", "pause", True)

    def play(self) -> None:
        self._mpv.command("set_property", "pause", False)


def player(path: Path) -> Driven:
    opened = Player(lambda: open_recording(path))
    wait_until(lambda: opened.sound.kind == "device")
    return opened


def measure(
    driven: Driven, sound: VirtualSound, times: int
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of seeks, pauses and resumes."""
    dice = random.Random(1)
    commands: list[tuple[str, float]] = []

    def note(kind: str, command: Callable[[], None]) -> None:
        time.sleep(0.35 + dice.random() / 10)
        commands.append((kind, time.perf_counter()))
        command()

    with sound.monitor() as monitor:
        driven.seek(10.0)
        time.sleep(0.5)
        driven.play()
        time.sleep(1)
        for turn in range(times):
            half = 0 if turn % 2 else SECONDS / 2
            place = half + 5 + dice.random() * (SECONDS / 2 - 20)
            note("left" if turn % 2 else "right", lambda at=place: driven.seek(at))  # type: ignore[misc]
        for _ in range(times):
            note("silence", driven.pause)
            note("sound", driven.play)
        time.sleep(0.5)
    driven.close()
    latencies = [(kind, latency(monitor, kind, when)) for kind, when in commands]
    return (
        [ms for kind, ms in latencies if kind in ("left", "right")],
        [ms for kind, ms in latencies if kind == "silence"],
        [ms for kind, ms in latencies if kind == "sound"],
    )


def latency(monitor: Monitor, kind: str, when: float) -> float:
    start = monitor.count_at(when)
    heard = np.abs(monitor.frames(start)[: RATE // 3].astype(int))
    if kind == "silence":
        offset = int(np.flatnonzero(heard.max(axis=1) > LOUD).max(initial=-1)) + 1
    else:
        sides = {"left": [0], "right": [1], "sound": [0, 1]}[kind]
        offset = int(np.argmax(heard[:, sides].max(axis=1) > LOUD))
    return (monitor.arrival(start + offset) - when) * 1000


def recording(path: Path) -> Path:
    clock = np.arange(SECONDS * RATE) / RATE
    tone = (np.sin(2 * np.pi * 400 * clock) * 12000).astype(np.int16)
    sides = np.zeros((len(tone), 2), np.int16)
    half = len(tone) // 2
    sides[:half, 0] = tone[:half]
    sides[half:, 1] = tone[half:]
    return write(path, sides)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--formats", nargs="+", default=["wav", "mp3", "m4a"])
    options = parser.parse_args()
    require("mpv")
    print("| | | mpv median / p95 / max ms | SessionLens | ratio |")
    print("|---|---|---|---|---|")
    with folder() as place, VirtualSound() as sound:
        for suffix in options.formats:
            path = recording(place / f"tone.{suffix}")
            rows = zip(
                ("seek", "pause", "resume"),
                measure(DrivenMpv(path), sound, options.times),
                measure(player(path), sound, options.times),
                strict=True,
            )
            for name, theirs, ours in rows:
                ratio = statistics.median(ours) / max(statistics.median(theirs), 0.01)
                print(
                    f"| {suffix} | {name} | {row(theirs)} | {row(ours)} | {ratio:.2f} |", flush=True
                )


def row(values: list[float]) -> str:
    middle, high = statistics.median(values), np.percentile(values, 95)
    return f"{middle:.1f} / {high:.1f} / {max(values):.1f}"


if __name__ == "__main__":
    main()
