"""A microphone: what it delivers, when, and the same microphone again after it was lost."""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from typing import Any, NamedTuple

import numpy as np
from msgspec import Struct

from sessionlens.audio.caller import Caller
from sessionlens.audio.capture.host_clock import now
from sessionlens.audio.frames import Frames, silence
from sessionlens.audio.output import Format, OutputLostError
from sessionlens.audio.portaudio import OpenStream, close_stream, open_stream

VANISHED = "it vanished"
STALLED = "it delivers nothing: it hangs or is suspended"

_LATENCY = 0.4  # seconds that the device keeps while this process has no time; a quarter at once
_BUFFER = 12.0  # seconds between the device's thread and ours
_BLOCKS = 4096  # of the device, in that time
_STALLED = 1.0  # seconds without a block
_RETRY = (0.5, 2.0)  # seconds between tries: at first, and after a while
_HASTE = 20  # tries at the first pace
_RELEASES_WITHIN = 2.0  # seconds
_LOOK_AFTER = (5.0, 300.0)  # seconds between two looks for all devices: at first, and at most


class Input(Struct, frozen=True):
    """What is recorded of which device; None is the system's choice.

    `channels` are the device's channels, from 0, each of which is a speaker's; without any, all of
    it is one voice.
    """

    device: str | None = None
    channels: tuple[int, ...] = ()

    @property
    def voices(self) -> int:
        """Channels of the recording that it becomes."""
        return max(len(self.channels), 1)


class Notice(NamedTuple):
    """What happened, in a sentence; `lost` if it is that a device delivers nothing any more."""

    text: str
    lost: bool = False


class Absent(NamedTuple):
    """A device that delivers nothing, and why, as a plain phrase."""

    device: str
    reason: str


class DeviceBlock(NamedTuple):
    """Frames of the device, the number of the first and when it was heard (`host_clock.now`).

    `opening` counts the times that the device was opened: numbers begin anew with each.
    `overflowed` if the device says that it had to drop something before.
    """

    opening: int
    overflowed: bool
    first: int
    heard: float
    frames: Frames


class _Run:
    """One opening of the device. Its thread writes, ours reads, and no lock is between them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.format = Format(0, 0)
        self.device = ""
        self.called = now()
        self.finished = False
        self.overflows = 0
        self.dropped = 0  # frames for which there was no room
        self._stream: Any = None
        self._ring = silence(0, 1)
        self._written = self._taken = 0
        self._blocks = np.zeros((_BLOCKS, 4))  # first, count, when heard, overflowed
        self._blocks_written = self._blocks_taken = 0
        self._first = 0  # number of the frame at `_taken`

    def adopt(self, opened: OpenStream) -> None:
        self.format, self.device = opened.format, opened.device
        self._stream = opened.stream
        self._ring = silence(int(_BUFFER * opened.format.rate), opened.format.channels)

    def start(self) -> None:
        self.called = now()
        self._stream.start()

    def close(self) -> None:
        close_stream(self._stream)

    def callback(self, block: Frames, count: int, times: Any, status: Any) -> None:
        """Called by PortAudio's own thread; only copies."""
        called = now()
        self.called = called
        overflowed = bool(status.input_overflow)
        self.overflows += overflowed
        ring, written = self._ring, self._written
        full = self._blocks_written - self._blocks_taken >= _BLOCKS
        if full or count > len(ring) - (written - self._taken):
            self.dropped += count
            return
        at = written % len(ring)
        fits = min(count, len(ring) - at)
        ring[at : at + fits] = block[:fits]
        ring[: count - fits] = block[fits:]
        mark = self._blocks[self._blocks_written % _BLOCKS]
        mark[:] = written, count, called - self._age(times), overflowed
        self._written = written + count
        self._blocks_written += 1

    def ended(self) -> None:
        """Called by PortAudio when the stream ends, asked or not."""
        self.finished = True

    def blocks(self) -> Iterator[DeviceBlock]:
        """What came since it was asked last; it is wiped here, whoever keeps it."""
        while self._blocks_taken < self._blocks_written:
            first, count, heard, overflowed = self._blocks[self._blocks_taken % _BLOCKS]
            at = int(first) % len(self._ring)
            fits = min(int(count), len(self._ring) - at)
            pieces = self._ring[at : at + fits], self._ring[: int(count) - fits]
            frames = np.concatenate(pieces)
            for piece in pieces:
                piece[:] = 0
            self._taken = int(first) + int(count)
            self._blocks_taken += 1
            yield DeviceBlock(self.number, bool(overflowed), int(first), float(heard), frames)

    def _age(self, times: Any) -> float:
        """Seconds since the first frame of this block was heard.

        Asking for PortAudio's present time takes out how long this thread had to wait.
        """
        age = float(self._stream.time - times.inputBufferAdcTime)
        return age if 0 <= age < 10 else float(self._stream.latency)


