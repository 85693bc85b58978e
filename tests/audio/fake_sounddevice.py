"""A stand-in for the sounddevice module: devices that do what a test tells them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray


class PortAudioError(Exception):
    pass


class FakeStream:
    """A stream whose callback is called by `pump`; each frame is heard `ahead` seconds later."""

    def __init__(
        self,
        world: "FakeSoundDevice",
        *,
        samplerate: int,
        channels: int,
        callback: Callable[..., None],
        finished_callback: Callable[[], None],
        device: int | None,
        **_: Any,
    ) -> None:
        if (samplerate, channels) in world.refused:
            raise PortAudioError("Invalid sample rate", -9997)
        self.world = world
        self.rate, self.channels, self.device = samplerate, channels, device
        self.latency = 0.3
        self.time = 1000.0
        self.active = self.closed = False
        self.starts = 0
        self._callback, self._finished = callback, finished_callback
        world.streams.append(self)

    def start(self) -> None:
        self.world.check()
        self.active = True
        self.starts += 1

    def abort(self) -> None:
        self.world.may_go_on.wait()
        self.active = False
        self._finished()

    def close(self) -> None:
        with self.world.alone():
            self.world.may_go_on.wait()
        self.active = False
        self.closed = True

    def vanish(self) -> None:
        self.active = False
        self._finished()

    def pump(self, frames: int, ahead: float = 0.0) -> NDArray[np.int16]:
        """Ask for a block, as a device does; returns what it was given."""
        assert self.active
        out = np.full((frames, self.channels), 99, np.int16)
        times = SimpleNamespace(outputBufferDacTime=self.time + ahead)
        self._callback(out, frames, times, None)
        return out

    def hear(self, frames: NDArray[np.int16], since: float) -> None:
        """Deliver a block that was heard from a time of `time.monotonic` on, as a microphone does.

        However long this thread has to wait meanwhile, the block is as old as it is.
        """
        self._callback(
            frames, len(frames), Heard(self, since), SimpleNamespace(input_overflow=False)
        )


class Heard:
    """When a block was heard, by the clock of its stream."""

    def __init__(self, stream: FakeStream, since: float) -> None:
        self._stream, self._since = stream, since

    @property
    def inputBufferAdcTime(self) -> float:  # noqa: N802 (the module's own name)
        return self._stream.time - (time.monotonic() - self._since)


class FakeSoundDevice:
    """The module. `names` are the devices; `refused` holds (rate, channels) pairs."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        self.names = ["Speakers", "Headset"]
        self.refused: set[tuple[int, int]] = set()
        self.stale: set[str] = set()  # opened by nobody before devices are listed anew
        self.inputs = 2  # channels of each device that records
        self.input_rate = 48000
        self.streams: list[FakeStream] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.default = SimpleNamespace(hostapi=0)
        self._initialized = 1
        self._listed = list(self.names)
        self.takes = 0.0  # seconds that a call takes
        self.broken = ""  # what would have damaged the heap of the real one
        self._calls = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A call that must not meet another one."""
        self._calls += 1
        if self._calls > 1:
            self.broken = "two calls at once"
        time.sleep(self.takes)
        try:
            yield
        finally:
            self._calls -= 1

    def check(self) -> None:
        if not self.names:
            raise PortAudioError("Error starting stream", -9999)

    def _terminate(self) -> None:
        with self.alone():
            if any(not stream.closed for stream in self.streams):
                self.broken = "ended while a stream was open"
            self._initialized -= 1

    def _initialize(self) -> None:
        with self.alone():
            self._initialized += 1
            self.stale.clear()
            self._listed = list(self.names)

    def query_devices(self, device: int | None = None, kind: str | None = None) -> Any:
        if device is None and kind is None:
            return [self._about(index) for index in range(len(self._listed))]
        if not self._listed:
            raise PortAudioError("Error querying device -1")
        return self._about(device or 0)

    def _about(self, index: int) -> dict[str, Any]:
        return {
            "name": self._listed[index],
            "index": index,
            "hostapi": 0,
            "max_output_channels": 2,
            "max_input_channels": self.inputs,
            "default_samplerate": float(self.input_rate),
        }

    def InputStream(self, **options: Any) -> FakeStream:  # noqa: N802 (the module's own name)
        device = options["device"]
        if device is not None and self._listed[device] not in set(self.names) - self.stale:
            raise PortAudioError("Device unavailable", -9985)
        if options["channels"] > self.inputs:
            raise PortAudioError("Invalid number of channels", -9998)
        return self.OutputStream(**options)

    def OutputStream(self, **options: Any) -> FakeStream:  # noqa: N802 (the module's own name)
        with self.alone():
            self.check()
            return FakeStream(self, **options)

    @property
    def playing(self) -> FakeStream | None:
        """The stream that has been started, if any."""
        return next((stream for stream in self.streams if stream.active), None)
