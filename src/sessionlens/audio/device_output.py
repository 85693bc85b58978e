"""Plays through a sound device."""

from typing import Any

from sessionlens.audio.caller import Caller
from sessionlens.audio.clock import PlayedClock, now
from sessionlens.audio.frames import Frames
from sessionlens.audio.intent import Wake
from sessionlens.audio.output import Format, OutputLostError
from sessionlens.audio.portaudio import HANGS, OpenStream, close_stream, open_stream
from sessionlens.audio.ring import Reader

VANISHED = "the sound device vanished"
SILENT = "the sound device takes no sound: it hangs or is suspended"
_STALLED = 1.0  # seconds without a callback; a frozen sound server shows in no other way
_STARTS_WITHIN = 2.0  # seconds; wireless devices take their time
_ANSWERS_WITHIN = 0.8  # seconds, of a device that plays


class DeviceOutput:
    """An output stream of PortAudio, opened by `open_device`.

    Starting and halting wait for the device, within limits; what hangs is left behind.
    `wake` is called when the device vanishes.
    """

    def __init__(self, caller: Caller, wake: Wake) -> None:
        self.device = ""
        self.format = Format(0, 0)
        self._caller = caller
        self._wake = wake
        self._stream: Any = None
        self._error: type[Exception] = Exception  # until the stream tells
        self._clock = PlayedClock(0)
        self._reader: Reader | None = None
        self._called = 0.0
        self._running = False
        self._finished = False
        self._hushed = False
        self._closed = False

    def adopt(self, opened: OpenStream) -> None:
        """Take the stream that was opened with this object's callbacks."""
        self.device, self.format = opened.device, opened.format
        self._clock = PlayedClock(opened.format.rate)
        self._stream, self._error = opened.stream, opened.error

    @property
    def lost(self) -> str:
        if not self._running:
            return ""
        if self._finished:
            return VANISHED
        return SILENT if now() - self._called > _STALLED else ""

    def start(self, reader: Reader) -> None:
        def begin() -> None:
            if self._closed:
                return  # the call hung, and was given up meanwhile
            self._finished = False
            self._clock.begin(reader.next)
            self._reader = reader
            self._stream.start()

        self._request(begin, _ANSWERS_WITHIN if self._hushed else _STARTS_WITHIN)
        self._hushed = False
        self._called = now()
        self._running = True

    def hush(self) -> None:
        self._running, self._hushed = False, True
        self._reader = None
        self._caller.submit(self._stream.abort)

    def halt(self) -> int:
        frame = self._clock.end()
        self._running = False
        self._request(self._stream.abort, _ANSWERS_WITHIN)
        self._reader = None
        return frame

    def heard(self) -> float:
        return self._clock.heard()

    def close(self) -> None:
        self._running = False
        self._closed = True
        self._reader = None
        self._caller.submit(lambda: close_stream(self._stream))

    def _request(self, function: Any, patience: float) -> None:
        try:
            self._caller.call(function, patience)
        except TimeoutError as error:
            raise OutputLostError(HANGS) from error
        except self._error as error:
            raise OutputLostError(VANISHED) from error

    def callback(self, out: Frames, _frames: int, times: Any, _status: Any) -> None:
        """Called by PortAudio's own thread for each block that it needs."""
        reader = self._reader
        if reader is None:
            out[:] = 0
            return
        self._called = called = now()
        ahead = self._ahead(times)
        self._clock.mark(called + ahead, *reader.take(out))

    def _ahead(self, times: Any) -> float:
        """Seconds until this block is heard.

        Both times are on PortAudio's clock, whatever that is; asking for the present one here
        takes out how long this thread had to wait for the interpreter.
        """
        try:
            ahead: float = times.outputBufferDacTime - self._stream.time
        except self._error:  # a host that has no clock
            ahead = -1.0
        return ahead if 0 <= ahead < 10 else float(self._stream.latency)

    def finished(self) -> None:
        """Called by PortAudio when the stream ends, asked or not."""
        if self._running:
            self._finished = True
            self._wake()


def open_device(
    device: str | None, target: Format, latency: float, fresh: bool, caller: Caller, wake: Wake
) -> DeviceOutput:
    """Open `device`, None for the system's choice; called by `caller`. Raises OutputLostError.

    `fresh` looks for devices anew, unless a stream is open.
    """
    output = DeviceOutput(caller, wake)
    callbacks = {"callback": output.callback, "finished_callback": output.finished}
    output.adopt(open_stream(device, target, fresh, {"latency": latency, **callbacks}))
    return output