class Microphone:
    """Keeps a device open, and opens it again when it was lost. Belongs to one thread."""

    def __init__(self, wanted_input: Input, tell: Callable[[Notice], None]) -> None:
        self.input = wanted_input
        self.name = wanted_input.device or "the usual microphone"
        self.reason = ""  # why it delivers nothing
        self.lost_frames = 0
        self._tell = tell
        self._caller = Caller("microphone")
        self._run: _Run | None = None
        self._attempt: Future[_Run] | None = None
        self._runs = self._tries = 0
        self._next_try = self._polled = now()
        self._since = now()
        self._let_go = False  # by us, for a moment

    @property
    def live(self) -> bool:
        """Whether it delivers, as far as is known."""
        return self._run is not None

    @property
    def format(self) -> Format:
        """Its rate and channels as it is open; zeros when it is not."""
        return self._run.format if self._run else Format(0, 0)

    def open(self, patience: float) -> None:
        """Open it for the first time, and wait for it; raises OutputLostError or TimeoutError."""
        self._attempt = self._open(fresh=True)
        self._run = self._attempt.result(patience)
        self._attempt = None
        self.name = self._run.device

    def poll(self) -> list[DeviceBlock]:
        """What came since; and whatever has to be done to keep it coming."""
        moment = now()
        asleep, self._polled = moment - self._polled > _STALLED / 2, moment
        run = self._run
        if run is None:
            self._seek(moment)
            run = self._run
        if run is None:
            return []
        blocks = list(run.blocks())
        if asleep:
            run.called = max(run.called, moment - _STALLED / 2)  # we were, too
        elif run.finished or moment - run.called > _STALLED:
            self._lost(VANISHED if run.finished else STALLED)
        return blocks

    def dropped(self) -> int:
        """Frames of which it is known that they were lost between device and recording."""
        return self.lost_frames + (self._run.dropped if self._run else 0)

    def release(self) -> "Future[None]":
        """Let go of the device for a moment; it is opened again once that has happened."""
        run, self._run = self._run, None
        self._let_go = run is not None
        if run is not None:
            self.lost_frames += run.dropped
        self._next_try = now() + _RELEASES_WITHIN
        released = self._caller.submit(run.close if run else lambda: None)
        released.add_done_callback(lambda _: self._seek_now())
        return released

    def _seek_now(self) -> None:
        self._next_try = now()

    def close(self) -> None:
        """Let go of the device, without waiting for it."""
        run, self._run = self._run, None
        if run is not None:
            self._caller.submit(run.close)
        if self._attempt is not None:
            self._attempt.add_done_callback(_close_what_was_opened)
            self._attempt = None
        self._caller.close()

    def _lost(self, reason: str) -> None:
        run, self._run = self._run, None
        assert run is not None
        self.lost_frames += run.dropped
        self._caller.submit(run.close)
        self.reason = reason
        self._since, self._tries = now(), 0
        self._next_try = now()
        again = "It is taken up again as soon as it is there"
        self._tell(Notice(f"{self._called()}: {reason}. {again}", lost=True))

    def _seek(self, moment: float) -> None:
        if self._attempt is not None and self._attempt.done():
            attempt, self._attempt = self._attempt, None
            try:
                self._run = attempt.result()
            except OutputLostError as loss:
                self.reason = str(loss)
                self._next_try = moment + _RETRY[self._tries > _HASTE]
                if self._let_go:
                    self._let_go, self._since = False, moment
                    self._tell(Notice(f"{self._called()}: {VANISHED}. It is waited for", lost=True))
            else:
                self.reason = ""
                if not self._let_go:
                    away = moment - self._since
                    self._tell(Notice(f"{self._called()} is back after {away:.0f} s"))
                self._let_go = False
        elif self._attempt is None and moment >= self._next_try:
            self._tries += 1
            self._attempt = self._open(fresh=True)

    def _called(self) -> str:
        return f"The microphone “{self.name}”" if self.name else "The microphone"

    def _open(self, *, fresh: bool) -> "Future[_Run]":
        self._runs += 1
        run = _Run(self._runs)
        channels = max(self.input.channels, default=0) + 1

        def opened() -> _Run:
            callbacks = {"callback": run.callback, "finished_callback": run.ended}
            stream = open_stream(
                self.input.device,
                Format(0, channels),
                fresh,
                {"latency": _LATENCY, **callbacks},
                "input",
            )
            run.adopt(stream)
            try:
                run.start()
            except stream.error as error:
                run.close()
                raise OutputLostError("it cannot be started") from error
            return run

        return self._caller.submit(opened)


class LookAgain:
    """Lets go of all microphones for a moment where one that is back is only seen so.

    PortAudio lists devices anew only while none is open. On Linux it finds one that is plugged in
    again under its old name; elsewhere another that is open would hide it for good. What that costs
    the others is a gap of less than a second, less and less often.
    """

    def __init__(self, *, needed: bool = sys.platform != "linux") -> None:
        self._needed = needed
        self._pause = _LOOK_AFTER[0]
        self._due: float | None = None

    def poll(self, microphones: Sequence[Microphone]) -> None:
        """Do so, if it is time."""
        live = sum(microphone.live for microphone in microphones)
        if live == len(microphones):
            self._pause, self._due = _LOOK_AFTER[0], None
        if not self._needed or live in (0, len(microphones)):
            return
        if self._due is None:
            self._due = now() + self._pause
        elif now() > self._due:
            self._pause = min(self._pause * 2, _LOOK_AFTER[1])
            self._due = None
            wait([microphone.release() for microphone in microphones], _RELEASES_WITHIN)


def _close_what_was_opened(attempt: "Future[_Run]") -> None:
    if attempt.exception() is None:
        attempt.result().close()
