"""A live recording through a virtual microphone: samples lost, and what it costs.

    python bench/live.py [losses] [hours] [--minutes 1] [--hours 0.25]

`losses` records a tone beside one busy core, and looks for leaps of its phase, here and in what
`parec` records at the same time: where samples are missing there is one. It tells the processor
time that recording takes, and how memory grows. `hours` lets simulated devices, whose clocks
differ, deliver as fast as the recorder takes it, and compares what is in the file with what they
delivered. Words are measured by `live_words.py`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from dropouts import hogs
from memory import megabytes
from sessionlens.audio.capture import host_clock, microphone, recorder
from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.frames import Frames
from sound_yardstick import RATE, SINK, VirtualSound, folder, require, wait_until

BOTH = Input(channels=(0, 1))
TONE = 480.0  # a period of 100 frames at the device's rate


def losses(minutes: float) -> bool:
    """Samples lost beside a busy core, and what recording costs; whether the goals are reached."""
    with folder() as place, VirtualSound(), hogs(1), tone(place / "theirs.raw"):
        recording = Recorder([BOTH], place / "talk.au")
        recording.start()
        wait_until(lambda: recording.levels[0].rms > 0.1)
        begun, used = recording.recorded, time.process_time()
        wait_until(lambda: recording.recorded > begun + minutes * 6, patience=1e6)
        early = megabytes(os.getpid(), "VmRSS")
        wait_until(lambda: recording.recorded > begun + minutes * 60, patience=1e6)
        used = (time.process_time() - used) / (recording.recorded - begun)
        late = megabytes(os.getpid(), "VmRSS")
        lost = leaps(recording.read(begun + 1, recording.recorded)[:, 0], recording.rate)
        theirs = np.fromfile(place / "theirs.raw", "<i2")[int((begun + 2) * RATE) :]
        told, gaps = recording.lost_samples, recording.gaps
        recording.close()
        wait_until(lambda: recording.closed_within(0.1))
    print(
        f"| lost beside a busy core | {minutes:g} min | {lost} leaps, parec {leaps(theirs, RATE)} |"
        f" told {told} samples, {len(gaps)} gaps |\n"
        f"| recording | {used:.1%} of a core |"
        f" memory {early:.0f} MB after a tenth, {late:.0f} MB at the end |"
    )
    return not lost and not gaps and used <= 0.05 and late <= 1.1 * early


@contextmanager
def tone(theirs: Path) -> Iterator[None]:
    """A tone for the microphone, and `parec`, which writes what it hears of it."""
    sine = f"sine=frequency={TONE}:sample_rate={RATE},volume=4"
    source = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", sine, "-ac", "2", "-f", "s16le", "-"]
    form = ["--format=s16le", f"--rate={RATE}", "--raw"]
    with theirs.open("wb") as file:
        made = subprocess.Popen(source, stdout=subprocess.PIPE)
        play = ["pacat", "--playback", "-d", SINK, "--channels=2", *form]
        listen = ["parec", "-d", f"{SINK}.monitor", "--channels=1", *form]
        programs = [
            subprocess.Popen(play, stdin=made.stdout),
            subprocess.Popen(listen, stdout=file),
            made,
        ]
        try:
            yield
        finally:
            for program in programs:
                program.kill()
                program.wait()


def leaps(heard: Frames, rate: int) -> int:
    """How often something is missing in a tone, by its phase in blocks of whole periods."""
    size = rate // 10
    blocks = heard[: len(heard) // size * size].reshape(-1, size)
    turn = np.exp(-2j * np.pi * TONE * np.arange(blocks.size) / rate).reshape(blocks.shape)
    phase = np.unwrap(np.angle((blocks * turn).sum(axis=1)))
    missing = np.abs(np.diff(phase)) * rate / (2 * np.pi * TONE) > 0.5
    return int((np.diff(missing.astype(int), prepend=0) == 1).sum())


class Simulated:
    """A device that delivers numbered frames when told; its clock is off by a part."""

    def __init__(self, rate: int, fast: float) -> None:
        self.rate, self.fast = rate, fast
        self.latency, self.time = 0.1, 0.0
        self.delivered = 0
        self.callback: Callable[..., None] = lambda *_: None

    def start(self) -> None:
        self.delivered = 0

    def close(self) -> None:
        return

    def deliver(self, until: float) -> None:
        """Give blocks of a tenth of a second, as far as they are complete at that second."""
        size = self.rate // 10
        true_rate = self.rate * (1 + self.fast)
        while (heard := self.delivered / true_rate) + size / true_rate <= until:
            numbers = np.arange(self.delivered, self.delivered + size)
            frames = (numbers % 30000 + 1).astype(np.int16)[:, None]
            self.time = until
            times = SimpleNamespace(inputBufferAdcTime=heard)
            self.callback(frames, size, times, SimpleNamespace(input_overflow=False))
            self.delivered += size


def hours(length: float) -> bool:
    """Two simulated devices, as fast as it goes; whether every sample is there."""
    devices = [Simulated(48000, -100e-6), Simulated(48000, 100e-6)]
    moment = [1000.0]
    opened = iter(devices)

    def open_stream(*arguments: Any) -> Any:
        device = next(opened)
        device.callback = arguments[3]["callback"]
        form = microphone.Format(device.rate, 1)
        return SimpleNamespace(stream=device, format=form, device="simulated", error=OSError)

    microphone.open_stream = open_stream  # type: ignore[assignment]
    microphone.close_stream = lambda stream: stream.close()
    for module in (microphone, recorder, host_clock):
        module.now = lambda: moment[0]  # type: ignore[attr-defined]
    seconds = length * 3600
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        recording = Recorder([Input(), Input("second")], Path(name) / "talk.au")
        recording._thread = SimpleNamespace(  # type: ignore[assignment]
            start=lambda: None, join=lambda *_: None, is_alive=lambda: False, ident=None
        )
        recording._sleep = SimpleNamespace(slept=lambda: 0.0)  # type: ignore[assignment]
        recording.start()
        began, early, lost, checked = time.perf_counter(), 0.0, 0, 0
        while (at := moment[0] - 1000.0) < seconds:
            moment[0] += 0.1
            for device in devices:
                device.deliver(at + 0.1)
            recording._go_on()
            assert recording.file is not None
            while recording.file.waiting > 20:
                time.sleep(0.01)
            if recording.file.frames - checked > 48000 * 10:
                lost += wrong(recording.file.read(checked, 48000 * 10)[:, 0], checked)
                checked += 48000 * 10
            if not early and at > seconds / 12:
                early = megabytes(os.getpid(), "VmRSS")
        took, late = time.perf_counter() - began, megabytes(os.getpid(), "VmRSS")
        told, gaps = recording.lost_samples, recording.gaps
        recording.close()
        recording._run()
        wait_until(lambda: recording.closed_within(0.1))
    print(
        f"| simulated devices, 200 ppm apart | {length:g} h in {took:.0f} s |"
        f" {lost} samples wrong, told {told}, {len(gaps)} gaps |"
        f" memory {early:.0f} MB after a twelfth, {late:.0f} MB at the end |"
    )
    return not lost and not gaps and late <= 1.1 * early


def wrong(frames: Frames, first: int) -> int:
    """How many frames are not those that the first device delivered."""
    expected = (np.arange(first, first + len(frames)) % 30000 + 1).astype(np.int16)
    return int((frames != expected).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=["losses", "hours"])
    parser.add_argument("--minutes", type=float, default=1.0, help="of tone for `losses`")
    parser.add_argument("--hours", type=float, default=0.25, help="simulated for `hours`")
    options = parser.parse_args()
    require("ffmpeg")
    reached = []
    if "losses" in options.parts:
        reached.append(losses(options.minutes))
    if "hours" in options.parts:
        reached.append(hours(options.hours))
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()
