"""What the benches of recognition share: long speech that the shipped model understands."""

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from _common import family
from sessionlens.resources import sample_folder

RATE = 16000
MODEL = sample_folder() / "tiny-model"


class Ran(NamedTuple):
    """A finished process with its children.

    Seconds that passed, seconds of work on all cores, largest resident size in megabytes; on Linux
    that of all together, looked at four times a second.
    """

    seconds: float
    work: float
    megabytes: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let another model be chosen, and speech in its language."""
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of a Vosk model")
    sample = sample_folder() / "first-session.ogg"
    parser.add_argument("--speech", type=Path, default=sample, help="what is said, over and over")


def home_variables(home: Path) -> dict[str, str]:
    """The environment of a process that keeps its files in `home`."""
    folders = {f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    return {**os.environ, **folders}


def speech(folder: Path, minutes: int, spoken: Path | None = None) -> Path:
    """A mono recording at 16 kHz: what is `spoken`, or the sample conversation, over and over."""
    from sessionlens.speech.sound import Voice, sound

    path = folder / f"speech-{minutes}.wav"
    if not path.exists():
        voice = Voice(spoken or sample_folder() / "first-session.ogg")
        once = np.concatenate(list(sound([voice], RATE)))
        left = minutes * 60 * RATE
        with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
            while left > 0:
                file.write(once[:left])
                left -= len(once)
    return path


def run(command: list[str], home: Path) -> Ran:
    """Run a command to its end, in a home of its own; raises CalledProcessError."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=home_variables(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    together: list[int] = []
    ended = threading.Event()
    watching = threading.Thread(target=_watch, args=(process.pid, ended, together))
    watching.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    ended.set()
    watching.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    work = usage.ru_utime + usage.ru_stime
    largest = usage.ru_maxrss * (1024 if sys.platform != "darwin" else 1)
    return Ran(seconds, work, max([largest, *together]) / 1024**2)


def _watch(process: int, ended: threading.Event, together: list[int]) -> None:
    """Note how many bytes a process and all below it hold, until it has ended."""
    while not ended.wait(0.25):
        together.append(_resident(process))


def _resident(process: int) -> int:
    """Bytes that a process and all below it hold; 0 where `/proc` does not tell."""
    pages = 0
    for member in family(process):
        with suppress(OSError):  # it has ended meanwhile
            pages += int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def transcribe(recording: Path, home: Path, *options: str, model: Path = MODEL) -> Ran:
    """`sessionlens transcribe`, as a process: words only, as `vosk-transcriber` does it."""
    target = home / "out.transcript.json"
    command = [sys.executable, "-m", "sessionlens", "transcribe", str(recording)]
    command += ["--model", str(model), "--force", "--speakers", "1", "-o", str(target), *options]
    return run(command, home)
