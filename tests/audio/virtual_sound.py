"""A private PulseAudio whose only device is a null sink, and what is heard on it.

Needs PulseAudio with its utilities, PortAudio, and ALSA's plugin for PulseAudio; `missing` names
what is not there.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

RATE = 48000
SINK = "lens"
_BYTES = 4  # of a frame: two channels of int16


def missing() -> str:
    """What the virtual device needs and this machine lacks; empty when all is there."""
    programs = [
        name for name in ("pulseaudio", "pactl", "parec", "pacat") if not shutil.which(name)
    ]
    libraries = [] if find_library("portaudio") else ["libportaudio2"]
    return ", ".join(programs + libraries)


class VirtualSound:
    """The server; within the context `PULSE_SERVER` leads to it."""

    def __init__(self) -> None:
        self._folder = Path()
        self._server: subprocess.Popen[bytes] | None = None
        self._before: str | None = None

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="sound-"))
        self._before = os.environ.get("PULSE_SERVER")
        os.environ["PULSE_SERVER"] = self.address
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        if self._before is None:
            del os.environ["PULSE_SERVER"]
        else:
            os.environ["PULSE_SERVER"] = self._before
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def address(self) -> str:
        """For `PULSE_SERVER`."""
        return f"unix:{self._folder}/native"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        own = dict.fromkeys(
            ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"),
            str(self._folder),
        )
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--system=false", "--exit-idle-time=-1"),
                *("--disable-shm=yes", "--use-pid-file=no", "--realtime=no", "--high-priority=no"),
                "-L",
                f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1",
                "-L",
                # Without norewinds the sink stalls its clients for up to two seconds.
                f"module-null-sink sink_name={SINK} norewinds=1 rate={RATE} channels=2",
            ],
            env={**os.environ, **own, "DBUS_SESSION_BUS_ADDRESS": "disabled:"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        asked = ["pactl", "info"]
        wait_until(lambda: not subprocess.run(asked, capture_output=True, check=False).returncode)

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._server:
            self._server.send_signal(signal.SIGCONT)
            self._server.kill()
            self._server.wait()
            self._server = None
            (self._folder / "native").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Let the server hang."""
        assert self._server
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._server
        self._server.send_signal(signal.SIGCONT)

    def suspend(self, *, on: bool) -> None:
        """Have the device take nothing, or go on."""
        subprocess.run(["pactl", "suspend-sink", SINK, str(int(on))], check=True)

    @contextmanager
    def speech(self, frames: NDArray[np.int16]) -> Iterator[Callable[[], bool]]:
        """Say `frames`, shape (n, 2) at `RATE`, into the microphone that is the device's monitor.

        What is not said when the context ends is left out; it gives what tells whether all is said.
        """
        command = [
            *("pacat", "--playback", "-d", SINK, f"--rate={RATE}", "--channels=2"),
            *("--format=s16le", "--latency-msec=50", "--raw"),
        ]
        program = subprocess.Popen(command, stdin=subprocess.PIPE)
        feeding = threading.Thread(target=_feed, args=(program, frames.astype("<i2").tobytes()))
        feeding.start()
        try:
            yield lambda: program.poll() is not None
        finally:
            program.kill()
            program.wait()
            feeding.join()

    @contextmanager
    def monitor(self) -> Iterator["Monitor"]:
        """Record what is heard."""
        monitor = Monitor()
        try:
            yield monitor
        finally:
            monitor.stop()


def _feed(program: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert program.stdin
    with suppress(BrokenPipeError):
        program.stdin.write(data)
        program.stdin.close()


class Monitor:
    """What was heard on the virtual device, and when."""

    def __init__(self) -> None:
        command = [
            *("parec", "-d", f"{SINK}.monitor", f"--rate={RATE}", "--channels=2"),
            *("--format=s16le", "--latency-msec=5", "--raw"),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._blocks: list[bytes] = []
        self._arrivals: list[tuple[float, int]] = []  # when, frames until then
        self._bytes = 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        wait_until(lambda: self._bytes > 0)

    def _listen(self) -> None:
        assert self._process.stdout
        while block := os.read(self._process.stdout.fileno(), 65536):
            self._bytes += len(block)
            self._arrivals.append((time.perf_counter(), self._bytes // _BYTES))
            self._blocks.append(block)

    def stop(self) -> None:
        """Stop recording."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    @property
    def count(self) -> int:
        """Frames recorded so far."""
        return self._bytes // _BYTES

    def frames(self, first: int = 0) -> NDArray[np.int16]:
        """All frames from number `first` on, shape (n, 2)."""
        data = b"".join(self._blocks)
        data = data[first * _BYTES : len(data) // _BYTES * _BYTES]
        return np.frombuffer(data, "<i2").reshape(-1, 2)

    def count_at(self, when: float) -> int:
        """Frames that had arrived at a time of `time.perf_counter`."""
        at = bisect_right(self._arrivals, when, key=itemgetter(0))
        return self._arrivals[at - 1][1] if at else 0

    def arrival(self, frame: int) -> float:
        """When frame number `frame` arrived here, a few milliseconds after it was heard."""
        at = bisect_right(self._arrivals, frame, key=itemgetter(1))
        return self._arrivals[min(at, len(self._arrivals) - 1)][0]

    def began(self) -> float:
        """When frame 0 was heard, in seconds of `time.perf_counter`.

        The earliest time that agrees with all arrivals: scheduling only ever delays.
        """
        return min(when - count / RATE for when, count in self._arrivals)


def wait_until(condition: Callable[[], object], patience: float = 60.0) -> None:
    """Wait for `condition`; fails when it never comes."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise AssertionError("waited in vain")
        time.sleep(0.005)
